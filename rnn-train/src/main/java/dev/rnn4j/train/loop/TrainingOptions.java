package dev.rnn4j.train.loop;

import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.Schedule;

/**
 * Everything that decides how a model is trained, besides the model and the data.
 *
 * @param batching how the text is cut
 * @param optimization how the parameters move
 * @param initialization where they start
 * @param epochs passes over the text, 1 or more
 * @param patience epochs without a better validation loss after which to stop; 0 for never
 * @param seed of everything random
 */
public record TrainingOptions(
    Batching batching,
    Optimization optimization,
    Initialization initialization,
    int epochs,
    int patience,
    long seed) {
  static final int MAX_EPOCHS = 1_000_000;

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
   * The same training with another end. What is done so far does not depend on either.
   *
   * @param newEpochs passes over the text, 1 or more
   * @param newPatience epochs without a better validation loss; 0 for never
   * @return options that are otherwise these
   */
  public TrainingOptions until(int newEpochs, int newPatience) {
    return new TrainingOptions(
        batching, optimization, initialization, newEpochs, newPatience, seed);
  }

  /**
   * How the text is cut.
   *
   * @param streams B, streams read side by side
   * @param window T, steps after which the gradient is truncated
   */
  public record Batching(int streams, int window) {
    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Batching {
      check("batch", streams, 1, 1 << 16);
      check("bptt window", window, 1, 1 << 16);
    }
  }

  /**
   * How the parameters move.
   *
   * @param optimizer the rule
   * @param learningRate initial learning rate, above 0 to a million
   * @param schedule how it changes
   * @param clip largest norm of all gradients together; 0 for no clipping
   * @param objective what the gradient is taken of
   */
  public record Optimization(
      OptimizerChoice optimizer,
      double learningRate,
      Schedule schedule,
      double clip,
      Objective objective) {
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
    }
  }

  private static void check(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          what + " must be " + min + " to " + max + ", not " + value);
    }
  }
}
