package dev.rnn4j.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.bench.peers.PeerCase.Ragged;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rnn4jRivalTest {
  @TempDir Path folder;

  private static Rnn4jRival rival(int threads) {
    Rnn4jRival rival = new Rnn4jRival();
    rival.start(threads);
    return rival;
  }

  @ParameterizedTest
  @EnumSource
  void productsAreThoseOfTheirKind(PeerCase.Product.Kind kind) throws Exception {
    PeerCase.Product c = new PeerCase.Product(kind, 3, 5, 7);
    float[] a = PeerData.a(c);
    float[] b = PeerData.b(c);
    float[] expected = new float[c.m() * c.n()];
    for (int i = 0; i < c.m(); i++) {
      for (int j = 0; j < c.n(); j++) {
        double sum = 0;
        for (int l = 0; l < c.k(); l++) {
          double left = a[c.transposedA() ? l * c.lda() + i : i * c.lda() + l];
          sum += left * b[c.transposedB() ? j * c.ldb() + l : l * c.ldb() + j];
        }
        expected[i * c.n() + j] = (float) sum;
      }
    }
    try (Rival.Work work = rival(1).prepare(c)) {
      assertArrayEquals(expected, RivalMain.output(work, 1), 1e-5f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void yardsticksReadAsMuchOnEveryThread(int threads) throws Exception {
    for (PeerCase.Reads c :
        List.of(
            new PeerCase.Reads("own", 1 << 12, 3, false),
            new PeerCase.Reads("common", 1 << 12, 3, true))) {
      try (Rival.Work work = rival(threads).prepare(c)) {
        work.run();
        float[] sums = work.result();
        assertEquals(threads, sums.length);
        for (float sum : sums) {
          assertEquals(3 * (1 << 12) * 1e-3, sum, 0.01, c.name());
        }
      }
    }
  }

  @Test
  void lengthsAreSpreadFromOneToTheLongestAndFullOnesHaveAsManyRows() {
    Ragged ragged = new Ragged(Ragged.Form.PACKED, false, 64, 100, 200);
    int[] lengths = ragged.lengths();
    assertEquals(100, lengths[0]);
    assertEquals(1, lengths[63]);
    assertEquals(64, ragged.active()[0]);
    assertEquals(1, ragged.active()[99]);
    assertEquals(new Ragged(Ragged.Form.FULL, false, 32, 101, 200).rows(), ragged.rows());
  }

  @Test
  void fullSequencesAreALayer() throws Exception {
    Ragged full = new Ragged(Ragged.Form.FULL, false, 4, 5, 16);
    PeerCase.Layer layer = new PeerCase.Layer(PeerCase.Layer.Cell.LSTM, 5, 4, 16, 16);
    try (Rival.Work sequences = rival(1).prepare(full);
        Rival.Work plain = rival(1).prepare(layer)) {
      assertArrayEquals(RivalMain.output(plain, 1), RivalMain.output(sequences, 1));
    }
  }

  @Test
  void gradientsFollowTheOutputsAndAreTheSameInEveryRun() throws Exception {
    Ragged c = new Ragged(Ragged.Form.PADDED, true, 4, 5, 16);
    int parameters = 4 * 16 * (16 + 16 + 2);
    try (Rival.Work work = rival(2).prepare(c)) {
      float[] twice = RivalMain.output(work, 2);
      int length = 2 * c.rows() * 16 + parameters;
      assertEquals(2 * length, twice.length);
      assertArrayEquals(
          Arrays.copyOfRange(twice, 0, length), Arrays.copyOfRange(twice, length, 2 * length));
    }
  }

  @Test
  void oneTrainingStepLowersTheLossOfItsWindow() throws Exception {
    PeerCase.Training c = (PeerCase.Training) PeerCases.of("training-tiny");
    try (Rival.Work work = rival(2).prepare(c)) {
      float[] losses = RivalMain.output(work, 3 * PeerData.WINDOWS);
      assertEquals(Math.log(c.v()), losses[0], 0.1);
      assertTrue(losses[2 * PeerData.WINDOWS] < losses[0]);
    }
  }

  @Test
  void aStreamFromItsFileIsTheSame() throws Exception {
    PeerCase.Stream c = (PeerCase.Stream) PeerCases.of("step-1x16-V65");
    Path file = folder.resolve("model");
    Rnn4jRival rival = rival(1);
    assertTrue(rival.save(c, file));
    try (Rival.Work loaded = rival.load(c, file);
        Rival.Work made = rival.prepare(c)) {
      assertArrayEquals(RivalMain.output(made, 20), RivalMain.output(loaded, 20));
    }
  }

  @Test
  void tokensAreZipfLike() {
    PeerCase.Training c = PeerCases.WARM_UP;
    int[] inputs = PeerData.inputs(c, 0);
    int[] targets = PeerData.targets(c, 0);
    assertEquals(c.t() * c.b(), inputs.length);
    for (int i = 0; i < inputs.length - c.b(); i++) {
      assertEquals(inputs[i + c.b()], targets[i], "the token after each input");
    }
    long frequent = Arrays.stream(inputs).filter(id -> id < 100).count();
    assertTrue(frequent > inputs.length / 3, frequent + " of the 100 most frequent");
  }
}
