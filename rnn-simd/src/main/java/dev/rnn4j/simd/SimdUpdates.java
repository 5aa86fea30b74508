package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.UPDATE_GRANULE;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.DOUBLES;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.AdamStep;
import dev.rnn4j.core.kernel.KernelChecks;
import dev.rnn4j.core.kernel.ScalarUpdates;
import dev.rnn4j.core.kernel.UpdateStep;
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
  default void sgd(Worker w, float[] theta, float[] gradient, UpdateStep step) {
    KernelChecks.sameLength("sgd", theta, gradient);
    float scale = step.scale();
    float rate = step.rate();
    float decay = step.decay();
    int from = w.from(theta.length, UPDATE_GRANULE);
    int to = w.to(theta.length, UPDATE_GRANULE);
    int whole = from + wholeVectors(to - from);
    for (int i = from; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, i).mul(scale);
      FloatVector t = FloatVector.fromArray(FLOATS, theta, i);
      t.sub(g.mul(rate).add(t.mul(decay))).intoArray(theta, i);
    }
    for (int i = whole; i < to; i++) {
      theta[i] -= rate * (scale * gradient[i]) + decay * theta[i];
    }
  }

  /** The direction is a sum of both with factors that may be 0 and 1: no branch in the loop. */
  @Override
  default void sgdMomentum(
      Worker w,
      float[] theta,
      float[] gradient,
      float[] velocity,
      float momentum,
      boolean ahead,
      UpdateStep step) {
    KernelChecks.sameLength("sgdMomentum", theta, gradient);
    KernelChecks.sameLength("sgdMomentum", theta, velocity);
    float scale = step.scale();
    float rate = step.rate();
    float decay = step.decay();
    float ofGradient = ahead ? 1 : 0;
    float ofVelocity = ahead ? momentum : 1;
    int from = w.from(theta.length, UPDATE_GRANULE);
    int to = w.to(theta.length, UPDATE_GRANULE);
    int whole = from + wholeVectors(to - from);
    for (int i = from; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, i).mul(scale);
      FloatVector v = FloatVector.fromArray(FLOATS, velocity, i).mul(momentum).add(g);
      v.intoArray(velocity, i);
      FloatVector direction = g.mul(ofGradient).add(v.mul(ofVelocity));
      FloatVector t = FloatVector.fromArray(FLOATS, theta, i);
      t.sub(direction.mul(rate).add(t.mul(decay))).intoArray(theta, i);
    }
    for (int i = whole; i < to; i++) {
      float g = scale * gradient[i];
      velocity[i] = momentum * velocity[i] + g;
      theta[i] -= rate * (ofGradient * g + ofVelocity * velocity[i]) + decay * theta[i];
    }
  }

  @Override
  default void sgdOverRoot(
      Worker w,
      float[] theta,
      float[] gradient,
      float[] squares,
      float keep,
      float share,
      float epsilon,
      UpdateStep step) {
    KernelChecks.sameLength("sgdOverRoot", theta, gradient);
    KernelChecks.sameLength("sgdOverRoot", theta, squares);
    float scale = step.scale();
    float rate = step.rate();
    float decay = step.decay();
    int from = w.from(theta.length, UPDATE_GRANULE);
    int to = w.to(theta.length, UPDATE_GRANULE);
    int whole = from + wholeVectors(to - from);
    for (int i = from; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, i).mul(scale);
      FloatVector s = FloatVector.fromArray(FLOATS, squares, i).mul(keep);
      s = s.add(g.mul(share).mul(g));
      s.intoArray(squares, i);
      FloatVector root = s.lanewise(VectorOperators.SQRT).add(epsilon);
      FloatVector t = FloatVector.fromArray(FLOATS, theta, i);
      t.sub(g.mul(rate).div(root).add(t.mul(decay))).intoArray(theta, i);
    }
    for (int i = whole; i < to; i++) {
      float g = scale * gradient[i];
      squares[i] = keep * squares[i] + share * g * g;
      float root = (float) Math.sqrt(squares[i]) + epsilon;
      theta[i] -= rate * g / root + decay * theta[i];
    }
  }

  @Override
  default void adam(
      Worker w, float[] theta, float[] gradient, float[] m, float[] v, AdamStep step) {
    KernelChecks.sameLength("adam", theta, gradient);
    KernelChecks.sameLength("adam", theta, m);
    KernelChecks.sameLength("adam", theta, v);
    float scale = step.update().scale();
    float rate = step.update().rate();
    float decay = step.update().decay();
    int from = w.from(theta.length, UPDATE_GRANULE);
    int to = w.to(theta.length, UPDATE_GRANULE);
    int whole = from + wholeVectors(to - from);
    for (int i = from; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, i).mul(scale);
      FloatVector first = FloatVector.fromArray(FLOATS, m, i).mul(step.beta1());
      first = first.add(g.mul(1 - step.beta1()));
      first.intoArray(m, i);
      FloatVector second = FloatVector.fromArray(FLOATS, v, i).mul(step.beta2());
      second = second.add(g.mul(1 - step.beta2()).mul(g));
      second.intoArray(v, i);
      FloatVector root = second.mul(step.correction2()).lanewise(VectorOperators.SQRT);
      FloatVector change = first.mul(step.correction1()).mul(rate).div(root.add(step.epsilon()));
      FloatVector old = FloatVector.fromArray(FLOATS, theta, i);
      old.sub(change.add(old.mul(decay))).intoArray(theta, i);
    }
    for (int i = whole; i < to; i++) {
      float g = scale * gradient[i];
      m[i] = step.beta1() * m[i] + (1 - step.beta1()) * g;
      v[i] = step.beta2() * v[i] + (1 - step.beta2()) * g * g;
      float root = (float) Math.sqrt(v[i] * step.correction2());
      float change = m[i] * step.correction1() * rate / (root + step.epsilon());
      theta[i] -= change + decay * theta[i];
    }
  }

  @Override
  default void average(Worker w, float[] average, float[] x, float share) {
    KernelChecks.sameLength("average", average, x);
    int from = w.from(x.length, UPDATE_GRANULE);
    int to = w.to(x.length, UPDATE_GRANULE);
    if (share == 1) {
      System.arraycopy(x, from, average, from, to - from);
      return;
    }
    int whole = from + wholeVectors(to - from);
    for (int i = from; i < whole; i += LANES) {
      FloatVector a = FloatVector.fromArray(FLOATS, average, i);
      FloatVector difference = FloatVector.fromArray(FLOATS, x, i).sub(a);
      a.add(difference.mul(share)).intoArray(average, i);
    }
    for (int i = whole; i < to; i++) {
      average[i] += share * (x[i] - average[i]);
    }
  }

  @Override
  default void clamp(Worker w, float[] gradient, float scale, float limit) {
    int from = w.from(gradient.length, UPDATE_GRANULE);
    int to = w.to(gradient.length, UPDATE_GRANULE);
    int whole = from + wholeVectors(to - from);
    for (int i = from; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gradient, i).mul(scale);
      g.max(-limit).min(limit).intoArray(gradient, i);
    }
    for (int i = whole; i < to; i++) {
      gradient[i] = Math.clamp(scale * gradient[i], -limit, limit);
    }
  }
}
