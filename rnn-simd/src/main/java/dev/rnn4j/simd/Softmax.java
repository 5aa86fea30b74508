package dev.rnn4j.simd;

import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static dev.rnn4j.simd.VectorConstants.LANES;
import static dev.rnn4j.simd.VectorConstants.wholeVectors;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax, its cross-entropy and the gradient of that, row by row; workers share out rows. The
 * greatest logit is taken away first, so no logit is too large; a logit of -Infinity is a class of
 * probability 0. NaN or +Infinity make the whole row NaN.
 */
final class Softmax {
  /** Floats that are summed in single precision, 64 to a lane at 256 bits, before a double takes over. */
  private static final int CHUNK = 1024;

  private Softmax() {}

  static void softmax(Worker w, Matrix logits, Matrix probabilities) {
    Shares.requireSameShape("softmax", logits, probabilities);
    int n = logits.cols();
    int to = w.to(logits.rows(), 1);
    for (int r = w.from(logits.rows(), 1); r < to; r++) {
      float[] p = probabilities.data();
      int at = probabilities.index(r, 0);
      float max = max(w, logits.data(), logits.index(r, 0), n);
      double sum = exp(w, logits.data(), logits.index(r, 0), max, p, at, n);
      scale(p, at, n, (float) (1 / sum));
    }
  }

  static void crossEntropy(Worker w, Matrix logits, int[] targets, double[] losses) {
    requireTargets(logits, targets, losses);
    int to = w.to(logits.rows(), 1);
    for (int r = w.from(logits.rows(), 1); r < to; r++) {
      losses[r] = targets[r] < 0 ? 0 : loss(w, logits, r, targets[r]);
    }
  }

  private static double loss(Worker w, Matrix logits, int r, int target) {
    int n = logits.cols();
    Objects.checkIndex(target, n);
    int at = logits.index(r, 0);
    float max = max(w, logits.data(), at, n);
    double sum = sumOfExp(w, logits.data(), at, max, n);
    return Math.log(sum) + max - logits.data()[at + target];
  }

  static void withGradient(
      Worker w, Matrix logits, int[] targets, float scale, double[] losses) {
    requireTargets(logits, targets, losses);
    int to = w.to(logits.rows(), 1);
    for (int r = w.from(logits.rows(), 1); r < to; r++) {
      losses[r] = lossAndGradient(w, logits, r, targets[r], scale);
    }
  }

  private static double lossAndGradient(Worker w, Matrix logits, int r, int target, float scale) {
    float[] z = logits.data();
    int n = logits.cols();
    int at = logits.index(r, 0);
    if (target < 0) {
      Arrays.fill(z, at, at + n, 0f);
      return 0;
    }
    Objects.checkIndex(target, n);
    float targetLogit = z[at + target];
    float max = max(w, z, at, n);
    double sum = exp(w, z, at, max, z, at, n);
    float others = gradientAtTarget(z[at + target], sum, scale);
    scale(z, at, n, (float) (scale / sum));
    z[at + target] = others;
    return Math.log(sum) + max - targetLogit;
  }

  /** scale · (p - 1), in double: p may be so near 1 that a float would lose the difference. */
  private static float gradientAtTarget(float exp, double sum, float scale) {
    return (float) (scale * (exp / sum - 1));
  }

  private static void requireTargets(Matrix logits, int[] targets, double[] losses) {
    Shares.requireAtLeast("cross-entropy", "targets", targets.length, logits.rows());
    Shares.requireAtLeast("cross-entropy", "losses", losses.length, logits.rows());
  }

  /** The greatest of n floats; -Infinity of none. NaNs are passed over, exp finds them again. */
  private static float max(Worker w, float[] z, int at, int n) {
    FloatVector least = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector m0 = least;
    FloatVector m1 = least;
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      FloatVector z0 = FloatVector.fromArray(FLOATS, z, at + i);
      FloatVector z1 = FloatVector.fromArray(FLOATS, z, at + i + LANES);
      m0 = m0.blend(z0, z0.compare(VectorOperators.GT, m0));
      m1 = m1.blend(z1, z1.compare(VectorOperators.GT, m1));
    }
    m0 = m0.blend(m1, m1.compare(VectorOperators.GT, m0));
    float[] lanes = w.scratch(0, LANES);
    m0.intoArray(lanes, 0);
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
  private static double exp(
      Worker w, float[] z, int from, float max, float[] e, int to, int n) {
    double sum = 0;
    for (int i = 0; i < n; i += CHUNK) {
      sum += expChunk(w, z, from + i, max, e, to + i, Math.min(CHUNK, n - i));
    }
    return sum;
  }

  private static double expChunk(
      Worker w, float[] z, int from, float max, float[] e, int to, int n) {
    FloatVector sum = FloatVector.zero(FLOATS);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, z, from + i);
      FloatVector y = VectorMath.expBounded(x.sub(max));
      y.intoArray(e, to + i);
      sum = sum.add(y);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      FloatVector x = FloatVector.fromArray(FLOATS, z, from + whole, tail);
      FloatVector y = VectorMath.expBounded(x.sub(max));
      y.intoArray(e, to + whole, tail);
      sum = sum.add(FloatVector.zero(FLOATS).blend(y, tail));
    }
    return sumOfLanes(w, sum);
  }

  private static double sumOfExp(Worker w, float[] z, int from, float max, int n) {
    double sum = 0;
    for (int i = 0; i < n; i += CHUNK) {
      sum += sumOfExpChunk(w, z, from + i, max, Math.min(CHUNK, n - i));
    }
    return sum;
  }

  private static double sumOfExpChunk(Worker w, float[] z, int from, float max, int n) {
    FloatVector sum = FloatVector.zero(FLOATS);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, z, from + i);
      sum = sum.add(VectorMath.expBounded(x.sub(max)));
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      FloatVector x = FloatVector.fromArray(FLOATS, z, from + whole, tail);
      FloatVector y = VectorMath.expBounded(x.sub(max));
      sum = sum.add(FloatVector.zero(FLOATS).blend(y, tail));
    }
    return sumOfLanes(w, sum);
  }

  /** The lanes from first to last: {@code reduceLanes} promises no order. */
  private static double sumOfLanes(Worker w, FloatVector v) {
    float[] lanes = w.scratch(0, LANES);
    v.intoArray(lanes, 0);
    double sum = 0;
    for (int j = 0; j < LANES; j++) {
      sum += lanes[j];
    }
    return sum;
  }

  private static void scale(float[] x, int at, int n, float factor) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(FLOATS, x, at + i).mul(factor).intoArray(x, at + i);
    }
    for (int i = whole; i < n; i++) {
      x[at + i] *= factor;
    }
  }
}
