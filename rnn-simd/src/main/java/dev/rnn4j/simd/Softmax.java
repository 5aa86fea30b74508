package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.CHUNK;
import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax, its cross-entropy and the gradient of that, row by row; workers share out rows. The
 * greatest logit is taken away first, so no exponential overflows; a logit of -Infinity is a class
 * of probability 0. NaN or +Infinity make the whole row NaN.
 */
final class Softmax {
  private Softmax() {}

  static void softmax(Worker w, Matrix logits, Matrix probabilities) {
    int n = logits.cols();
    int to = w.to(logits.rows(), 1);
    for (int r = w.from(logits.rows(), 1); r < to; r++) {
      float[] z = logits.data();
      int from = logits.index(r, 0);
      float[] p = probabilities.data();
      int at = probabilities.index(r, 0);
      double sum = exp(w, z, from, max(w, z, from, n), p, at, n);
      scale(p, at, n, (float) (1 / sum), 0);
    }
  }

  static void crossEntropy(Worker w, Matrix logits, int[] targets, double[] losses) {
    int to = w.to(logits.rows(), 1);
    for (int r = w.from(logits.rows(), 1); r < to; r++) {
      losses[r] = targets[r] < 0 ? 0 : loss(w, logits, r, targets[r]);
    }
  }

  private static double loss(Worker w, Matrix logits, int r, int target) {
    float[] z = logits.data();
    int n = logits.cols();
    int at = logits.index(r, 0);
    float max = max(w, z, at, n);
    return Math.log(sumOfExp(w, z, at, max, n)) + ((double) max - z[at + target]);
  }

  static void withGradient(
      Worker w, Matrix logits, int[] targets, float scale, float smoothing, double[] losses) {
    int to = w.to(logits.rows(), 1);
    for (int r = w.from(logits.rows(), 1); r < to; r++) {
      losses[r] = lossAndGradient(w, logits, r, targets[r], scale, smoothing);
    }
  }

  private static double lossAndGradient(
      Worker w, Matrix logits, int r, int target, float scale, float smoothing) {
    float[] z = logits.data();
    int n = logits.cols();
    int at = logits.index(r, 0);
    if (target < 0) {
      Arrays.fill(z, at, at + n, 0f);
      return 0;
    }
    float max = max(w, z, at, n);
    double targetLogit = z[at + target];
    double sum = exp(w, z, at, max, z, at, n);
    // In double: p may be so near 1 that a float would lose the difference.
    double share = (double) smoothing / n;
    float gradient = (float) (scale * (z[at + target] / sum - (1 - (double) smoothing) - share));
    scale(z, at, n, (float) (scale / sum), (float) (scale * share));
    z[at + target] = gradient;
    return Math.log(sum) + (max - targetLogit);
  }

  /** The greatest of n floats, -Infinity of none. NaNs are passed over: exp finds them again. */
  private static float max(Worker w, float[] z, int at, int n) {
    FloatVector m0 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector m1 = m0;
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      FloatVector z0 = FloatVector.fromArray(FLOATS, z, at + i);
      FloatVector z1 = FloatVector.fromArray(FLOATS, z, at + i + LANES);
      m0 = m0.blend(z0, z0.compare(VectorOperators.GT, m0));
      m1 = m1.blend(z1, z1.compare(VectorOperators.GT, m1));
    }
    float[] lanes = w.scratch(Scratch.LANES, LANES);
    m0.blend(m1, m1.compare(VectorOperators.GT, m0)).intoArray(lanes, 0);
    float max = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < LANES; j++) {
      max = Math.max(max, lanes[j]);
    }
    for (; i < n; i++) {
      max = z[at + i] > max ? z[at + i] : max;
    }
    return max;
  }

  /** e[to + i] = exp(z[from + i] - max) for i below n; returns their sum. May be in place. */
  private static double exp(Worker w, float[] z, int from, float max, float[] e, int to, int n) {
    double sum = 0;
    for (int i = 0; i < n; i += CHUNK) {
      int length = Math.min(CHUNK, n - i);
      VectorMath.exp(w, z, from + i, max, e, to + i, length);
      sum += sum(w, e, to + i, length);
    }
    return sum;
  }

  /** The same sum, without keeping the exponentials. */
  private static double sumOfExp(Worker w, float[] z, int from, float max, int n) {
    float[] e = w.scratch(Scratch.ROW, CHUNK);
    double sum = 0;
    for (int i = 0; i < n; i += CHUNK) {
      int length = Math.min(CHUNK, n - i);
      VectorMath.exp(w, z, from + i, max, e, 0, length);
      sum += sum(w, e, 0, length);
    }
    return sum;
  }

  /** Lane by lane, then the lanes from first to last: {@code reduceLanes} promises no order. */
  private static double sum(Worker w, float[] x, int at, int n) {
    FloatVector total = FloatVector.zero(FLOATS);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      total = total.add(FloatVector.fromArray(FLOATS, x, at + i));
    }
    float[] lanes = w.scratch(Scratch.LANES, LANES);
    total.intoArray(lanes, 0);
    double sum = 0;
    for (int j = 0; j < LANES; j++) {
      sum += lanes[j];
    }
    for (int i = whole; i < n; i++) {
      sum += x[at + i];
    }
    return sum;
  }

  /** x ← factor · x - less. */
  private static void scale(float[] x, int at, int n, float factor, float less) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(FLOATS, x, at + i).mul(factor).sub(less).intoArray(x, at + i);
    }
    for (int i = whole; i < n; i++) {
      x[at + i] = x[at + i] * factor - less;
    }
  }
}
