package dev.rnn4j.train.optim;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.UpdateStep;
import dev.rnn4j.core.kernel.Worker;
import java.util.Map;

/**
 * Gradient descent in which every parameter's step is divided by the root of its squared gradients
 * so far: s ← keep · s + share · g², θ ← θ - rate · g / (√s + ε). A running mean of the squares is
 * RMSProp (Tieleman and Hinton 2012, lecture 6.5), their sum Adagrad (Duchi et al. 2011).
 */
public final class SgdOverRoot implements Optimizer {
  private final Kernels kernels;
  private final float keep;
  private final float share;
  private final float epsilon;
  private final float weightDecay;
  private final float[] squares;
  private long updates;

  /**
   * An optimiser at rest.
   *
   * @param size number of parameters
   * @param keep factor on the squares so far
   * @param share factor on a new square
   * @param epsilon added to the denominator
   * @param weightDecay λ; 0 for none
   * @param kernels the arithmetic
   */
  SgdOverRoot(
      int size, float keep, float share, float epsilon, float weightDecay, Kernels kernels) {
    this.kernels = kernels;
    this.keep = keep;
    this.share = share;
    this.epsilon = epsilon;
    this.weightDecay = weightDecay;
    squares = new float[size];
  }

  @Override
  public void update(Worker w, float[] theta, float[] gradient, float scale, float rate) {
    UpdateStep step = UpdateStep.of(scale, rate, weightDecay);
    kernels.sgdOverRoot(w, theta, gradient, squares, keep, share, epsilon, step);
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
    for (float value : squares) {
      if (!(value >= 0)) {
        throw new IllegalArgumentException("a sum of squared gradients cannot be " + value);
      }
    }
    updates = newUpdates;
  }

  @Override
  public Map<String, float[]> moments() {
    return Map.of("squares", squares);
  }
}
