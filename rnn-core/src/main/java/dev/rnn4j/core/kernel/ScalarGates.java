package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/** The elementwise halves of LSTM and GRU steps of {@link ScalarKernels}, shared out by units. */
final class ScalarGates {
  private ScalarGates() {}

  static void lstmForward(Worker w, Matrix gates, Matrix cPrev, Matrix c, Matrix tanhC, Matrix h) {
    int units = h.cols();
    float[] z = gates.data();
    for (int b = 0; b < h.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        float i = sigmoid(z[at]);
        float f = sigmoid(z[at + units]);
        float g = tanh(z[at + 2 * units]);
        float o = sigmoid(z[at + 3 * units]);
        float cell = f * cPrev.data()[cPrev.index(b, u)] + i * g;
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

  static void lstmBackward(
      Worker w, Matrix gates, Matrix cPrev, Matrix tanhC, Matrix dh, Matrix dc) {
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

  static void gruForward(Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix h) {
    int units = h.cols();
    float[] a = gates.data();
    float[] q = recurrent.data();
    for (int b = 0; b < h.rows(); b++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(b, u);
        int qAt = recurrent.index(b, u);
        float r = sigmoid(a[at] + q[qAt]);
        float z = sigmoid(a[at + units] + q[qAt + units]);
        float n = tanh(a[at + 2 * units] + r * q[qAt + 2 * units]);
        a[at] = r;
        a[at + units] = z;
        a[at + 2 * units] = n;
        h.data()[h.index(b, u)] = (1 - z) * n + z * hPrev.data()[hPrev.index(b, u)];
      }
    }
  }

  static void gruBackward(
      Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix dh, Matrix dhPrev) {
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

  static float sigmoid(float z) {
    return (float) (1 / (1 + Math.exp(-z)));
  }

  static float tanh(float z) {
    return (float) Math.tanh(z);
  }
}
