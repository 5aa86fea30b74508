package dev.rnn4j.core.kernel;

/** {@link UpdateKernels} as they are defined, one element after the other. */
public interface ScalarUpdates extends UpdateKernels {
  @Override
  default void sumOfSquares(Worker w, float[] x, double[] blockSums) {
    KernelChecks.sumOfSquares(x, blockSums);
    int blocks = Math.ceilDiv(x.length, BLOCK);
    for (int i = w.from(blocks, 1); i < w.to(blocks, 1); i++) {
      double sum = 0;
      for (int j = i * BLOCK; j < Math.min(x.length, (i + 1L) * BLOCK); j++) {
        sum += (double) x[j] * x[j];
      }
      blockSums[i] = sum;
    }
  }

  @Override
  default void sgd(Worker w, float[] theta, float[] gradient, float scale, float rate) {
    KernelChecks.sameLength("sgd", theta, gradient);
    for (int j = w.from(theta.length, 1); j < w.to(theta.length, 1); j++) {
      theta[j] -= rate * (scale * gradient[j]);
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
    for (int j = w.from(theta.length, 1); j < w.to(theta.length, 1); j++) {
      velocity[j] = momentum * velocity[j] + scale * gradient[j];
      theta[j] -= rate * velocity[j];
    }
  }

  @Override
  default void adam(
      Worker w, float[] theta, float[] gradient, float[] m, float[] v, AdamStep step) {
    KernelChecks.sameLength("adam", theta, gradient);
    KernelChecks.sameLength("adam", theta, m);
    KernelChecks.sameLength("adam", theta, v);
    for (int j = w.from(theta.length, 1); j < w.to(theta.length, 1); j++) {
      float g = step.scale() * gradient[j];
      m[j] = step.beta1() * m[j] + (1 - step.beta1()) * g;
      v[j] = step.beta2() * v[j] + (1 - step.beta2()) * g * g;
      float denominator = (float) Math.sqrt(v[j] * step.correction2()) + step.epsilon();
      theta[j] -= step.rate() * (m[j] * step.correction1()) / denominator;
    }
  }
}
