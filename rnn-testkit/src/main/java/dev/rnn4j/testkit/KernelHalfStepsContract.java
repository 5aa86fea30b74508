package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * {@link KernelsContract} for the halves of the steps of cells in which something comes between
 * them, and for factors of columns. What a half leaves alone must keep its bits.
 */
public abstract class KernelHalfStepsContract extends KernelsContract {
  private static final int[] ROWS = {1, 3};

  /** Units in the last place that sigmoid and tanh may be off, with a rounding of the operand. */
  private static final double ULPS = 4;

  /** Roundings that the few operations of a step may add up to. */
  private static final double STEPS = 8 * ROUNDING;

  private final Samples samples = new Samples(21);

  /** A check of some rows of some units. */
  private interface Check {
    void of(int rows, int units);
  }

  private void forAllSizes(Check check) {
    for (int rows : ROWS) {
      for (int units : allSizes()) {
        check.of(rows, units);
      }
    }
    check.of(1, 130);
    check.of(21, 133);
  }

  /** What stands at unit u in block k of a row. */
  private static double at(Matrix gates, int row, int units, int k, int u) {
    return gates.get(row, k * units + u);
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static void assertBlock(
      String what, Matrix from, Matrix to, int units, int k, DoubleUnaryOperator f) {
    for (int r = 0; r < from.rows(); r++) {
      for (int u = 0; u < units; u++) {
        double exact = f.applyAsDouble(at(from, r, units, k, u));
        assertWithinUlps(what, exact, (float) at(to, r, units, k, u), ULPS);
      }
    }
  }

  private static void assertUntouched(
      String what, Matrix from, Matrix to, int units, int... blocks) {
    for (int k : blocks) {
      Matrix before = from.columnRange(k * units, (k + 1) * units);
      Matrix after = to.columnRange(k * units, (k + 1) * units);
      Bits.assertEqual(what, Samples.elements(before), Samples.elements(after));
    }
  }

  @Test
  void halvesOfGruStepsAreCorrectForAllSizes() {
    forAllSizes(this::checkReset);
    forAllSizes(this::checkUpdate);
  }

  private void checkReset(int rows, int units) {
    String what = "reset " + rows + "x" + units;
    Matrix a = samples.matrix(rows, 3 * units, -6, 6);
    Matrix hPrev = samples.matrix(rows, units);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(a, samples.blank(rows, units)),
            (w, m, d) -> kernels().gruReset(w, m.get(0), hPrev, m.get(1)));
    Matrix gates = step.matrix(0);
    assertBlock(what + " r", a, gates, units, 0, KernelHalfStepsContract::sigmoid);
    assertBlock(what + " z", a, gates, units, 1, KernelHalfStepsContract::sigmoid);
    assertUntouched(what + " n", a, gates, units, 2);
    for (int r = 0; r < rows; r++) {
      for (int u = 0; u < units; u++) {
        double rh = at(gates, r, units, 0, u) * hPrev.get(r, u);
        assertWithinUlps(what, rh, step.matrix(1).get(r, u), 1);
      }
    }
    checkResetGradient(what + " backward", gates, hPrev);
  }

  private void checkResetGradient(String what, Matrix gates, Matrix hPrev) {
    int rows = hPrev.rows();
    int units = hPrev.cols();
    Matrix drh = samples.matrix(rows, units);
    Matrix dhPrev = samples.matrix(rows, units);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(gates, dhPrev),
            (w, m, d) -> kernels().gruResetBackward(w, m.get(0), hPrev, drh, m.get(1)));
    assertUntouched(what, gates, step.matrix(0), units, 1, 2);
    for (int row = 0; row < rows; row++) {
      for (int u = 0; u < units; u++) {
        double r = gates.get(row, u);
        double d = drh.get(row, u);
        double size = Math.abs(d * hPrev.get(row, u) * r);
        double dar = d * hPrev.get(row, u) * r * (1 - r);
        assertWithin(what + " r", dar, step.matrix(0).get(row, u), STEPS * size);
        assertSum(what + " dhPrev", dhPrev.get(row, u), d * r, step.matrix(1).get(row, u));
      }
    }
  }

  private static void assertSum(String what, double before, double added, float actual) {
    double bound = STEPS * (Math.abs(before) + Math.abs(added));
    assertWithin(what, before + added, actual, bound);
  }

  private void checkUpdate(int rows, int units) {
    String what = "update " + rows + "x" + units;
    Matrix a = samples.matrix(rows, 3 * units, 0, 1); // r and z are gates already
    Matrix hPrev = samples.matrix(rows, units);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(a, samples.blank(rows, units)),
            (w, m, d) -> kernels().gruUpdate(w, m.get(0), hPrev, m.get(1)));
    Matrix gates = step.matrix(0);
    assertUntouched(what, a, gates, units, 0, 1);
    assertBlock(what + " n", a, gates, units, 2, Math::tanh);
    for (int r = 0; r < rows; r++) {
      for (int u = 0; u < units; u++) {
        double z = at(gates, r, units, 1, u);
        double written = (1 - z) * at(gates, r, units, 2, u);
        assertSum(what + " h", z * hPrev.get(r, u), written, step.matrix(1).get(r, u));
      }
    }
    checkUpdateGradient(what + " backward", gates, hPrev);
  }

  private void checkUpdateGradient(String what, Matrix gates, Matrix hPrev) {
    int rows = hPrev.rows();
    int units = hPrev.cols();
    Matrix dh = samples.matrix(rows, units);
    Matrix dhPrev = samples.matrix(rows, units);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(gates, dhPrev),
            (w, m, d) -> kernels().gruUpdateBackward(w, m.get(0), hPrev, dh, m.get(1)));
    assertUntouched(what, gates, step.matrix(0), units, 0);
    for (int r = 0; r < rows; r++) {
      for (int u = 0; u < units; u++) {
        double z = at(gates, r, units, 1, u);
        double n = at(gates, r, units, 2, u);
        double d = dh.get(r, u);
        double change = Math.abs(hPrev.get(r, u)) + Math.abs(n);
        double daz = d * (hPrev.get(r, u) - n) * z * (1 - z);
        double dan = d * (1 - z) * (1 - n * n);
        float actualZ = step.matrix(0).get(r, units + u);
        assertWithin(what + " z", daz, actualZ, STEPS * Math.abs(d) * change);
        float actualN = step.matrix(0).get(r, 2 * units + u);
        assertWithin(what + " n", dan, actualN, STEPS * Math.abs(d));
        assertSum(what + " dhPrev", dhPrev.get(r, u), d * z, step.matrix(1).get(r, u));
      }
    }
  }

  @Test
  void halvesOfLstmStepsAreCorrectForAllSizes() {
    forAllSizes(this::checkState);
    forAllSizes(this::checkOutput);
  }

  private void checkState(int rows, int units) {
    String what = "state " + rows + "x" + units;
    Matrix z = samples.matrix(rows, 4 * units, -6, 6);
    Matrix cPrev = samples.matrix(rows, units);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(z, samples.blank(rows, units)),
            (w, m, d) -> kernels().lstmState(w, m.get(0), cPrev, m.get(1)));
    Matrix gates = step.matrix(0);
    assertBlock(what + " i", z, gates, units, 0, KernelHalfStepsContract::sigmoid);
    assertBlock(what + " f", z, gates, units, 1, KernelHalfStepsContract::sigmoid);
    assertBlock(what + " g", z, gates, units, 2, Math::tanh);
    assertUntouched(what + " o", z, gates, units, 3);
    for (int r = 0; r < rows; r++) {
      for (int u = 0; u < units; u++) {
        double kept = at(gates, r, units, 1, u) * cPrev.get(r, u);
        double written = at(gates, r, units, 0, u) * at(gates, r, units, 2, u);
        assertSum(what + " c", kept, written, step.matrix(1).get(r, u));
      }
    }
    checkStateGradient(what + " backward", gates, cPrev);
  }

  private void checkStateGradient(String what, Matrix gates, Matrix cPrev) {
    int rows = cPrev.rows();
    int units = cPrev.cols();
    Matrix dc = samples.matrix(rows, units);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(gates, dc),
            (w, m, d) -> kernels().lstmStateBackward(w, m.get(0), cPrev, m.get(1)));
    Matrix dz = step.matrix(0);
    assertUntouched(what, gates, dz, units, 3);
    for (int r = 0; r < rows; r++) {
      for (int u = 0; u < units; u++) {
        double i = at(gates, r, units, 0, u);
        double f = at(gates, r, units, 1, u);
        double g = at(gates, r, units, 2, u);
        double d = dc.get(r, u);
        double before = cPrev.get(r, u);
        double size = STEPS * Math.abs(d);
        assertWithin(what + " i", d * g * i * (1 - i), dz.get(r, u), size * Math.abs(g));
        assertWithin(
            what + " f", d * before * f * (1 - f), dz.get(r, units + u), size * Math.abs(before));
        assertWithin(what + " g", d * i * (1 - g * g), dz.get(r, 2 * units + u), size);
        assertWithin(what + " dc", d * f, step.matrix(1).get(r, u), size);
      }
    }
  }

  private void checkOutput(int rows, int units) {
    String what = "output " + rows + "x" + units;
    Matrix z = samples.matrix(rows, 4 * units, -6, 6);
    Matrix v = samples.matrix(rows, units, -3, 3);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(z, samples.blank(rows, units), samples.blank(rows, units)),
            (w, m, d) -> kernels().lstmOutput(w, m.get(0), v, m.get(1), m.get(2)));
    Matrix gates = step.matrix(0);
    Matrix tanhC = step.matrix(1);
    assertUntouched(what, z, gates, units, 0, 1, 2);
    assertBlock(what + " o", z, gates, units, 3, KernelHalfStepsContract::sigmoid);
    assertBlock(what + " tanh", v, tanhC, units, 0, Math::tanh);
    for (int r = 0; r < rows; r++) {
      for (int u = 0; u < units; u++) {
        double h = at(gates, r, units, 3, u) * tanhC.get(r, u);
        assertWithinUlps(what + " h", h, step.matrix(2).get(r, u), 1);
      }
    }
    Matrix inPlace = Samples.copy(v);
    Matrix h = samples.blank(rows, units);
    kernels().lstmOutput(Worker.solo(), Samples.copy(z), inPlace, inPlace, h);
    Bits.assertEqual(what + " in place", Samples.elements(tanhC), Samples.elements(inPlace));
    checkOutputGradient(what + " backward", gates, tanhC);
  }

  private void checkOutputGradient(String what, Matrix gates, Matrix tanhC) {
    int rows = tanhC.rows();
    int units = tanhC.cols();
    Matrix dh = samples.matrix(rows, units);
    Matrix dv = samples.matrix(rows, units);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(gates, dv),
            (w, m, d) -> kernels().lstmOutputBackward(w, m.get(0), tanhC, dh, m.get(1)));
    assertUntouched(what, gates, step.matrix(0), units, 0, 1, 2);
    for (int r = 0; r < rows; r++) {
      for (int u = 0; u < units; u++) {
        double o = at(gates, r, units, 3, u);
        double t = tanhC.get(r, u);
        double d = dh.get(r, u);
        float dzo = step.matrix(0).get(r, 3 * units + u);
        assertWithin(what + " o", d * t * o * (1 - o), dzo, STEPS * Math.abs(d * t));
        double size = STEPS * (Math.abs(dv.get(r, u)) + Math.abs(d * o));
        double exact = dv.get(r, u) + d * o * (1 - t * t);
        assertWithin(what + " dv", exact, step.matrix(1).get(r, u), size);
      }
    }
  }

  @Test
  void factorsOfColumnsAreCorrectForAllSizes() {
    forAllSizes(this::checkScale);
    checkScale(0, 5);
  }

  private void checkScale(int rows, int n) {
    Matrix x = samples.matrix(rows, n);
    Matrix scale = samples.matrix(1, n);
    Matrix y = samples.matrix(rows, n);
    Matrix scaled =
        SharedWork.run("scale", List.of(y), (w, m, d) -> kernels().addScaled(w, x, scale, m.get(0)))
            .matrix(0);
    Matrix sums =
        SharedWork.run(
                "products",
                List.of(scale),
                (w, m, d) -> kernels().addColumnProducts(w, x, y, m.get(0)))
            .matrix(0);
    for (int j = 0; j < n; j++) {
      double sum = scale.get(0, j);
      double size = Math.abs(sum);
      for (int r = 0; r < rows; r++) {
        double product = (double) x.get(r, j) * scale.get(0, j);
        assertSum("scale " + x, y.get(r, j), product, scaled.get(r, j));
        sum += (double) x.get(r, j) * y.get(r, j);
        size += Math.abs((double) x.get(r, j) * y.get(r, j));
      }
      assertWithin("products " + x, sum, sums.get(0, j), (2 * rows + 1) * ROUNDING * size);
    }
  }
}
