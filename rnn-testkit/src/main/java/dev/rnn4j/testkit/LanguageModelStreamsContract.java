package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.model.Sampler;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.TextEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many sequences at once give what each gives in a session of its own, on any kernels. */
public abstract class LanguageModelStreamsContract extends SessionContract {
  private static final Sampler SAMPLER = new Sampler(0.9, 5, 0.95);

  /** More than one group of them, and longer than one window. */
  private static List<int[]> ragged() {
    List<int[]> texts =
        new ArrayList<>(List.of(new int[0], text(1, 1), text(1500, 2), text(33, 3)));
    for (int i = 0; i < 75; i++) {
      texts.add(text(i * 7 % 23, i + 4));
    }
    return texts;
  }

  @Test
  public void scoringManyEqualsScoringOneByOneToTheBit() {
    for (CellConfig cell : Cells.examples()) {
      for (WeightFormat weights : WeightFormat.values()) {
        LanguageModel model = model(cell, weights);
        for (List<int[]> texts : List.of(ragged(), List.of(text(9, 1)), List.of(new int[0]))) {
          assertScores(model, texts);
        }
      }
    }
    assertTrue(model(new LstmCell()).score(List.of()).isEmpty());
  }

  private static void assertScores(LanguageModel model, List<int[]> texts) {
    LanguageModelSession session = model.newSession();
    List<double[]> scores = model.score(texts);
    assertEquals(texts.size(), scores.size());
    for (int i = 0; i < texts.size(); i++) {
      Bits.assertEqual("ln p of text " + i, session.score(texts.get(i)), scores.get(i));
    }
  }

  @Test
  public void generatingManyEqualsGeneratingOneByOne() {
    for (CellConfig cell : Cells.examples()) {
      LanguageModel model = model(cell);
      List<int[]> prompts = ragged();
      List<int[]> drawn = model.generate(prompts, 12, SAMPLER, 77);
      for (int i = 0; i < prompts.size(); i++) {
        assertArrayEquals(alone(model, prompts.get(i), RandomSource.derive(77, i)), drawn.get(i));
      }
    }
  }

  private static int[] alone(LanguageModel model, int[] prompt, long seed) {
    LanguageModelSession session = model.newSession();
    int last = model.vocabulary().startId();
    for (int token : prompt) {
      session.step(last);
      last = token;
    }
    return session.generate(last, 12, SAMPLER, new RandomSource(seed));
  }

  @Test
  public void aContinuationDoesNotDependOnItsNeighbours() {
    LanguageModel model = model(new LstmCell());
    List<int[]> prompts = ragged();
    List<int[]> first = model.generate(prompts.subList(0, 5), 20, SAMPLER, 3);
    List<int[]> all = model.generate(prompts, 20, SAMPLER, 3);
    for (int i = 0; i < first.size(); i++) {
      assertArrayEquals(first.get(i), all.get(i));
    }
    List<int[]> none = model.generate(prompts, 0, SAMPLER, 3);
    assertTrue(none.stream().allMatch(drawn -> drawn.length == 0));
    int[] equal = text(4, 9);
    List<int[]> twice = model.generate(List.of(equal, equal), 20, SAMPLER, 3);
    assertTrue(!Arrays.equals(twice.get(0), twice.get(1)), "each draws for itself");
  }

  @Test
  public void vectorsAreTheStatesOfASession() {
    for (CellConfig cell : Cells.examples()) {
      LanguageModel model = model(cell);
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 70; i++) {
        lines.add("token" + (2 + i % 9) + " unknown token4".repeat(i * 5 % 11));
      }
      List<float[]> last = model.encoder(false).encode(lines);
      List<float[]> means = model.encoder(true).encode(lines);
      for (int i = 0; i < lines.size(); i++) {
        assertVectors(model, lines.get(i), last.get(i), means.get(i));
      }
      assertEquals(model.encoder(true).width(), means.getFirst().length);
    }
  }

  private static void assertVectors(LanguageModel model, String line, float[] last, float[] mean) {
    LanguageModelSession session = model.newSession();
    int[] tokens = new TextEncoder(model.vocabulary()).encodePrompt(line).ids();
    int top = model.config().layers() - 1;
    double[] sums = new double[model.config().outputSize()];
    session.step(model.vocabulary().startId());
    for (int n = 0; n <= tokens.length; n++) {
      float[] h = session.snapshot().hidden(top).data();
      for (int j = 0; j < sums.length; j++) {
        sums[j] += h[j];
      }
      if (n == tokens.length) {
        Bits.assertEqual("last h of " + line, h, last);
      } else {
        session.step(tokens[n]);
      }
    }
    for (int j = 0; j < sums.length; j++) {
      assertEquals((float) (sums[j] / (tokens.length + 1)), mean[j], 0, "mean h of " + line);
    }
  }

  @Test
  public void threadsShareAModel() {
    LanguageModel model = model(new LstmCell());
    List<int[]> texts = ragged();
    List<double[]> expected = model.score(texts);
    ConcurrentLinkedQueue<List<double[]>> found = new ConcurrentLinkedQueue<>();
    IntStream.range(0, 8).parallel().forEach(_ -> found.add(model.score(texts)));
    for (List<double[]> scores : found) {
      for (int i = 0; i < texts.size(); i++) {
        Bits.assertEqual("ln p of text " + i, expected.get(i), scores.get(i));
      }
    }
    assertEquals(8, found.size());
  }

  @Test
  public void wrongArgumentsAreRefused() {
    LanguageModel model = model(new LstmCell());
    for (int token : new int[] {-1, VOCABULARY}) {
      List<int[]> texts = List.of(text(3, 1), new int[] {1, token});
      assertThrows(IndexOutOfBoundsException.class, () -> model.score(texts));
      assertThrows(IndexOutOfBoundsException.class, () -> model.generate(texts, 1, SAMPLER, 1));
    }
    List<int[]> none = List.of();
    assertThrows(IllegalArgumentException.class, () -> model.generate(none, -1, SAMPLER, 1));
  }

  @Test
  public void aDamagedModelIsAnErrorAndNeverAResult() {
    LanguageModel sound = model(new LstmCell());
    float[] values = sound.parameters().values().clone();
    values[values.length - 1] = Float.NaN;
    Parameters parameters = new Parameters(sound.parameters().layout(), values);
    LanguageModel damaged =
        LanguageModel.of(sound.config(), sound.vocabulary(), parameters, kernels());
    List<int[]> texts = List.of(text(3, 1));
    assertThrows(IllegalStateException.class, () -> damaged.score(texts));
    assertThrows(IllegalStateException.class, () -> damaged.generate(texts, 2, SAMPLER, 1));
  }
}
