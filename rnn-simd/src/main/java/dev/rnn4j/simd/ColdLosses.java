package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.CHUNK;
import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;

import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/**
 * {@link Softmax} one float at a time: the same order of the same operations, so the same bits. Not
 * the scalar kernels with other functions, as the order of their sums is another. For one worker,
 * see {@link WarmUp#takesVectors}.
 */
final class ColdLosses {
  private ColdLosses() {}

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
    float[] e = w.scratch(Scratch.ROW, n);
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
    for (int i = 0; i < n; i += CHUNK) {
      int length = Math.min(CHUNK, n - i);
      for (int j = i; j < i + length; j++) {
        e[to + j] = ColdMath.exp(z[from + j] - max);
      }
      sum += sum(w, e, to + i, length);
    }
    return sum;
  }

  private static double sum(Worker w, float[] x, int at, int n) {
    float[] lanes = w.scratch(Scratch.LANES, LANES);
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
