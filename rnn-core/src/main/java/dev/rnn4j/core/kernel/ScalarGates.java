package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/**
 * {@link GateKernels} as they are defined, shared out by units. The only place where these formulas
 * are written for single floats: kernels that want other functions or roundings under them override
 * {@link #sigmoid}, {@link #tanh} and {@link #multiplyAdd}.
 */
public interface ScalarGates extends GateKernels {
  @Override
  default void activate(Worker w, Activation f, Matrix z, Matrix h) {
    KernelChecks.sameShape("activate", z, h);
    for (int i = 0; i < z.rows(); i++) {
      for (int j = w.from(z.cols(), 1); j < w.to(z.cols(), 1); j++) {
        h.data()[h.index(i, j)] = apply(f, z.data()[z.index(i, j)]);
      }
    }
  }

  private float apply(Activation f, float z) {
    return switch (f) {
      case SIGMOID -> sigmoid(z);
      case TANH -> tanh(z);
      case RELU -> Math.max(0, z);
      case SOFTSIGN -> softsign(z);
      case LINEAR -> z;
    };
  }

  /** An infinity would be divided by itself. */
  private static float softsign(float z) {
    return Float.isInfinite(z) ? Math.signum(z) : z / (1 + Math.abs(z));
  }

  @Override
  default void activateBackward(Worker w, Activation f, Matrix h, Matrix dh, Matrix dz) {
    KernelChecks.activateBackward(h, dh, dz);
    for (int i = 0; i < h.rows(); i++) {
      for (int j = w.from(h.cols(), 1); j < w.to(h.cols(), 1); j++) {
        float slope = slope(f, h.data()[h.index(i, j)]);
        dz.data()[dz.index(i, j)] = dh.data()[dh.index(i, j)] * slope;
      }
    }
  }

  /** f'(z) in terms of h = f(z). */
  private static float slope(Activation f, float h) {
    return switch (f) {
      case SIGMOID -> h * (1 - h);
      case TANH -> 1 - h * h;
      case RELU -> h > 0 ? 1 : 0;
      case SOFTSIGN -> (1 - Math.abs(h)) * (1 - Math.abs(h));
      case LINEAR -> 1;
    };
  }

  @Override
  default void lstmForward(Worker w, Matrix gates, Matrix cPrev, Matrix c, Matrix tanhC, Matrix h) {
    KernelChecks.lstm(gates, cPrev, c, tanhC, h);
    int units = h.cols();
    float[] z = gates.data();
    for (int b = 0; b < h.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        float i = sigmoid(z[at]);
        float f = sigmoid(z[at + units]);
        float g = tanh(z[at + 2 * units]);
        float o = sigmoid(z[at + 3 * units]);
        float cell = multiplyAdd(f, cPrev.data()[cPrev.index(b, u)], i * g);
        float squashed = tanh(cell);
        z[at] = i;
        z[at + units] = f;
        z[at + 2 * units] = g;
        z[at + 3 * units] = o;
        c.data()[c.index(b, u)] = cell;
        tanhC.data()[tanhC.index(b, u)] = squashed;
        h.data()[h.index(b, u)] = o * squashed;
      }
    }
  }

  @Override
  default void lstmBackward(
      Worker w, Matrix gates, Matrix cPrev, Matrix tanhC, Matrix dh, Matrix dc) {
    KernelChecks.lstm(gates, cPrev, tanhC, dh, dc);
    int units = dh.cols();
    float[] z = gates.data();
    for (int b = 0; b < dh.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        float i = z[at];
        float f = z[at + units];
        float g = z[at + 2 * units];
        float o = z[at + 3 * units];
        float squashed = tanhC.data()[tanhC.index(b, u)];
        float dhu = dh.data()[dh.index(b, u)];
        float dcu = dc.data()[dc.index(b, u)] + dhu * o * (1 - squashed * squashed);
        z[at] = dcu * g * i * (1 - i);
        z[at + units] = dcu * cPrev.data()[cPrev.index(b, u)] * f * (1 - f);
        z[at + 2 * units] = dcu * i * (1 - g * g);
        z[at + 3 * units] = dhu * squashed * o * (1 - o);
        dc.data()[dc.index(b, u)] = dcu * f;
      }
    }
  }

  @Override
  default void gruForward(Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix h) {
    KernelChecks.gru(gates, recurrent, hPrev, h);
    int units = h.cols();
    float[] a = gates.data();
    float[] q = recurrent.data();
    for (int b = 0; b < h.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        int qAt = recurrent.index(b, u);
        float r = sigmoid(a[at] + q[qAt]);
        float z = sigmoid(a[at + units] + q[qAt + units]);
        float n = tanh(multiplyAdd(r, q[qAt + 2 * units], a[at + 2 * units]));
        a[at] = r;
        a[at + units] = z;
        a[at + 2 * units] = n;
        float before = hPrev.data()[hPrev.index(b, u)];
        h.data()[h.index(b, u)] = multiplyAdd(z, before, (1 - z) * n);
      }
    }
  }

  @Override
  default void gruBackward(
      Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix dh, Matrix dhPrev) {
    KernelChecks.gruBackward(gates, recurrent, hPrev, dh, dhPrev);
    int units = dh.cols();
    float[] a = gates.data();
    float[] q = recurrent.data();
    for (int b = 0; b < dh.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        int qAt = recurrent.index(b, u);
        float r = a[at];
        float z = a[at + units];
        float n = a[at + 2 * units];
        float dhu = dh.data()[dh.index(b, u)];
        float dan = dhu * (1 - z) * (1 - n * n);
        a[at] = dan * q[qAt + 2 * units] * r * (1 - r);
        a[at + units] = dhu * (hPrev.data()[hPrev.index(b, u)] - n) * z * (1 - z);
        a[at + 2 * units] = dan;
        q[qAt] = a[at];
        q[qAt + units] = a[at + units];
        q[qAt + 2 * units] = dan * r;
        dhPrev.data()[dhPrev.index(b, u)] += dhu * z;
      }
    }
  }

  @Override
  default void gruReset(Worker w, Matrix gates, Matrix hPrev, Matrix rh) {
    KernelChecks.gruHalf(gates, hPrev, rh);
    int units = rh.cols();
    float[] a = gates.data();
    for (int b = 0; b < rh.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        a[at] = sigmoid(a[at]);
        a[at + units] = sigmoid(a[at + units]);
        rh.data()[rh.index(b, u)] = a[at] * hPrev.data()[hPrev.index(b, u)];
      }
    }
  }

  @Override
  default void gruUpdate(Worker w, Matrix gates, Matrix hPrev, Matrix h) {
    KernelChecks.gruHalf(gates, hPrev, h);
    int units = h.cols();
    float[] a = gates.data();
    for (int b = 0; b < h.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        float z = a[at + units];
        float n = tanh(a[at + 2 * units]);
        a[at + 2 * units] = n;
        h.data()[h.index(b, u)] = multiplyAdd(z, hPrev.data()[hPrev.index(b, u)], (1 - z) * n);
      }
    }
  }

  @Override
  default void gruUpdateBackward(Worker w, Matrix gates, Matrix hPrev, Matrix dh, Matrix dhPrev) {
    KernelChecks.gruHalf(gates, hPrev, dh, dhPrev);
    int units = dh.cols();
    float[] a = gates.data();
    for (int b = 0; b < dh.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        float z = a[at + units];
        float n = a[at + 2 * units];
        float dhu = dh.data()[dh.index(b, u)];
        a[at + units] = dhu * (hPrev.data()[hPrev.index(b, u)] - n) * z * (1 - z);
        a[at + 2 * units] = dhu * (1 - z) * (1 - n * n);
        dhPrev.data()[dhPrev.index(b, u)] += dhu * z;
      }
    }
  }

  @Override
  default void gruResetBackward(Worker w, Matrix gates, Matrix hPrev, Matrix drh, Matrix dhPrev) {
    KernelChecks.gruHalf(gates, hPrev, drh, dhPrev);
    int units = drh.cols();
    float[] a = gates.data();
    for (int b = 0; b < drh.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        float r = a[at];
        float d = drh.data()[drh.index(b, u)];
        a[at] = d * hPrev.data()[hPrev.index(b, u)] * r * (1 - r);
        dhPrev.data()[dhPrev.index(b, u)] += d * r;
      }
    }
  }

  @Override
  default void lstmState(Worker w, Matrix gates, Matrix cPrev, Matrix c) {
    KernelChecks.lstmHalf(gates, cPrev, c);
    int units = c.cols();
    float[] z = gates.data();
    for (int b = 0; b < c.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        float i = sigmoid(z[at]);
        float f = sigmoid(z[at + units]);
        float g = tanh(z[at + 2 * units]);
        z[at] = i;
        z[at + units] = f;
        z[at + 2 * units] = g;
        c.data()[c.index(b, u)] = multiplyAdd(f, cPrev.data()[cPrev.index(b, u)], i * g);
      }
    }
  }

  @Override
  default void lstmOutput(Worker w, Matrix gates, Matrix v, Matrix tanhC, Matrix h) {
    KernelChecks.lstmHalf(gates, v, tanhC, h);
    int units = h.cols();
    float[] z = gates.data();
    for (int b = 0; b < h.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int oAt = gates.index(b, u) + 3 * units;
        float o = sigmoid(z[oAt]);
        float squashed = tanh(v.data()[v.index(b, u)]);
        z[oAt] = o;
        tanhC.data()[tanhC.index(b, u)] = squashed;
        h.data()[h.index(b, u)] = o * squashed;
      }
    }
  }

  @Override
  default void lstmOutputBackward(Worker w, Matrix gates, Matrix tanhC, Matrix dh, Matrix dv) {
    KernelChecks.lstmHalf(gates, tanhC, dh, dv);
    int units = dh.cols();
    float[] z = gates.data();
    for (int b = 0; b < dh.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int oAt = gates.index(b, u) + 3 * units;
        float o = z[oAt];
        float squashed = tanhC.data()[tanhC.index(b, u)];
        float dhu = dh.data()[dh.index(b, u)];
        z[oAt] = dhu * squashed * o * (1 - o);
        dv.data()[dv.index(b, u)] += dhu * o * (1 - squashed * squashed);
      }
    }
  }

  @Override
  default void lstmStateBackward(Worker w, Matrix gates, Matrix cPrev, Matrix dc) {
    KernelChecks.lstmHalf(gates, cPrev, dc);
    int units = dc.cols();
    float[] z = gates.data();
    for (int b = 0; b < dc.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        float i = z[at];
        float f = z[at + units];
        float g = z[at + 2 * units];
        float dcu = dc.data()[dc.index(b, u)];
        z[at] = dcu * g * i * (1 - i);
        z[at + units] = dcu * cPrev.data()[cPrev.index(b, u)] * f * (1 - f);
        z[at + 2 * units] = dcu * i * (1 - g * g);
        dc.data()[dc.index(b, u)] = dcu * f;
      }
    }
  }

  @Override
  default void addScaled(Worker w, Matrix x, Matrix scale, Matrix y) {
    KernelChecks.addScaled(x, scale, y);
    for (int r = 0; r < x.rows(); r++) {
      for (int j = w.from(x.cols(), 1); j < w.to(x.cols(), 1); j++) {
        int at = y.index(r, j);
        float factor = scale.data()[scale.index(0, j)];
        y.data()[at] = multiplyAdd(x.data()[x.index(r, j)], factor, y.data()[at]);
      }
    }
  }

  @Override
  default void addColumnProducts(Worker w, Matrix a, Matrix b, Matrix sums) {
    KernelChecks.addScaled(a, sums, b);
    for (int r = 0; r < a.rows(); r++) {
      for (int j = w.from(a.cols(), 1); j < w.to(a.cols(), 1); j++) {
        int at = sums.index(0, j);
        float x = a.data()[a.index(r, j)];
        sums.data()[at] = multiplyAdd(x, b.data()[b.index(r, j)], sums.data()[at]);
      }
    }
  }

  /**
   * The logistic sigmoid.
   *
   * @param z any float
   * @return 1 / (1 + exp(-z))
   */
  default float sigmoid(float z) {
    return (float) (1 / (1 + Math.exp(-z)));
  }

  /**
   * The hyperbolic tangent.
   *
   * @param z any float
   * @return tanh(z)
   */
  default float tanh(float z) {
    return (float) Math.tanh(z);
  }

  /**
   * A product and a sum.
   *
   * @param a a factor
   * @param b a factor
   * @param c a summand
   * @return a · b + c, here with two roundings
   */
  default float multiplyAdd(float a, float b, float c) {
    return a * b + c;
  }
}
