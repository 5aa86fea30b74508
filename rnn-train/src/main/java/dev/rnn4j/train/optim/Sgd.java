package dev.rnn4j.train.optim;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import java.util.Map;

/**
 * Stochastic gradient descent, θ ← θ - rate · g, or with momentum v ← μ v + g, θ ← θ - rate · v.
 */
public final class Sgd implements Optimizer {
  private final Kernels kernels;
  private final float momentum;
  private final float[] velocity;
  private long updates;

  /**
   * An optimiser at rest.
   *
   * @param size number of parameters
   * @param momentum μ; 0 for none
   * @param kernels the arithmetic
   */
  public Sgd(int size, float momentum, Kernels kernels) {
    this.kernels = kernels;
    this.momentum = momentum;
    velocity = new float[momentum == 0 ? 0 : size];
  }

  @Override
  public void update(Worker w, float[] theta, float[] gradient, float scale, float rate) {
    if (momentum == 0) {
      kernels.sgd(w, theta, gradient, scale, rate);
    } else {
      kernels.sgdMomentum(w, theta, gradient, velocity, scale, rate, momentum);
    }
  }

  @Override
  public void finishUpdate() {
    updates++;
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public void resumeAt(long newUpdates) {
    updates = newUpdates;
  }

  @Override
  public Map<String, float[]> moments() {
    return momentum == 0 ? Map.of() : Map.of("velocity", velocity);
  }
}
