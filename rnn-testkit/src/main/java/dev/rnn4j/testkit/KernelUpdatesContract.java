package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.kernel.AdamStep;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.UpdateStep;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
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

  /** Whether every parameter also loses a share of itself. */
  private static final float[] DECAYS = {0, 0.01f};

  @Test
  void gradientDescentDescends() {
    for (float decay : DECAYS) {
      UpdateStep step = new UpdateStep(0.3f, 0.1f, decay);
      for (int n : lengths()) {
        Matrix theta = samples.array(n, -1, 1);
        Matrix g = samples.array(n, -5, 5);
        Matrix actual =
            SharedWork.run(
                    "sgd " + n,
                    List.of(theta),
                    (w, m, d) -> kernels().sgd(w, m.get(0).data(), g.data(), step))
                .matrix(0);
        double factor = (double) step.rate() * step.scale();
        assertElements(
            "sgd " + n,
            theta,
            g,
            (t, d) -> t - factor * d - decay * t,
            actual,
            (t, d) -> ROUNDING * Math.abs(t) + STEPS * (factor * Math.abs(d) + decay));
      }
    }
  }

  /** Without a decay a parameter keeps its bits where there is no gradient. */
  @Test
  void nothingDecaysUnlessAsked() {
    float[] theta = {1e-40f, -3, 0, 7e30f, 0.1f, 5, 6, 7, 8, 9};
    float[] before = theta.clone();
    kernels().sgd(Worker.solo(), theta, new float[theta.length], new UpdateStep(1, 0.1f, 0));
    Bits.assertEqual("without decay", before, theta);
  }

  @Test
  void momentumCarriesOn() {
    for (float decay : DECAYS) {
      for (int n : lengths()) {
        checkMomentum(n, false, new UpdateStep(0.5f, 0.25f, decay));
        checkMomentum(n, true, new UpdateStep(0.5f, 0.25f, decay));
      }
    }
  }

  private void checkMomentum(int n, boolean ahead, UpdateStep step) {
    String what = "momentum " + n + (ahead ? ", ahead" : "");
    Matrix theta = samples.array(n, -1, 1);
    Matrix g = samples.array(n, -5, 5);
    Matrix v = samples.array(n, -2, 2);
    float mu = 0.9f;
    SharedWork.Outcome actual =
        SharedWork.run(
            what,
            List.of(theta, v),
            (w, m, d) ->
                kernels()
                    .sgdMomentum(w, m.get(0).data(), g.data(), m.get(1).data(), mu, ahead, step));
    for (int i = 0; i < n; i++) {
      double gradient = (double) step.scale() * g.data()[i];
      double velocity = (double) mu * v.data()[i] + gradient;
      double size = Math.abs(mu * v.data()[i]) + Math.abs(gradient);
      assertWithin(what + ", velocity", velocity, actual.matrix(1).data()[i], STEPS * size);
      double direction = ahead ? gradient + mu * velocity : velocity;
      double t = theta.data()[i];
      double after = t - step.rate() * direction - step.decay() * t;
      double bound = ROUNDING * Math.abs(after) + STEPS * (step.rate() * 2 * size + step.decay());
      assertWithin(what, after, actual.matrix(0).data()[i], bound);
    }
  }

  @Test
  void gradientsAreDividedByTheRootOfTheirSquares() {
    for (float decay : DECAYS) {
      UpdateStep step = new UpdateStep(0.5f, 0.1f, decay);
      for (int n : lengths()) {
        checkOverRoot(n, 0.9f, 0.1f, 1e-8f, step);
        checkOverRoot(n, 1, 1, 0.5f, step);
      }
    }
    float[] theta = {3};
    UpdateStep still = new UpdateStep(1, 1, 0);
    kernels().sgdOverRoot(Worker.solo(), theta, new float[1], new float[1], 1, 1, 1e-10f, still);
    assertEquals(3f, theta[0], "nothing moves without a gradient, as epsilon keeps 0 / 0 away");
  }

  private void checkOverRoot(int n, float keep, float share, float epsilon, UpdateStep step) {
    String what = "over root " + n;
    Matrix theta = samples.array(n, -1, 1);
    Matrix g = samples.array(n, -5, 5);
    Matrix s = samples.array(n, 0, 2);
    SharedWork.Outcome actual =
        SharedWork.run(
            what,
            List.of(theta, s),
            (w, m, d) ->
                kernels()
                    .sgdOverRoot(
                        w, m.get(0).data(), g.data(), m.get(1).data(), keep, share, epsilon, step));
    for (int i = 0; i < n; i++) {
      double gradient = (double) step.scale() * g.data()[i];
      double squares = (double) keep * s.data()[i] + (double) share * gradient * gradient;
      assertWithin(what + ", squares", squares, actual.matrix(1).data()[i], STEPS * squares);
      double change = step.rate() * gradient / (Math.sqrt(squares) + epsilon);
      double t = theta.data()[i];
      double after = t - change - step.decay() * t;
      double bound = ROUNDING * Math.abs(after) + STEPS * (Math.abs(change) + step.decay());
      assertWithin(what, after, actual.matrix(0).data()[i], bound);
    }
  }

  @Test
  void anAverageMovesByTheShare() {
    for (float share : new float[] {0.5f, 1e-3f}) {
      for (int n : lengths()) {
        Matrix average = samples.array(n, -1, 1);
        Matrix x = samples.array(n, -2, 2);
        Matrix actual =
            SharedWork.run(
                    "average " + n,
                    List.of(average),
                    (w, m, d) -> kernels().average(w, m.get(0).data(), x.data(), share))
                .matrix(0);
        assertElements(
            "average " + n,
            average,
            x,
            (a, b) -> a + (double) share * (b - a),
            actual,
            (a, b) -> ROUNDING * Math.abs(a) + STEPS * share * (Math.abs(a) + Math.abs(b)));
      }
    }
  }

  @Test
  void aShareOfOneCopiesWhateverTheAverageWas() {
    for (int n : lengths()) {
      float[] x = samples.array(n, -2, 2).data();
      float[] average = new float[n];
      Arrays.fill(average, Float.NaN);
      kernels().average(Worker.solo(), average, x, 1);
      Bits.assertEqual("copy of " + n, x, average);
    }
  }

  @Test
  void gradientsAreScaledThenHeldWithinTheLimit() {
    for (int n : lengths()) {
      Matrix g = samples.array(n, -5, 5);
      if (n > 1) {
        g.data()[0] = Float.MAX_VALUE;
        g.data()[n - 1] = -Float.MAX_VALUE;
      }
      Matrix actual =
          SharedWork.run(
                  "clamp " + n,
                  List.of(g),
                  (w, m, d) -> kernels().clamp(w, m.get(0).data(), 0.5f, 0.75f))
              .matrix(0);
      assertElements(
          "clamp " + n,
          g,
          g,
          (x, same) -> Math.clamp(0.5 * x, -0.75, 0.75),
          actual,
          (x, same) -> 0);
    }
  }

  @Test
  void adamFollowsItsFormula() {
    for (float decay : DECAYS) {
      UpdateStep update = new UpdateStep(0.5f, 0.01f, decay);
      AdamStep step = new AdamStep(update, 0.9f, 0.999f, 1e-8f, 2.5f, 40f);
      for (int n : lengths()) {
        checkAdam(step, n, samples.array(n, -1, 1), samples.array(n, -5, 5), 1);
      }
    }
  }

  /** Gradients as small as epsilon, and parameters so small that no change is lost beside them. */
  @Test
  void adamAddsEpsilonToTheRoot() {
    for (float epsilon : new float[] {1e-8f, 1e-6f, 0.5f}) {
      AdamStep step =
          new AdamStep(new UpdateStep(0.5f, 0.01f, 0), 0.9f, 0.999f, epsilon, 2.5f, 40f);
      for (int n : lengths()) {
        float size = Math.min(epsilon, 1);
        checkAdam(step, n, Matrix.zeros(1, n), samples.array(n, -5 * size, 5 * size), size);
      }
    }
    AdamStep still = new AdamStep(new UpdateStep(1, 0.01f, 0), 0.9f, 0.999f, 1e-8f, 2.5f, 40f);
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
    double scale = step.update().scale();
    double decay = step.update().decay();
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
      double change = step.update().rate() * m / (root + step.epsilon());
      double after = theta.data()[i] - change - decay * theta.data()[i];
      double bound = ROUNDING * Math.abs(after) + STEPS * (Math.abs(change) + decay);
      assertWithin(what, after, actual.matrix(0).data()[i], bound);
    }
  }
}
