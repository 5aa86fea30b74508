package dev.rnn4j.train.loop;

import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;

/**
 * Everything that decides how a model is trained, besides the task.
 *
 * @param optimization how the parameters move
 * @param epochs passes over the data, 1 or more
 * @param patience epochs without a better validation loss after which to stop; 0 for never
 * @param seed of everything random
 */
public record TrainingOptions(Optimization optimization, int epochs, int patience, long seed) {
  static final int MAX_EPOCHS = 1_000_000;

  private static final double USUAL_CLIP = 5;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public TrainingOptions {
    check("epochs", epochs, 1, MAX_EPOCHS);
    check("patience", patience, 0, 1_000_000);
  }

  /**
   * So many epochs of Adam at a learning rate of 0.002, which suits most small networks.
   *
   * @param epochs passes over the data, 1 or more
   * @return options without patience and with the seed 1
   */
  public static TrainingOptions of(int epochs) {
    return of(epochs, Optimization.adam(0.002));
  }

  /**
   * So many epochs.
   *
   * @param epochs passes over the data, 1 or more
   * @param optimization how the parameters move
   * @return options without patience and with the seed 1
   */
  public static TrainingOptions of(int epochs, Optimization optimization) {
    return new TrainingOptions(optimization, epochs, 0, 1);
  }

  /**
   * The same training with another end. What is done so far does not depend on either.
   *
   * @param newEpochs passes over the data, 1 or more
   * @param newPatience epochs without a better validation loss; 0 for never
   * @return options that are otherwise these
   */
  public TrainingOptions until(int newEpochs, int newPatience) {
    return new TrainingOptions(optimization, newEpochs, newPatience, seed);
  }

  /**
   * How the parameters move.
   *
   * @param optimizer the rule
   * @param learningRate initial learning rate, above 0 to a million
   * @param schedule how it changes
   * @param clip largest norm of all gradients together; 0 for no clipping
   * @param clipValue largest value of any one gradient, after the clipping by norm; 0 for no limit
   * @param accumulate batches whose mean gradient makes a step, 1 or more
   */
  public record Optimization(
      OptimizerChoice optimizer,
      double learningRate,
      Schedule schedule,
      double clip,
      double clipValue,
      int accumulate) {
    /**
     * A step for every batch, clipping by norm alone.
     *
     * @param optimizer the rule
     * @param learningRate initial learning rate, above 0 to a million
     * @param schedule how it changes
     * @param clip largest norm of all gradients together; 0 for no clipping
     */
    public Optimization(
        OptimizerChoice optimizer, double learningRate, Schedule schedule, double clip) {
      this(optimizer, learningRate, schedule, clip, 0, 1);
    }

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Optimization {
      if (!(learningRate > 0 && learningRate <= 1e6)) {
        throw new IllegalArgumentException(
            "the learning rate must be above 0 and at most 1000000, not " + learningRate);
      }
      if (!(clip >= 0 && clip < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("clip must be 0 (none) or more, not " + clip);
      }
      if (!(clipValue == 0 || (clipValue >= Float.MIN_NORMAL && clipValue <= 1e6))) {
        throw new IllegalArgumentException(
            "the clip value must be 0 (none) or up to 1000000, not " + clipValue);
      }
      check("batches accumulated for a step", accumulate, 1, 1_000_000);
    }

    /**
     * Adam at one learning rate, clipping at a norm of 5.
     *
     * @param learningRate above 0 to a million; 0.002 is usual
     * @return how to move
     */
    public static Optimization adam(double learningRate) {
      return new Optimization(
          AdamChoice.DEFAULT, learningRate, new Schedule.Constant(), USUAL_CLIP);
    }

    /**
     * Stochastic gradient descent without momentum at one learning rate, clipping at a norm of 5.
     *
     * @param learningRate above 0 to a million; 1 is usual
     * @return how to move
     */
    public static Optimization sgd(double learningRate) {
      return new Optimization(new SgdChoice(0), learningRate, new Schedule.Constant(), USUAL_CLIP);
    }

    /**
     * The same with another schedule.
     *
     * @param newSchedule how the learning rate changes
     * @return otherwise this
     */
    public Optimization withSchedule(Schedule newSchedule) {
      return new Optimization(optimizer, learningRate, newSchedule, clip, clipValue, accumulate);
    }

    /**
     * The same with other clipping.
     *
     * @param newClip largest norm of all gradients together; 0 for no clipping
     * @return otherwise this
     */
    public Optimization withClip(double newClip) {
      return new Optimization(optimizer, learningRate, schedule, newClip, clipValue, accumulate);
    }

    /**
     * The same with clipping by value.
     *
     * @param newClipValue largest value of any one gradient; 0 for no limit
     * @return otherwise this
     */
    public Optimization withClipValue(double newClipValue) {
      return new Optimization(optimizer, learningRate, schedule, clip, newClipValue, accumulate);
    }

    /**
     * The same with so many batches for a step, whose gradients are as those of one batch that
     * holds all of their examples.
     *
     * @param newAccumulate 1 or more
     * @return otherwise this
     */
    public Optimization withAccumulation(int newAccumulate) {
      return new Optimization(optimizer, learningRate, schedule, clip, clipValue, newAccumulate);
    }
  }

  private static void check(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          what + " must be " + min + " to " + max + ", not " + value);
    }
  }
}
