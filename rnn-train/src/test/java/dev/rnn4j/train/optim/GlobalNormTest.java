package dev.rnn4j.train.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.random.RandomSource;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** The norm of all gradients together, and what clipping makes of them. */
class GlobalNormTest {
  private static final int[] SIZES = {0, 1, 7, 8, 9, 100, 8191, 8192, 8193, 20_001};

  private static float[] gradient(int n) {
    RandomSource random = new RandomSource(n);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) ((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(5)));
    }
    return values;
  }

  private static double norm(String kernels, float[] gradient) {
    Kernels chosen = KernelSelection.named(kernels).kernels();
    return new GlobalNorm(gradient.length, chosen).of(Worker.solo(), gradient);
  }

  @Test
  void theNormIsThatOfOneLongVector() {
    for (String kernels : List.of("scalar", "simd")) {
      for (int n : SIZES) {
        float[] gradient = gradient(n);
        double squares = 0;
        for (float g : gradient) {
          squares += (double) g * g;
        }
        double expected = Math.sqrt(squares);
        assertEquals(expected, norm(kernels, gradient), 1e-6 * expected, kernels + ", " + n);
      }
    }
  }

  @Test
  void everyWorkerComputesTheSameBitsWhateverTheirNumber() {
    for (String kernels : List.of("scalar", "simd")) {
      float[] gradient = gradient(50_000);
      double alone = norm(kernels, gradient);
      for (int threads : new int[] {2, 3, 8}) {
        double[] norms = new double[threads];
        GlobalNorm shared =
            new GlobalNorm(gradient.length, KernelSelection.named(kernels).kernels());
        try (Workers workers = new Workers(threads)) {
          workers.run(w -> norms[w.index()] = shared.of(w, gradient));
        }
        assertTrue(Arrays.stream(norms).allMatch(n -> n == alone), Arrays.toString(norms));
      }
    }
  }

  @Test
  void aGradientThatIsNoNumberHasNoNorm() {
    for (String kernels : List.of("scalar", "simd")) {
      for (int at : new int[] {0, 5, 8199}) {
        float[] gradient = gradient(8200);
        gradient[at] = Float.NaN;
        assertTrue(Double.isNaN(norm(kernels, gradient)), kernels);
        gradient[at] = Float.NEGATIVE_INFINITY;
        assertEquals(Double.POSITIVE_INFINITY, norm(kernels, gradient), kernels);
      }
    }
  }

  /** Squares of the largest floats do not fit a float, but their norm is a number. */
  @Test
  void hugeGradientsHaveAFiniteNorm() {
    for (String kernels : List.of("scalar", "simd")) {
      float[] gradient = new float[100];
      Arrays.fill(gradient, 1e30f);
      assertEquals(1e31, norm(kernels, gradient), 1e25, kernels);
    }
  }

  @Property(tries = 300)
  void clippingBringsTheNormToTheThresholdAndKeepsTheDirection(
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double norm,
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double threshold) {
    float factor = GlobalNorm.factor(norm, threshold);
    assertTrue(factor > 0 && factor <= 1, "" + factor);
    if (norm < threshold) {
      assertEquals(1f, factor);
    } else {
      assertEquals(threshold, norm * factor, 0x1p-23 * threshold);
    }
  }

  @Test
  void aThresholdOfZeroClipsNothing() {
    assertEquals(1f, GlobalNorm.factor(1e30, 0));
    assertEquals(1f, GlobalNorm.factor(5, 5), 0f, "at the threshold");
  }
}
