package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.UPDATE_GRANULE;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.DOUBLES;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.AdamStep;
import dev.rnn4j.core.kernel.KernelChecks;
import dev.rnn4j.core.kernel.ScalarUpdates;
import dev.rnn4j.core.kernel.Worker;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Squared norms and parameter updates over flat arrays, shared out in ranges. */
interface SimdUpdates extends ScalarUpdates {
  @Override
  default void sumOfSquares(Worker w, float[] x, double[] blockSums) {
    KernelChecks.sumOfSquares(x, blockSums);
    int blocks = Math.ceilDiv(x.length, BLOCK);
    int to = w.to(blocks, 1);
    for (int i = w.from(blocks, 1); i < to; i++) {
      int from = i * BLOCK;
      blockSums[i] = sumOfSquares(x, from, Math.min(BLOCK, x.length - from));
    }
  }

  /** In double: the square of a float is exact there, and neither overflows nor vanishes. */
  private static double sumOfSquares(float[] x, int from, int n) {
    DoubleVector even = DoubleVector.zero(DOUBLES);
    DoubleVector odd = DoubleVector.zero(DOUBLES);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, from + i);
      DoubleVector low = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
      DoubleVector high = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
      even = low.fma(low, even);
      odd = high.fma(high, odd);
    }
    DoubleVector lanes = even.add(odd);
    double sum = 0;
    for (int j = 0; j < DOUBLES.length(); j++) {
      sum += lanes.lane(j);
    }
    for (int i = whole; i < n; i++) {
      sum += (double) x[from + i] * x[from + i];
    }
    return sum;
  }

  @Override
  default void sgd(Worker w, float[] theta, float[] gradient, float scale, float rate) {
    KernelChecks.sameLength("sgd", theta, gradient);
    int from = w.from(theta.length, UPDATE_GRANULE);
    int to = w.to(theta.length, UPDATE_GRANULE);
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

  @Override
  default void sgdMomentum(
      Worker w,
      float[] theta,
      float[] gradient,
      float[] velocity,
      float scale,
      float rate,
      float momentum) {
    KernelChecks.sameLength("sgdMomentum", theta, gradient);
    KernelChecks.sameLength("sgdMomentum", theta, velocity);
    int from = w.from(theta.length, UPDATE_GRANULE);
    int to = w.to(theta.length, UPDATE_GRANULE);
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

  @Override
  default void adam(
      Worker w, float[] theta, float[] gradient, float[] m, float[] v, AdamStep step) {
    KernelChecks.sameLength("adam", theta, gradient);
    KernelChecks.sameLength("adam", theta, m);
    KernelChecks.sameLength("adam", theta, v);
    int from = w.from(theta.length, UPDATE_GRANULE);
    int to = w.to(theta.length, UPDATE_GRANULE);
    int whole = from + wholeVectors(to - from);
    for (int i = from; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, i).mul(step.scale());
      FloatVector first = FloatVector.fromArray(FLOATS, m, i).mul(step.beta1());
      first = first.add(g.mul(1 - step.beta1()));
      first.intoArray(m, i);
      FloatVector second = FloatVector.fromArray(FLOATS, v, i).mul(step.beta2());
      second = second.add(g.mul(1 - step.beta2()).mul(g));
      second.intoArray(v, i);
      FloatVector root = second.mul(step.correction2()).lanewise(VectorOperators.SQRT);
      FloatVector change = first.mul(step.correction1()).mul(step.rate());
      FloatVector old = FloatVector.fromArray(FLOATS, theta, i);
      old.sub(change.div(root.add(step.epsilon()))).intoArray(theta, i);
    }
    for (int i = whole; i < to; i++) {
      float g = step.scale() * gradient[i];
      m[i] = step.beta1() * m[i] + (1 - step.beta1()) * g;
      v[i] = step.beta2() * v[i] + (1 - step.beta2()) * g * g;
      float root = (float) Math.sqrt(v[i] * step.correction2());
      theta[i] -= m[i] * step.correction1() * step.rate() / (root + step.epsilon());
    }
  }
}
