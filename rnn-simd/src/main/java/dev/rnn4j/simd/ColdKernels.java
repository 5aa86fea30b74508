package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/**
 * What a model in use computes, one float at a time: the same order of the same operations as in
 * the vector kernels, so the same bits, from the same packed weights. It serves the first fraction
 * of a second, see {@link WarmUp}: vector code that is not compiled yet is hundreds of times slower
 * than this, and loading the Vector API alone takes longer than the first answer should. For one
 * worker: many take the vector kernels, see {@link SimdKernels}.
 */
final class ColdKernels {
  private static final int SCRATCH_SLOT = 1;

  private ColdKernels() {}

  /** {@link Activations#forward}. */
  static void activate(Worker w, Activation f, Matrix z, Matrix h) {
    for (int r = 0; r < z.rows(); r++) {
      for (int j = w.from(z.cols(), 1); j < w.to(z.cols(), 1); j++) {
        float x = z.data()[z.index(r, j)];
        h.data()[h.index(r, j)] =
            switch (f) {
              case SIGMOID -> ColdMath.sigmoid(x);
              case TANH -> ColdMath.tanh(x);
              case RELU -> Math.max(x, 0f);
            };
      }
    }
  }

  /** {@link LstmGates#forward}. */
  static void lstmForward(Worker w, Matrix gates, Matrix cPrev, Matrix c, Matrix tanhC, Matrix h) {
    int units = h.cols();
    float[] z = gates.data();
    for (int r = 0; r < h.rows(); r++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(r, u);
        float i = ColdMath.sigmoid(z[at]);
        float f = ColdMath.sigmoid(z[at + units]);
        float g = ColdMath.tanh(z[at + 2 * units]);
        float o = ColdMath.sigmoid(z[at + 3 * units]);
        float cell = Math.fma(f, cPrev.data()[cPrev.index(r, u)], i * g);
        float squashed = ColdMath.tanh(cell);
        z[at] = i;
        z[at + units] = f;
        z[at + 2 * units] = g;
        z[at + 3 * units] = o;
        c.data()[c.index(r, u)] = cell;
        tanhC.data()[tanhC.index(r, u)] = squashed;
        h.data()[h.index(r, u)] = o * squashed;
      }
    }
  }

  /** {@link GruGates#forward}. */
  static void gruForward(Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix h) {
    int units = h.cols();
    float[] a = gates.data();
    float[] q = recurrent.data();
    for (int row = 0; row < h.rows(); row++) {
      for (int u = w.from(units, 1); u < w.to(units, 1); u++) {
        int at = gates.index(row, u);
        int qAt = recurrent.index(row, u);
        float r = ColdMath.sigmoid(a[at] + q[qAt]);
        float z = ColdMath.sigmoid(a[at + units] + q[qAt + units]);
        float n = ColdMath.tanh(Math.fma(r, q[qAt + 2 * units], a[at + 2 * units]));
        a[at] = r;
        a[at + units] = z;
        a[at + 2 * units] = n;
        float before = hPrev.data()[hPrev.index(row, u)];
        h.data()[h.index(row, u)] = Math.fma(z, before, (1f - z) * n);
      }
    }
  }

  /** {@link Softmax#softmax}. */
  static void softmax(Worker w, Matrix logits, Matrix probabilities) {
    int n = logits.cols();
    for (int r = w.from(logits.rows(), 1); r < w.to(logits.rows(), 1); r++) {
      float[] p = probabilities.data();
      int at = probabilities.index(r, 0);
      float max = max(logits.data(), logits.index(r, 0), n);
      float factor = (float) (1 / exp(w, logits.data(), logits.index(r, 0), max, p, at, n));
      for (int v = at; v < at + n; v++) {
        p[v] *= factor;
      }
    }
  }

  /** {@link Softmax#crossEntropy}. */
  static void crossEntropy(Worker w, Matrix logits, int[] targets, double[] losses) {
    int n = logits.cols();
    float[] e = w.scratch(0, n);
    for (int r = w.from(logits.rows(), 1); r < w.to(logits.rows(), 1); r++) {
      losses[r] = 0;
      if (targets[r] >= 0) {
        float[] z = logits.data();
        int at = logits.index(r, 0);
        float target = z[at + targets[r]];
        float max = max(z, at, n);
        losses[r] = Math.log(exp(w, z, at, max, e, 0, n)) + ((double) max - target);
      }
    }
  }

  private static float max(float[] z, int at, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = z[i] > max ? z[i] : max;
    }
    return max;
  }

  /** Exponentials and their sum, chunk by chunk and lane by lane as in {@link Softmax}. */
  private static double exp(Worker w, float[] z, int from, float max, float[] e, int to, int n) {
    double sum = 0;
    for (int i = 0; i < n; i += Softmax.CHUNK) {
      int length = Math.min(Softmax.CHUNK, n - i);
      for (int j = i; j < i + length; j++) {
        e[to + j] = ColdMath.exp(z[from + j] - max);
      }
      sum += sum(w, e, to + i, length);
    }
    return sum;
  }

  private static double sum(Worker w, float[] x, int at, int n) {
    float[] lanes = w.scratch(SCRATCH_SLOT, LANES);
    Arrays.fill(lanes, 0, LANES, 0f);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i++) {
      lanes[i % LANES] += x[at + i];
    }
    double sum = 0;
    for (int j = 0; j < LANES; j++) {
      sum += lanes[j];
    }
    for (int i = whole; i < n; i++) {
      sum += x[at + i];
    }
    return sum;
  }
}
