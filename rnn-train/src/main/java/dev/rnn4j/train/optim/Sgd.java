package dev.rnn4j.train.optim;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.UpdateStep;
import dev.rnn4j.core.kernel.Worker;
import java.util.Map;

/**
 * Stochastic gradient descent, θ ← θ - rate · g; with momentum v ← μ v + g, θ ← θ - rate · v; with
 * Nesterov's, θ ← θ - rate · (g + μ v), which looks ahead to where the velocity leads (Sutskever et
 * al. 2013).
 */
public final class Sgd implements Optimizer {
  private final Kernels kernels;
  private final float momentum;
  private final boolean ahead;
  private final float weightDecay;
  private final float[] velocity;
  private long updates;

  /**
   * An optimiser at rest.
   *
   * @param size number of parameters
   * @param momentum μ; 0 for none
   * @param ahead whether the momentum is Nesterov's
   * @param weightDecay λ; 0 for none
   * @param kernels the arithmetic
   */
  public Sgd(int size, float momentum, boolean ahead, float weightDecay, Kernels kernels) {
    this.kernels = kernels;
    this.momentum = momentum;
    this.ahead = ahead;
    this.weightDecay = weightDecay;
    velocity = new float[momentum == 0 ? 0 : size];
  }

  @Override
  public void update(Worker w, float[] theta, float[] gradient, float scale, float rate) {
    UpdateStep step = UpdateStep.of(scale, rate, weightDecay);
    if (momentum == 0) {
      kernels.sgd(w, theta, gradient, step);
    } else {
      kernels.sgdMomentum(w, theta, gradient, velocity, momentum, ahead, step);
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
