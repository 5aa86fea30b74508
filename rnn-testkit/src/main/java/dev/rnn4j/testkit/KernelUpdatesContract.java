package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.kernel.AdamStep;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link KernelsContract} for norms and the optimisers. */
public abstract class KernelUpdatesContract extends KernelsContract {
  /** Roundings of one update, relative to its terms. */
  private static final double STEPS = 8 * ROUNDING;

  private final Samples samples = new Samples(14);

  private int[] lengths() {
    int block = Kernels.BLOCK;
    return IntStream.concat(
            IntStream.of(allSizes()),
            IntStream.of(63, 64, 65, 1000, block - 1, block, block + 1, 3 * block + 7))
        .toArray();
  }

  @Test
  void squaresAreSummedByBlocksInDoublePrecision() {
    for (int n : lengths()) {
      float[] x = samples.array(n, -3, 3).data();
      int blocks = Math.ceilDiv(n, Kernels.BLOCK);
      double[] sums =
          SharedWork.run(
                  "squares " + n, List.of(), blocks, (w, m, d) -> kernels().sumOfSquares(w, x, d))
              .sums();
      for (int i = 0; i < blocks; i++) {
        int from = i * Kernels.BLOCK;
        int to = Math.min(n, from + Kernels.BLOCK);
        double sum = IntStream.range(from, to).mapToDouble(j -> (double) x[j] * x[j]).sum();
        assertEquals(sum, sums[i], sum * (to - from) * 0x1p-53, "block " + i + " of " + n);
      }
    }
    double[] sum = new double[1];
    kernels().sumOfSquares(Worker.solo(), new float[] {3e30f, 1e-30f, Float.MAX_VALUE}, sum);
    assertEquals(9e60 + (double) Float.MAX_VALUE * Float.MAX_VALUE, sum[0], 1e70);
  }

  @Test
  void gradientDescentDescends() {
    for (int n : lengths()) {
      Matrix theta = samples.array(n, -1, 1);
      Matrix g = samples.array(n, -5, 5);
      float scale = 0.3f;
      float rate = 0.1f;
      Matrix actual =
          SharedWork.run(
                  "sgd " + n,
                  List.of(theta),
                  (w, m, d) -> kernels().sgd(w, m.get(0).data(), g.data(), scale, rate))
              .matrix(0);
      assertElements(
          "sgd " + n,
          theta,
          g,
          (t, d) -> t - (double) rate * scale * d,
          actual,
          (t, d) -> ROUNDING * Math.abs(t) + STEPS * rate * scale * Math.abs(d));
    }
  }

  @Test
  void momentumCarriesOn() {
    for (int n : lengths()) {
      Matrix theta = samples.array(n, -1, 1);
      Matrix g = samples.array(n, -5, 5);
      Matrix v = samples.array(n, -2, 2);
      float momentum = 0.9f;
      SharedWork.Outcome actual =
          SharedWork.run(
              "momentum " + n,
              List.of(theta, v),
              (w, m, d) ->
                  kernels()
                      .sgdMomentum(
                          w, m.get(0).data(), g.data(), m.get(1).data(), 0.5f, 0.25f, momentum));
      assertElements(
          "velocity " + n,
          v,
          g,
          (old, d) -> momentum * old + 0.5 * d,
          actual.matrix(1),
          (old, d) -> STEPS * (momentum * Math.abs(old) + 0.5 * Math.abs(d)));
      assertElements(
          "momentum " + n,
          theta,
          actual.matrix(1),
          (t, velocity) -> t - 0.25 * velocity,
          actual.matrix(0),
          (t, velocity) -> ROUNDING * Math.abs(t) + STEPS * 0.25 * Math.abs(velocity));
    }
  }

  @Test
  void adamFollowsItsFormula() {
    AdamStep step = new AdamStep(0.5f, 0.01f, 0.9f, 0.999f, 1e-8f, 2.5f, 40f);
    for (int n : lengths()) {
      checkAdam(step, n, samples.array(n, -1, 1), samples.array(n, -5, 5), 1);
    }
  }

  /** Gradients as small as epsilon, and parameters so small that no change is lost beside them. */
  @Test
  void adamAddsEpsilonToTheRoot() {
    for (float epsilon : new float[] {1e-8f, 1e-6f, 0.5f}) {
      AdamStep step = new AdamStep(0.5f, 0.01f, 0.9f, 0.999f, epsilon, 2.5f, 40f);
      for (int n : lengths()) {
        float size = Math.min(epsilon, 1);
        checkAdam(step, n, Matrix.zeros(1, n), samples.array(n, -5 * size, 5 * size), size);
      }
    }
    AdamStep still = new AdamStep(1, 0.01f, 0.9f, 0.999f, 1e-8f, 2.5f, 40f);
    float[] theta = {3};
    kernels().adam(Worker.solo(), theta, new float[1], new float[1], new float[1], still);
    assertEquals(3f, theta[0], "nothing moves without a gradient, as epsilon keeps 0 / 0 away");
  }

  /** With moments of a given size. */
  private void checkAdam(AdamStep step, int n, Matrix theta, Matrix g, double size) {
    String what = "Adam " + n + ", epsilon " + step.epsilon();
    Matrix first = samples.array(n, -size, size);
    Matrix second = samples.array(n, 0, size * size);
    SharedWork.Outcome actual =
        SharedWork.run(
            what,
            List.of(theta, first, second),
            (w, m, d) ->
                kernels()
                    .adam(w, m.get(0).data(), g.data(), m.get(1).data(), m.get(2).data(), step));
    double scale = step.scale();
    double share1 = 1.0 - step.beta1();
    double share2 = 1.0 - step.beta2();
    assertElements(
        what + ", first moment",
        first,
        g,
        (m, d) -> step.beta1() * m + share1 * scale * d,
        actual.matrix(1),
        (m, d) -> STEPS * (Math.abs(m) + share1 * scale * Math.abs(d)));
    assertElements(
        what + ", second moment",
        second,
        g,
        (v, d) -> step.beta2() * v + share2 * scale * scale * d * d,
        actual.matrix(2),
        (v, d) -> STEPS * (v + share2 * scale * scale * d * d));
    for (int i = 0; i < n; i++) {
      double m = actual.matrix(1).data()[i] * (double) step.correction1();
      double root = Math.sqrt(actual.matrix(2).data()[i] * (double) step.correction2());
      double change = step.rate() * m / (root + step.epsilon());
      double before = theta.data()[i];
      double bound = ROUNDING * Math.abs(before - change) + STEPS * Math.abs(change);
      assertWithin(what, before - change, actual.matrix(0).data()[i], bound);
    }
  }
}
