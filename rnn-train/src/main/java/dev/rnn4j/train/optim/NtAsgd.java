package dev.rnn4j.train.optim;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.UpdateStep;
import dev.rnn4j.core.kernel.Worker;
import java.util.Arrays;
import java.util.Map;

/**
 * Averaged stochastic gradient descent with a non-monotone trigger (Merity et al. 2018, algorithm
 * 1): plain descent until a validation is worse than the best of those more than n validations
 * before. From then on descent goes on at the same rate, and what is validated and kept is the mean
 * of the parameters after every update since (Polyak and Juditsky 1992). The trigger waits: it
 * needs n validations to look back over.
 */
public final class NtAsgd implements Optimizer {
  /** Not triggered. */
  private static final long NEVER = -1;

  private final Kernels kernels;
  private final int interval;
  private final float weightDecay;
  private final float[] average;
  private double[] losses = {};
  private long trigger = NEVER;
  private long updates;

  /**
   * An optimiser at rest.
   *
   * @param size number of parameters
   * @param interval n, validations to look back over, 0 or more
   * @param weightDecay λ; 0 for none
   * @param kernels the arithmetic
   */
  NtAsgd(int size, int interval, float weightDecay, Kernels kernels) {
    this.kernels = kernels;
    this.interval = interval;
    this.weightDecay = weightDecay;
    average = new float[size];
  }

  @Override
  public void update(Worker w, float[] theta, float[] gradient, float scale, float rate) {
    kernels.sgd(w, theta, gradient, UpdateStep.of(scale, rate, weightDecay));
    if (trigger != NEVER) {
      w.barrier(); // another operation may share out the parameters in another way
      kernels.average(w, average, theta, 1f / (updates - trigger + 1));
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
    if (trigger > newUpdates) {
      throw new IllegalArgumentException(
          "averaging cannot have begun after update " + trigger + " of " + newUpdates);
    }
    updates = newUpdates;
  }

  @Override
  public Map<String, float[]> moments() {
    return Map.of("average", average);
  }

  @Override
  public void afterValidation(double loss) {
    int before = losses.length;
    boolean worse = before > interval && loss > least(before - interval);
    if (worse && trigger == NEVER) {
      trigger = updates;
    }
    losses = Arrays.copyOf(losses, before + 1);
    losses[before] = loss;
  }

  /** The least of the first losses, one or more. */
  private double least(int count) {
    double least = losses[0];
    for (int i = 1; i < count; i++) {
      least = Math.min(least, losses[i]);
    }
    return least;
  }

  @Override
  public float[] result(float[] theta) {
    return trigger != NEVER && updates > trigger ? average : theta;
  }

  /** The update after which averaging began, or -1, then the validations so far. */
  @Override
  public double[] memory() {
    double[] memory = new double[1 + losses.length];
    memory[0] = trigger;
    System.arraycopy(losses, 0, memory, 1, losses.length);
    return memory;
  }

  @Override
  public void recall(double[] memory) {
    if (memory.length == 0 || memory[0] != (long) memory[0] || memory[0] < NEVER) {
      throw new IllegalArgumentException(
          "nt-asgd needs to know when averaging began, and the validations before");
    }
    trigger = (long) memory[0];
    losses = Arrays.copyOfRange(memory, 1, memory.length);
  }
}
