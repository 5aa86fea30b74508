package dev.rnn4j.simd;

import static dev.rnn4j.core.kernel.Kernels.BLOCK;
import static dev.rnn4j.simd.VectorConstants.DOUBLES;
import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static dev.rnn4j.simd.VectorConstants.LANES;
import static dev.rnn4j.simd.VectorConstants.doubleZero;
import static dev.rnn4j.simd.VectorConstants.wholeVectors;

import dev.rnn4j.core.kernel.AdamStep;
import dev.rnn4j.core.kernel.Worker;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Squared norms and parameter updates over flat arrays, shared out in ranges. */
final class Optimizers {
  /** Ranges are cut at multiples of this, so that only the last has a tail. */
  private static final int GRANULE = 64;

  private Optimizers() {}

  static void sumOfSquares(Worker w, float[] x, double[] blockSums) {
    int blocks = Math.ceilDiv(x.length, BLOCK);
    Shares.requireAtLeast("sumOfSquares", "block sums", blockSums.length, blocks);
    int to = w.to(blocks, 1);
    for (int i = w.from(blocks, 1); i < to; i++) {
      int from = i * BLOCK;
      blockSums[i] = sumOfSquares(w, x, from, Math.min(BLOCK, x.length - from));
    }
  }

  /** In double: the square of a float is exact there, and neither overflows nor vanishes. */
  private static double sumOfSquares(Worker w, float[] x, int from, int n) {
    DoubleVector even = doubleZero();
    DoubleVector odd = doubleZero();
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, from + i);
      DoubleVector low = widen(v, 0);
      DoubleVector high = widen(v, 1);
      even = low.fma(low, even);
      odd = high.fma(high, odd);
    }
    double sum = sumOfLanes(even.add(odd));
    for (int i = whole; i < n; i++) {
      sum += (double) x[from + i] * x[from + i];
    }
    return sum;
  }

  private static DoubleVector widen(FloatVector v, int part) {
    return (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, part);
  }

  private static double sumOfLanes(DoubleVector v) {
    double sum = 0;
    for (int j = 0; j < DOUBLES.length(); j++) {
      sum += v.lane(j);
    }
    return sum;
  }

  static void sgd(Worker w, float[] theta, float[] gradient, float scale, float rate) {
    Shares.requireEqualLength("sgd", theta, gradient);
    int from = w.from(theta.length, GRANULE);
    int to = w.to(theta.length, GRANULE);
    int whole = from + wholeVectors(to - from);
    for (int i = from; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, i).mul(scale);
      FloatVector t = FloatVector.fromArray(FLOATS, theta, i);
      t.sub(g.mul(rate)).intoArray(theta, i);
    }
    for (int i = whole; i < to; i++) {
      theta[i] -= rate * (scale * gradient[i]);
    }
  }

  static void sgdMomentum(
      Worker w,
      float[] theta,
      float[] gradient,
      float[] velocity,
      float scale,
      float rate,
      float momentum) {
    Shares.requireEqualLength("sgdMomentum", theta, gradient);
    Shares.requireEqualLength("sgdMomentum", theta, velocity);
    int from = w.from(theta.length, GRANULE);
    int to = w.to(theta.length, GRANULE);
    int whole = from + wholeVectors(to - from);
    for (int i = from; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, i).mul(scale);
      FloatVector v = FloatVector.fromArray(FLOATS, velocity, i).mul(momentum).add(g);
      v.intoArray(velocity, i);
      FloatVector t = FloatVector.fromArray(FLOATS, theta, i);
      t.sub(v.mul(rate)).intoArray(theta, i);
    }
    for (int i = whole; i < to; i++) {
      velocity[i] = momentum * velocity[i] + scale * gradient[i];
      theta[i] -= rate * velocity[i];
    }
  }

  static void adam(
      Worker w, float[] theta, float[] gradient, float[] m, float[] v, AdamStep step) {
    Shares.requireEqualLength("adam", theta, gradient);
    Shares.requireEqualLength("adam", theta, m);
    Shares.requireEqualLength("adam", theta, v);
    int from = w.from(theta.length, GRANULE);
    int to = w.to(theta.length, GRANULE);
    int whole = from + wholeVectors(to - from);
    for (int i = from; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, i).mul(step.scale());
      FloatVector m1 = moment(FloatVector.fromArray(FLOATS, m, i), g, step.beta1());
      FloatVector v1 = moment(FloatVector.fromArray(FLOATS, v, i), g.mul(g), step.beta2());
      m1.intoArray(m, i);
      v1.intoArray(v, i);
      change(FloatVector.fromArray(FLOATS, theta, i), m1, v1, step).intoArray(theta, i);
    }
    if (whole < to) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, to);
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, whole, tail).mul(step.scale());
      FloatVector m1 = moment(FloatVector.fromArray(FLOATS, m, whole, tail), g, step.beta1());
      FloatVector v1 =
          moment(FloatVector.fromArray(FLOATS, v, whole, tail), g.mul(g), step.beta2());
      m1.intoArray(m, whole, tail);
      v1.intoArray(v, whole, tail);
      change(FloatVector.fromArray(FLOATS, theta, whole, tail), m1, v1, step)
          .intoArray(theta, whole, tail);
    }
  }

  /** β · old + (1 - β) · value. */
  private static FloatVector moment(FloatVector old, FloatVector value, float beta) {
    return old.mul(beta).add(value.mul(1 - beta));
  }

  /** θ - rate · (m · correction1) / (√(v · correction2) + ε). */
  private static FloatVector change(
      FloatVector theta, FloatVector m, FloatVector v, AdamStep step) {
    FloatVector denominator =
        v.mul(step.correction2()).lanewise(VectorOperators.SQRT).add(step.epsilon());
    return theta.sub(m.mul(step.correction1()).mul(step.rate()).div(denominator));
  }
}
