package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.kernel.RowKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link KernelsContract} for layer normalisation of rows. */
public abstract class KernelNormsContract extends KernelsContract {
  private static final int[] ROWS = {0, 1, 3, 9};

  private final Samples samples = new Samples(17);

  /** Mean and deviation of a row, in double precision. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Row(double[] values) {
    static Row of(Matrix m, int r) {
      return new Row(IntStream.range(0, m.cols()).mapToDouble(j -> m.get(r, j)).toArray());
    }

    double mean() {
      return IntStream.range(0, values.length).mapToDouble(j -> values[j]).average().orElse(0);
    }

    double inverse() {
      double mean = mean();
      double variance = 0;
      for (double value : values) {
        variance += (value - mean) * (value - mean) / values.length;
      }
      return 1 / Math.sqrt(variance + RowKernels.NORM_EPSILON);
    }
  }

  private int[] widths() {
    return IntStream.concat(IntStream.of(allSizes()).filter(n -> n > 0), IntStream.of(131, 1000))
        .toArray();
  }

  @Test
  void rowsAreNormalized() {
    for (int n : widths()) {
      for (int rows : ROWS) {
        checkForward(samples.matrix(rows, n), false);
        checkForward(samples.matrix(rows, n), true);
      }
    }
  }

  private void checkForward(Matrix x, boolean accumulate) {
    String what = "norm of " + x;
    Matrix gain = samples.matrix(1, x.cols());
    Matrix bias = samples.matrix(1, x.cols());
    Matrix before =
        accumulate ? samples.matrix(x.rows(), x.cols()) : samples.blank(x.rows(), x.cols());
    SharedWork.Outcome out =
        SharedWork.run(
            what,
            List.of(samples.blank(x.rows(), x.cols()), samples.blank(x.rows(), 1), before),
            (w, m, d) ->
                kernels()
                    .normalizeRows(w, x, m.get(0), m.get(1), gain, bias, m.get(2), accumulate));
    for (int r = 0; r < x.rows(); r++) {
      Row row = Row.of(x, r);
      double mean = row.mean();
      double inverse = row.inverse();
      double off = 4 * (x.cols() + 4) * ROUNDING * inverse; // what the mean is off by, scaled
      double relative = off + (x.cols() + 6) * ROUNDING;
      assertWithin(what, inverse, out.matrix(1).get(r, 0), relative * inverse);
      for (int j = 0; j < x.cols(); j++) {
        double value = (x.get(r, j) - mean) * inverse;
        double bound = off + relative * Math.abs(value);
        assertWithin(what, value, out.matrix(0).get(r, j), bound);
        double y = gain.get(0, j) * value + bias.get(0, j) + (accumulate ? before.get(r, j) : 0);
        double rounding = 8 * ROUNDING * (2 * Math.abs(value) + 4);
        assertWithin(what, y, out.matrix(2).get(r, j), 2 * bound + rounding);
      }
    }
  }

  /** As cells call it: what is read is overwritten, with what is kept or with the result. */
  @Test
  void rowsAreNormalizedInPlace() {
    for (int n : widths()) {
      Matrix x = samples.matrix(3, n);
      Matrix gain = samples.matrix(1, n);
      Matrix bias = samples.matrix(1, n);
      Matrix dy = samples.matrix(3, n);
      Matrix kept = Matrix.zeros(3, n);
      Matrix inverse = Matrix.zeros(3, 1);
      Matrix y = Matrix.zeros(3, n);
      Matrix dx = Matrix.zeros(3, n);
      Worker solo = Worker.solo();
      kernels().normalizeRows(solo, x, kept, inverse, gain, bias, y, false);
      kernels().normalizeRowsBackward(solo, dy, kept, inverse, gain, dx, false);

      Matrix overKept = Samples.copy(x);
      Matrix other = Matrix.zeros(3, n);
      kernels().normalizeRows(solo, overKept, overKept, inverse, gain, bias, other, false);
      assertSame(kept, overKept);
      assertSame(y, other);
      Matrix overResult = Samples.copy(x);
      kernels().normalizeRows(solo, overResult, other, inverse, gain, bias, overResult, false);
      assertSame(y, overResult);
      Matrix overGradient = Samples.copy(dy);
      kernels().normalizeRowsBackward(solo, dy, kept, inverse, gain, overGradient, false);
      assertSame(dx, overGradient);
    }
  }

  private static void assertSame(Matrix expected, Matrix actual) {
    Bits.assertEqual("in place", Samples.elements(expected), Samples.elements(actual));
  }

  @Test
  void rowsOfEqualValuesBecomeTheBias() {
    for (int n : widths()) {
      Matrix x = samples.blank(1, n);
      IntStream.range(0, n).forEach(j -> x.set(0, j, 0.5f));
      Matrix bias = samples.matrix(1, n);
      Matrix y = Matrix.zeros(1, n);
      kernels()
          .normalizeRows(
              Worker.solo(), x, x, Matrix.zeros(1, 1), samples.matrix(1, n), bias, y, false);
      assertElements("equal", bias, bias, (b, _) -> b, y, (_, _) -> 320 * n * ROUNDING);
    }
  }

  @Test
  void gradientsOfRowsAreThoseOfTheFormula() {
    for (int n : widths()) {
      for (int rows : ROWS) {
        checkBackward(rows, n, false);
        checkBackward(rows, n, true);
      }
    }
  }

  private void checkBackward(int rows, int n, boolean accumulate) {
    Matrix dy = samples.matrix(rows, n);
    Matrix x = samples.matrix(rows, n);
    Matrix inverse = samples.matrix(rows, 1, 0.1, 300);
    Matrix gain = samples.matrix(1, n);
    Matrix before = accumulate ? samples.matrix(rows, n) : samples.blank(rows, n);
    String what = "gradient of norm of " + x;
    Matrix dx =
        SharedWork.run(
                what,
                List.of(before),
                (w, m, d) ->
                    kernels().normalizeRowsBackward(w, dy, x, inverse, gain, m.get(0), accumulate))
            .matrix(0);
    for (int r = 0; r < rows; r++) {
      double mean = 0;
      double slope = 0;
      for (int j = 0; j < n; j++) {
        double d = (double) dy.get(r, j) * gain.get(0, j);
        mean += d / n;
        slope += d * x.get(r, j) / n;
      }
      for (int j = 0; j < n; j++) {
        double d = (double) dy.get(r, j) * gain.get(0, j);
        double exact = inverse.get(r, 0) * (d - mean - x.get(r, j) * slope);
        exact += accumulate ? before.get(r, j) : 0;
        double terms = 4 + 4 + 2 * 8; // |d|, its mean, and |x| times the mean of |d x|, at most
        double bound = (n + 8) * ROUNDING * (inverse.get(r, 0) * terms + 2);
        assertWithin(what, exact, dx.get(r, j), bound);
      }
    }
  }

  @Test
  void rowsOfOtherSizesAreRefused() {
    Matrix x = samples.matrix(2, 3);
    Matrix inverse = samples.matrix(2, 1);
    Matrix row = samples.matrix(1, 3);
    List<Matrix> fit = List.of(x, x, inverse, row, row, x);
    Matrix wrong = samples.matrix(4, 5);
    for (int i = 0; i < fit.size(); i++) {
      Matrix[] m = fit.toArray(Matrix[]::new);
      m[i] = wrong;
      Worker solo = Worker.solo();
      assertThrows(
          IllegalArgumentException.class,
          () -> kernels().normalizeRows(solo, m[0], m[1], m[2], m[3], m[4], m[5], true),
          "argument " + i);
      if (i != 4) {
        assertThrows(
            IllegalArgumentException.class,
            () -> kernels().normalizeRowsBackward(solo, m[0], m[1], m[2], m[3], m[5], true),
            "argument " + i);
      }
    }
  }
}
