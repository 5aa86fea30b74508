package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.testkit.Bits;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the definition in double precision, from the h of one pass over the whole text. */
class NeuralCacheTest {
  private static final int V = 7;
  private static final int H = 11;
  private static final double STEP = 0.7;
  private static final int THETAS = 3;

  /** The dot products are sums of H products of numbers below 1 in single precision. */
  private static final double TOLERANCE = STEP * THETAS * 2 * H * H * Math.ulp(1f);

  private static LanguageModel model(String kernels) {
    LanguageModelConfig config =
        new LanguageModelConfig(new LstmCell(), V, 5, List.of(6, H), 0.5f, false);
    return LanguageModel.of(
        config,
        new Vocabulary(Level.WORD, List.of("a", "b", Vocabulary.EOS, "c", "d", "e", "f")),
        config.newParameters(Initialization.uniform(1.5f), new RandomSource(1)),
        KernelSelection.named(kernels).kernels());
  }

  private static int[] text(int length) {
    RandomSource random = new RandomSource(8);
    int[] text = new int[length];
    Arrays.setAll(text, n -> random.nextInt(V));
    return text;
  }

  private static NeuralCache.Losses losses(LanguageModel model, int threads, int size, int[] text) {
    try (Workers workers = new Workers(threads)) {
      return new NeuralCache(model, workers, size).losses(text, STEP, THETAS);
    }
  }

  /** The last layer's output from which each token of a text is predicted. */
  private static Matrix outputs(LanguageModel model, int[] text) {
    int[] inputs = new int[text.length];
    inputs[0] = model.vocabulary().startId();
    System.arraycopy(text, 0, inputs, 1, text.length - 1);
    LanguageModelPass pass = new LanguageModelPass(model.network(), text.length, 1);
    pass.forward(Worker.solo(), inputs);
    return pass.layer(1).output();
  }

  private static double expected(Matrix h, int[] text, int t, int size, double theta) {
    double all = 0;
    double found = 0;
    for (int i = Math.max(0, t - size); i < t; i++) {
      double product = 0;
      for (int k = 0; k < H; k++) {
        product += (double) h.get(t, k) * h.get(i, k);
      }
      all += Math.exp(theta * product);
      found += text[i] == text[t] ? Math.exp(theta * product) : 0;
    }
    return -Math.log(found / all);
  }

  @Test
  void everyTokenIsAsDefined() {
    for (String kernels : List.of("scalar", "simd")) {
      LanguageModel model = model(kernels);
      int[] text = text(613); // three windows of an evaluation
      Matrix h = outputs(model, text);
      double[] alone = Arrays.stream(model.newSession().score(text)).map(p -> -p).toArray();
      for (int size : new int[] {1, 2, 31, 256, 1000}) {
        NeuralCache.Losses losses = losses(model, 1, size, text);
        Bits.assertEqual(kernels, alone, losses.model());
        for (int k = 0; k < THETAS; k++) {
          assertEquals(alone[0], losses.cache()[k][0]);
          for (int t = 1; t < text.length; t++) {
            double expected = expected(h, text, t, size, (k + 1) * STEP);
            assertEquals(expected, losses.cache()[k][t], TOLERANCE, size + ", " + k + ", " + t);
          }
        }
      }
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    LanguageModel model = model("simd");
    NeuralCache.Losses alone = losses(model, 1, 40, text(300));
    for (int threads : new int[] {2, 3}) {
      NeuralCache.Losses shared = losses(model, threads, 40, text(300));
      for (int k = 0; k < THETAS; k++) {
        Bits.assertEqual(threads + " threads", alone.cache()[k], shared.cache()[k]);
      }
    }
  }

  @Test
  void theShortestTextsHaveCachesToo() {
    LanguageModel model = model("scalar");
    assertEquals(0, losses(model, 1, 5, text(0)).cache()[0].length);
    NeuralCache.Losses one = losses(model, 1, 5, text(1));
    assertEquals(one.model()[0], one.cache()[2][0]);
    NeuralCache.Losses same = losses(model, 1, 5, new int[] {4, 4, 4});
    assertEquals(0, same.cache()[1][1], 0);
    assertEquals(0, same.cache()[1][2], 0);
    NeuralCache.Losses other = losses(model, 1, 5, new int[] {4, 3});
    assertEquals(Double.POSITIVE_INFINITY, other.cache()[0][1]);
  }

  @Test
  void numbersOutOfTheirRangeAreRefused() {
    LanguageModel model = model("scalar");
    try (Workers workers = new Workers(1)) {
      assertThrows(IllegalArgumentException.class, () -> new NeuralCache(model, workers, 0));
      NeuralCache cache = new NeuralCache(model, workers, 1);
      assertThrows(IllegalArgumentException.class, () -> cache.losses(text(3), -0.1, 1));
      assertThrows(IllegalArgumentException.class, () -> cache.losses(text(3), Double.NaN, 1));
    }
  }
}
