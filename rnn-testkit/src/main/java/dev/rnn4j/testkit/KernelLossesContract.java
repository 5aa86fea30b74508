package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link KernelsContract} for softmax, cross-entropy and the gradient of both. */
public abstract class KernelLossesContract extends KernelsContract {
  private static final float SCALE = 0.125f;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private final Samples samples = new Samples(13);

  @Test
  void softmaxIsCorrectForAllSizes() {
    for (int n : allSizes()) {
      check(samples.matrix(3, n, -10, 10));
    }
    check(samples.matrix(9, 1000));
    check(samples.matrix(2, 1025, -40, 40));
    check(samples.matrix(1, 10_007));
  }

  @Test
  void logitsOfAnySizeAreSafe() {
    check(row(3e38f, -3e38f, 3e38f));
    check(row(-3e38f, -3e38f));
    check(row(88f, 0f, -88f, -104f, 20f));
    check(row(0f, -0f, 1e-40f));
    for (int n : allSizes()) {
      check(samples.matrix(2, n, -1e30, 1e30));
      check(samples.matrix(2, n, 1e6, 1e6 + 1));
    }
  }

  /** Its 1 - p has no more digits than p has ulps below 1 if a float is taken for p. */
  @Test
  void theGradientOfAnAlmostCertainTargetKeepsItsDigits() {
    for (float gap : new float[] {9, 13, 17}) {
      for (int n = 2; n <= lanes(); n++) {
        float[] values = new float[n];
        values[n - 1] = gap;
        Matrix z = row(values);
        double others = (n - 1) * Math.exp(-gap);
        kernels().softmaxCrossEntropy(Worker.solo(), z, new int[] {n - 1}, SCALE, 0, new double[1]);
        double expected = -SCALE * others / (1 + others);
        String what = "gap " + gap + ", " + n + " classes";
        assertEquals(expected, z.get(0, n - 1), 1e-6 * Math.abs(expected), what);
      }
    }
  }

  @Test
  void whatStandsBesideTheProbabilitiesStays() {
    for (int n : allSizes()) {
      Matrix p = samples.blank(2, n);
      kernels().softmax(Worker.solo(), Matrix.zeros(2, n + 1).columnRange(0, n), p);
      for (int r = 0; r < p.rows(); r++) {
        assertTrue(Float.isNaN(p.data()[p.index(r, 0) + n]), "behind row " + r + " of " + n);
        assertTrue(Float.isNaN(p.data()[p.index(r, 0) - 1]), "before row " + r + " of " + n);
      }
    }
  }

  @Test
  void logitsOfMinusInfinityAreClassesOfProbabilityZero() {
    check(row(1f, -INFINITY, 2f));
    check(row(-INFINITY, -INFINITY, -5f));
    Matrix p = row(-INFINITY, 3f);
    kernels().softmax(Worker.solo(), p, p);
    assertEquals(0f, p.get(0, 0));
    assertEquals(1f, p.get(0, 1));
    double[] losses = {-1};
    kernels().crossEntropy(Worker.solo(), row(-INFINITY, 3f), new int[] {0}, losses);
    assertEquals(Double.POSITIVE_INFINITY, losses[0]);
  }

  @Test
  void notANumberMakesItsRowNotANumberAndNoOther() {
    for (int n = 1; n <= 2 * lanes() + 1; n++) {
      for (int at = 0; at < n; at++) {
        Matrix z = samples.matrix(3, n);
        z.set(1, at, Float.NaN);
        double[] losses = new double[3];
        kernels().softmaxCrossEntropy(Worker.solo(), z, new int[3], SCALE, 0, losses);
        assertTrue(Double.isNaN(losses[1]), "loss of NaN at " + at + " of " + n);
        assertTrue(Float.isNaN(z.get(1, n - 1)), "gradient of NaN at " + at + " of " + n);
        assertTrue(Double.isFinite(losses[0] + losses[2]), "losses beside NaN");
        assertTrue(Float.isFinite(z.get(0, 0) + z.get(2, n - 1)), "gradients beside NaN");
      }
    }
  }

  @Test
  void aRowWithoutTargetCostsNothing() {
    Matrix z = samples.matrix(2, 5);
    double[] losses = {-1, -1};
    kernels().crossEntropy(Worker.solo(), z, new int[] {-1, -7}, losses);
    Bits.assertEqual("losses", new double[2], losses);
    Arrays.fill(losses, -1);
    kernels().softmaxCrossEntropy(Worker.solo(), z, new int[] {-1, -7}, SCALE, 0, losses);
    Bits.assertEqual("losses", new double[2], losses);
    Bits.assertEqual("gradient", new float[10], Samples.elements(z));
  }

  private Matrix row(float... values) {
    Matrix row = samples.blank(1, values.length);
    System.arraycopy(values, 0, row.data(), row.offset(), values.length);
    return row;
  }

  private void check(Matrix z) {
    double[][] exact = new double[z.rows()][];
    for (int r = 0; r < z.rows(); r++) {
      exact[r] = softmax(z, r);
    }
    checkSoftmax(z, exact);
    if (z.cols() > 0) {
      checkLosses(z, exact);
    }
  }

  /** Probabilities in double precision. */
  private static double[] softmax(Matrix z, int r) {
    double[] p = new double[z.cols()];
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < p.length; j++) {
      max = Math.max(max, z.get(r, j));
    }
    double sum = 0;
    for (int j = 0; j < p.length; j++) {
      p[j] = Math.exp(z.get(r, j) - max);
      sum += p[j];
    }
    for (int j = 0; j < p.length; j++) {
      p[j] /= sum;
    }
    return p;
  }

  /**
   * Relative error of a sum of n exponentials whose arguments were rounded: of the terms, as large
   * as the argument where a term still counts, and of a sum that may run in float.
   */
  private static double precision(int n) {
    return ROUNDING * (24 + Math.sqrt(n) / 2);
  }

  private void checkSoftmax(Matrix z, double[][] exact) {
    String what = "softmax " + z;
    Matrix p =
        SharedWork.run(
                what,
                List.of(samples.blank(z.rows(), z.cols())),
                (w, m, d) -> kernels().softmax(w, z, m.get(0)))
            .matrix(0);
    for (int r = 0; r < z.rows(); r++) {
      for (int j = 0; j < z.cols(); j++) {
        double bound = argument(exact[r][j]) * precision(z.cols()) * exact[r][j];
        assertWithin(what, exact[r][j], p.get(r, j), bound);
      }
    }
    Matrix inPlace = Samples.copy(z);
    kernels().softmax(Worker.solo(), inPlace, inPlace);
    Bits.assertEqual(what + " in place", Samples.elements(p), Samples.elements(inPlace));
  }

  /** The rounding of an exponential's argument counts as often as the argument is long. */
  private static double argument(double p) {
    return 1 + Math.min(-Math.log(p), 104) / 16;
  }

  private void checkLosses(Matrix z, double[][] exact) {
    String what = "cross-entropy " + z;
    int rows = z.rows();
    int[] targets = samples.indices(rows, z.cols());
    double[] losses =
        SharedWork.run(what, List.of(), rows, (w, m, d) -> kernels().crossEntropy(w, z, targets, d))
            .sums();
    for (int r = 0; r < rows; r++) {
      double loss = loss(z, r, targets[r]);
      double bound = precision(z.cols()) + largest(z, r) * 0x1p-50;
      if (loss != losses[r] && !(Math.abs(loss - losses[r]) <= bound)) {
        throw new AssertionError(what + ": " + losses[r] + ", expected " + loss);
      }
    }
    for (float smoothing : new float[] {0, 0.25f}) {
      checkGradients(z, exact, targets, losses, smoothing);
    }
  }

  private void checkGradients(
      Matrix z, double[][] exact, int[] targets, double[] losses, float smoothing) {
    String what = "gradient of cross-entropy, smoothing " + smoothing + ", " + z;
    SharedWork.Outcome both =
        SharedWork.run(
            what,
            List.of(z),
            z.rows(),
            (w, m, d) -> kernels().softmaxCrossEntropy(w, m.get(0), targets, SCALE, smoothing, d));
    Bits.assertEqual(what + ", losses", losses, both.sums());
    for (int r = 0; r < z.rows(); r++) {
      for (int j = 0; j < z.cols(); j++) {
        double p = exact[r][j];
        double q = smoothing / (double) z.cols() + (j == targets[r] ? 1 - smoothing : 0);
        double gradient = SCALE * (p - q);
        double precision = argument(p) * precision(z.cols()) * SCALE * p;
        double rounding = ROUNDING * (Math.abs(gradient) + smoothing * SCALE / z.cols());
        assertWithin(what, gradient, both.matrix(0).get(r, j), precision + rounding);
      }
    }
  }

  /** The loss is a difference of logits, in double precision. */
  private static double largest(Matrix z, int r) {
    double largest = 0;
    for (int j = 0; j < z.cols(); j++) {
      largest = Math.max(largest, Math.abs(z.get(r, j)));
    }
    return largest;
  }

  private static double loss(Matrix z, int r, int target) {
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < z.cols(); j++) {
      max = Math.max(max, z.get(r, j));
    }
    double sum = 0;
    for (int j = 0; j < z.cols(); j++) {
      sum += Math.exp(z.get(r, j) - max);
    }
    return Math.log(sum) + (max - z.get(r, target));
  }
}
