package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** {@link KernelsContract} for activations and gates. */
public abstract class KernelGatesContract extends KernelsContract {
  private static final int[] ROWS = {1, 3};

  /** Units in the last place that sigmoid may be off. */
  private static final double SIGMOID_ULPS = 3.35;

  /** Units in the last place that tanh may be off. */
  private static final double TANH_ULPS = 2.5;

  /** Roundings that the few operations of a gradient may add up to. */
  private static final double STEPS = 8 * ROUNDING;

  private final Samples samples = new Samples(12);

  @Test
  void activationsAreCorrectForAllSizes() {
    for (Activation f : Activation.values()) {
      for (int rows : ROWS) {
        for (int n : allSizes()) {
          checkActivation(f, samples.matrix(rows, n, -12, 12));
        }
      }
      checkActivation(f, samples.matrix(37, 131, -100, 100));
    }
  }

  private void checkActivation(Activation f, Matrix z) {
    String what = f + " " + z;
    Matrix h =
        SharedWork.run(
                what,
                List.of(samples.blank(z.rows(), z.cols())),
                (w, m, d) -> kernels().activate(w, f, z, m.get(0)))
            .matrix(0);
    for (int r = 0; r < z.rows(); r++) {
      for (int j = 0; j < z.cols(); j++) {
        assertWithinUlps(what, exact(f).applyAsDouble(z.get(r, j)), h.get(r, j), ulps(f));
      }
    }
    Matrix inPlace = Samples.copy(z);
    kernels().activate(Worker.solo(), f, inPlace, inPlace);
    Bits.assertEqual(what + " in place", Samples.elements(h), Samples.elements(inPlace));
  }

  private static DoubleUnaryOperator exact(Activation f) {
    return switch (f) {
      case SIGMOID -> z -> 1 / (1 + Math.exp(-z));
      case TANH -> Math::tanh;
      case RELU -> z -> Math.max(z, 0);
      case SOFTSIGN -> z -> Double.isInfinite(z) ? Math.signum(z) : z / (1 + Math.abs(z));
      case LINEAR -> z -> z;
    };
  }

  private static double ulps(Activation f) {
    return switch (f) {
      case SIGMOID -> SIGMOID_ULPS;
      case TANH -> TANH_ULPS;
      case RELU, LINEAR -> 0;
      case SOFTSIGN -> 1.5;
    };
  }

  @Test
  void activationsOfSpecialValuesAreTheirLimitsWhereverTheyStand() {
    float[] special = {
      0f,
      -0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      1e-20f,
      -1e-20f,
      30f,
      -30f,
      -87f,
      -95f,
      -103f,
      -105f,
      1e30f,
      -1e30f,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN
    };
    for (Activation f : Activation.values()) {
      for (float z : special) {
        float alone = at(f, z, 0, 1);
        assertWithinUlps(f + " of " + z, exact(f).applyAsDouble(z), alone, ulps(f));
        for (int n : allSizes()) {
          for (int j = 0; j < n; j++) {
            assertEquals(alone, at(f, z, j, n), f + " of " + z + " at " + j + " of " + n);
          }
        }
      }
      assertEquals(f == Activation.SIGMOID ? 0.5f : 0f, at(f, 0f, 0, 1), f.toString());
    }
    assertEquals(-0f, at(Activation.TANH, -0f, 0, 1));
    assertEquals(-1f, at(Activation.TANH, Float.NEGATIVE_INFINITY, 0, 1));
  }

  /** f of z among ones. */
  private float at(Activation f, float z, int column, int n) {
    Matrix m = samples.matrix(1, n, 1, 2);
    m.set(0, column, z);
    kernels().activate(Worker.solo(), f, m, m);
    return m.get(0, column);
  }

  @Test
  void activationGradientsAreCorrectForAllSizes() {
    for (Activation f : Activation.values()) {
      for (int rows : ROWS) {
        for (int n : allSizes()) {
          checkActivationGradient(f, rows, n);
        }
      }
      checkActivationGradient(f, 37, 131);
    }
  }

  private void checkActivationGradient(Activation f, int rows, int n) {
    Matrix h = samples.matrix(rows, n, f == Activation.SIGMOID ? 0 : -1, 1);
    if (f == Activation.RELU) {
      switchSomeOff(h);
    }
    Matrix dh = samples.matrix(rows, n);
    String what = f + " backward " + h;
    Matrix dz =
        SharedWork.run(
                what,
                List.of(samples.blank(rows, n)),
                (w, m, d) -> kernels().activateBackward(w, f, h, dh, m.get(0)))
            .matrix(0);
    DoubleUnaryOperator slope =
        switch (f) {
          case SIGMOID -> y -> y * (1 - y);
          case TANH -> y -> 1 - y * y;
          case RELU -> y -> y > 0 ? 1 : 0;
          case SOFTSIGN -> y -> (1 - Math.abs(y)) * (1 - Math.abs(y));
          case LINEAR -> y -> 1;
        };
    assertElements(
        what, h, dh, (y, d) -> d * slope.applyAsDouble(y), dz, (y, d) -> STEPS * Math.abs(d));
    for (int alias = 0; alias < 2; alias++) {
      Matrix y = Samples.copy(h);
      Matrix d = Samples.copy(dh);
      Matrix target = alias == 0 ? y : d;
      kernels().activateBackward(Worker.solo(), f, y, d, target);
      Bits.assertEqual(what + " in place", Samples.elements(dz), Samples.elements(target));
    }
  }

  /** What relu leaves where it is off: zeros of either sign, where the slope is 0. */
  private static void switchSomeOff(Matrix h) {
    for (int r = 0; r < h.rows(); r++) {
      for (int j = r % 2; j < h.cols(); j += 2) {
        h.set(r, j, j % 4 < 2 ? 0f : -0f);
      }
    }
  }

  @Test
  void lstmStepsAreCorrectForAllSizes() {
    for (int rows : ROWS) {
      for (int units : allSizes()) {
        checkLstm(rows, units);
      }
    }
    checkLstm(1, 130);
    checkLstm(21, 133);
  }

  private void checkLstm(int rows, int units) {
    String what = "LSTM " + rows + "x" + units;
    Matrix z = samples.matrix(rows, 4 * units, -6, 6);
    Matrix cPrev = samples.matrix(rows, units);
    Matrix blank = samples.blank(rows, units);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(z, blank, samples.blank(rows, units), samples.blank(rows, units)),
            (w, m, d) -> kernels().lstmForward(w, m.get(0), cPrev, m.get(1), m.get(2), m.get(3)));
    Matrix gates = step.matrix(0);
    Matrix c = step.matrix(1);
    Matrix tanhC = step.matrix(2);
    checkGates(what, z, gates, units);
    for (int r = 0; r < rows; r++) {
      for (int u = 0; u < units; u++) {
        double kept = (double) gates.get(r, units + u) * cPrev.get(r, u);
        double written = (double) gates.get(r, u) * gates.get(r, 2 * units + u);
        double bound = STEPS * (Math.abs(kept) + Math.abs(written));
        assertWithin(what + " c", kept + written, c.get(r, u), bound);
        assertWithinUlps(what + " tanhC", Math.tanh(c.get(r, u)), tanhC.get(r, u), TANH_ULPS);
        double h = (double) gates.get(r, 3 * units + u) * tanhC.get(r, u);
        assertWithinUlps(what + " h", h, step.matrix(3).get(r, u), 1);
      }
    }
    checkLstmGradient(what + " backward", gates, cPrev, tanhC);
  }

  private static void checkGates(String what, Matrix z, Matrix gates, int units) {
    for (int r = 0; r < z.rows(); r++) {
      for (int j = 0; j < z.cols(); j++) {
        boolean isG = j / units == 2;
        Activation f = isG ? Activation.TANH : Activation.SIGMOID;
        double expected = exact(f).applyAsDouble(z.get(r, j));
        assertWithinUlps(what + " gates", expected, gates.get(r, j), ulps(f));
      }
    }
  }

  private void checkLstmGradient(String what, Matrix gates, Matrix cPrev, Matrix tanhC) {
    int rows = cPrev.rows();
    int units = cPrev.cols();
    Matrix dh = samples.matrix(rows, units);
    Matrix dcIn = samples.matrix(rows, units);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(gates, dcIn),
            (w, m, d) -> kernels().lstmBackward(w, m.get(0), cPrev, tanhC, dh, m.get(1)));
    Matrix dz = step.matrix(0);
    for (int r = 0; r < rows; r++) {
      for (int u = 0; u < units; u++) {
        double i = gates.get(r, u);
        double f = gates.get(r, units + u);
        double g = gates.get(r, 2 * units + u);
        double o = gates.get(r, 3 * units + u);
        double t = tanhC.get(r, u);
        double d = dh.get(r, u);
        double dc = dcIn.get(r, u) + d * o * (1 - t * t);
        double size = STEPS * (Math.abs(dcIn.get(r, u)) + Math.abs(d * o));
        double before = cPrev.get(r, u);
        assertWithin(what + " i", dc * g * i * (1 - i), dz.get(r, u), size * Math.abs(g * i));
        assertWithin(
            what + " f",
            dc * before * f * (1 - f),
            dz.get(r, units + u),
            size * Math.abs(before * f));
        assertWithin(what + " g", dc * i * (1 - g * g), dz.get(r, 2 * units + u), size * i);
        assertWithin(
            what + " o",
            d * t * o * (1 - o),
            dz.get(r, 3 * units + u),
            STEPS * Math.abs(d * t * o));
        assertWithin(what + " dc", dc * f, step.matrix(1).get(r, u), size * f);
      }
    }
  }

  @Test
  void gruStepsAreCorrectForAllSizes() {
    for (int rows : ROWS) {
      for (int units : allSizes()) {
        checkGru(rows, units);
      }
    }
    checkGru(1, 130);
    checkGru(21, 133);
  }

  private void checkGru(int rows, int units) {
    String what = "GRU " + rows + "x" + units;
    Matrix a = samples.matrix(rows, 3 * units, -6, 6);
    Matrix q = samples.matrix(rows, 3 * units, -6, 6);
    Matrix hPrev = samples.matrix(rows, units);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(a, q, samples.blank(rows, units)),
            (w, m, d) -> kernels().gruForward(w, m.get(0), m.get(1), hPrev, m.get(2)));
    Matrix gates = step.matrix(0);
    Bits.assertEqual(what + " q", q.data(), step.matrix(1).data());
    for (int row = 0; row < rows; row++) {
      for (int u = 0; u < units; u++) {
        assertSigmoidOfSum(what + " r", a, q, row, u, gates);
        assertSigmoidOfSum(what + " z", a, q, row, units + u, gates);
        double input = a.get(row, 2 * units + u);
        double past = (double) gates.get(row, u) * q.get(row, 2 * units + u);
        double n = Math.tanh(input + past);
        double bound = TANH_ULPS * Math.ulp((float) n) + STEPS * (Math.abs(input) + Math.abs(past));
        assertWithin(what + " n", n, gates.get(row, 2 * units + u), bound);
        double z = gates.get(row, units + u);
        double written = (1 - z) * gates.get(row, 2 * units + u);
        double kept = z * hPrev.get(row, u);
        assertWithin(
            what + " h",
            written + kept,
            step.matrix(2).get(row, u),
            STEPS * (Math.abs(written) + Math.abs(kept)));
      }
    }
    checkGruGradient(what + " backward", gates, q, hPrev);
  }

  private static void assertSigmoidOfSum(
      String what, Matrix a, Matrix q, int row, int j, Matrix gates) {
    double x = a.get(row, j);
    double y = q.get(row, j);
    double exact = exact(Activation.SIGMOID).applyAsDouble(x + y);
    double sum = STEPS * (Math.abs(x) + Math.abs(y)) * exact * (1 - exact);
    assertWithin(what, exact, gates.get(row, j), SIGMOID_ULPS * Math.ulp((float) exact) + sum);
  }

  private void checkGruGradient(String what, Matrix gates, Matrix q, Matrix hPrev) {
    int rows = hPrev.rows();
    int units = hPrev.cols();
    Matrix dh = samples.matrix(rows, units);
    Matrix dhPrev = samples.matrix(rows, units);
    SharedWork.Outcome step =
        SharedWork.run(
            what,
            List.of(gates, q, dhPrev),
            (w, m, d) -> kernels().gruBackward(w, m.get(0), m.get(1), hPrev, dh, m.get(2)));
    Matrix da = step.matrix(0);
    Matrix dq = step.matrix(1);
    for (int row = 0; row < rows; row++) {
      for (int u = 0; u < units; u++) {
        double r = gates.get(row, u);
        double z = gates.get(row, units + u);
        double n = gates.get(row, 2 * units + u);
        double product = q.get(row, 2 * units + u);
        double d = dh.get(row, u);
        double dan = d * (1 - z) * (1 - n * n);
        double size = STEPS * Math.abs(d);
        double change = hPrev.get(row, u) - n;
        double changeSize = Math.abs(hPrev.get(row, u)) + Math.abs(n);
        double dar = dan * product * r * (1 - r);
        assertWithin(what + " r", dar, da.get(row, u), size * Math.abs(product) * r);
        assertWithin(
            what + " z", d * change * z * (1 - z), da.get(row, units + u), size * changeSize * z);
        assertWithin(what + " n", dan, da.get(row, 2 * units + u), size);
        assertEquals(da.get(row, u), dq.get(row, u), what + " q of r");
        assertEquals(da.get(row, units + u), dq.get(row, units + u), what + " q of z");
        assertWithin(what + " q of n", dan * r, dq.get(row, 2 * units + u), size * r);
        double before = dhPrev.get(row, u);
        assertWithin(
            what + " dhPrev",
            before + d * z,
            step.matrix(2).get(row, u),
            STEPS * (Math.abs(before) + Math.abs(d * z)));
      }
    }
  }

  @Test
  void anUpdateGateOfOneKeepsTheStateToTheBit() {
    int units = 2 * lanes() + 1;
    Matrix a = samples.matrix(1, 3 * units, 50, 60);
    Matrix q = samples.matrix(1, 3 * units);
    Matrix hPrev = samples.matrix(1, units);
    Matrix h = samples.blank(1, units);
    kernels().gruForward(Worker.solo(), a, q, hPrev, h);
    Bits.assertEqual("h", Samples.elements(hPrev), Samples.elements(h));
  }
}
