package dev.rnn4j.train.optim;

import dev.rnn4j.core.kernel.AdamStep;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.UpdateStep;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015, algorithm 1), with its correction of the moments' bias; with weight
 * decay AdamW (Loshchilov and Hutter 2019, algorithm 2).
 */
public final class Adam implements Optimizer {
  private final Kernels kernels;
  private final AdamChoice choice;
  private final float[] m;
  private final float[] v;
  private long updates;

  /**
   * An optimiser at rest.
   *
   * @param size number of parameters
   * @param choice its numbers
   * @param kernels the arithmetic
   */
  public Adam(int size, AdamChoice choice, Kernels kernels) {
    this.kernels = kernels;
    this.choice = choice;
    m = new float[size];
    v = new float[size];
  }

  @Override
  public void update(Worker w, float[] theta, float[] gradient, float scale, float rate) {
    AdamStep step =
        new AdamStep(
            UpdateStep.of(scale, rate, choice.weightDecay()),
            choice.beta1(),
            choice.beta2(),
            choice.epsilon(),
            correction(choice.beta1()),
            correction(choice.beta2()));
    kernels.adam(w, theta, gradient, m, v, step);
  }

  private float correction(float beta) {
    return (float) (1 / (1 - Math.pow(beta, updates + 1.0)));
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
    for (float value : v) {
      if (!(value >= 0)) {
        throw new IllegalArgumentException(
            "Adam's moment v is a mean of squares, so it cannot be " + value);
      }
    }
    updates = newUpdates;
  }

  @Override
  public Map<String, float[]> moments() {
    return Map.of("m", m, "v", v);
  }
}
