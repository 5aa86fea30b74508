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
  default void sgd(Worker w, float[] theta, float[] gradient, UpdateStep step) {
    KernelChecks.sameLength("sgd", theta, gradient);
    for (int j = w.from(theta.length, 1); j < w.to(theta.length, 1); j++) {
      theta[j] -= step.rate() * (step.scale() * gradient[j]) + step.decay() * theta[j];
    }
  }

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
    for (int j = w.from(theta.length, 1); j < w.to(theta.length, 1); j++) {
      float g = step.scale() * gradient[j];
      velocity[j] = momentum * velocity[j] + g;
      float direction = ahead ? g + momentum * velocity[j] : velocity[j];
      theta[j] -= step.rate() * direction + step.decay() * theta[j];
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
    for (int j = w.from(theta.length, 1); j < w.to(theta.length, 1); j++) {
      float g = step.scale() * gradient[j];
      squares[j] = keep * squares[j] + share * g * g;
      float denominator = (float) Math.sqrt(squares[j]) + epsilon;
      theta[j] -= step.rate() * g / denominator + step.decay() * theta[j];
    }
  }

  @Override
  default void adam(
      Worker w, float[] theta, float[] gradient, float[] m, float[] v, AdamStep step) {
    KernelChecks.sameLength("adam", theta, gradient);
    KernelChecks.sameLength("adam", theta, m);
    KernelChecks.sameLength("adam", theta, v);
    UpdateStep update = step.update();
    for (int j = w.from(theta.length, 1); j < w.to(theta.length, 1); j++) {
      float g = update.scale() * gradient[j];
      m[j] = step.beta1() * m[j] + (1 - step.beta1()) * g;
      v[j] = step.beta2() * v[j] + (1 - step.beta2()) * g * g;
      float denominator = (float) Math.sqrt(v[j] * step.correction2()) + step.epsilon();
      theta[j] -=
          update.rate() * (m[j] * step.correction1()) / denominator + update.decay() * theta[j];
    }
  }

  @Override
  default void average(Worker w, float[] average, float[] x, float share) {
    KernelChecks.sameLength("average", average, x);
    for (int j = w.from(x.length, 1); j < w.to(x.length, 1); j++) {
      average[j] = share == 1 ? x[j] : average[j] + share * (x[j] - average[j]);
    }
  }

  @Override
  default void clamp(Worker w, float[] gradient, float scale, float limit) {
    for (int j = w.from(gradient.length, 1); j < w.to(gradient.length, 1); j++) {
      gradient[j] = Math.clamp(scale * gradient[j], -limit, limit);
    }
  }
}
