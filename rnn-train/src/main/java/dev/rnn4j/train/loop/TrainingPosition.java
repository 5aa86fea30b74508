package dev.rnn4j.train.loop;

/**
 * Where a training stands, between two steps.
 *
 * @param epoch passes completed
 * @param step steps completed in the current one
 * @param epochLossSum sum of the losses in the current epoch, in nats or whatever is minimised
 * @param epochTargets targets of the steps completed in the current epoch
 * @param bestLoss lowest validation loss so far; infinite before the first, NaN without a
 *     validation
 * @param bestEpoch its epoch, from 0; -1 before the first
 * @param failures epochs that did not improve it
 * @param failuresInARow of these, the last without an improvement between
 */
public record TrainingPosition(
    int epoch,
    int step,
    double epochLossSum,
    long epochTargets,
    double bestLoss,
    int bestEpoch,
    int failures,
    int failuresInARow) {
  /** Before the first step. */
  public static final TrainingPosition START =
      new TrainingPosition(0, 0, 0, 0, Double.POSITIVE_INFINITY, -1, 0, 0);

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if no training can stand there, saying which value is wrong
   */
  public TrainingPosition {
    check("epoch", epoch, 0, TrainingOptions.MAX_EPOCHS);
    check("step", step, 0, Integer.MAX_VALUE);
    check("targets of the epoch", epochTargets, 0, Long.MAX_VALUE);
    check("best epoch", bestEpoch, -1, epoch - 1L);
    check("failures", failures, 0, epoch);
    check("failures in a row", failuresInARow, 0, failures);
    // every epoch since the best one was a failure; the first one never is
    check("epochs since the best", epoch - 1L - bestEpoch, failuresInARow, failuresInARow);
    if (!Double.isFinite(epochLossSum)) {
      throw new IllegalArgumentException(
          "position: the loss of the epoch must be a number, not " + epochLossSum);
    }
    if (!isBestLossOf(true) && !isBestLossOf(false)) {
      throw impossibleLoss("");
    }
  }

  /**
   * Checks the best loss, which only a validation makes a number.
   *
   * @param validated whether there is anything to validate with
   * @throws IllegalArgumentException if it is not what epochs with or without it leave
   */
  public void requireLossesOf(boolean validated) {
    if (!isBestLossOf(validated)) {
      throw impossibleLoss(validated ? " with a validation" : " without a validation");
    }
  }

  private boolean isBestLossOf(boolean validated) {
    if (bestEpoch < 0) {
      return bestLoss == Double.POSITIVE_INFINITY;
    }
    return validated ? Double.isFinite(bestLoss) : Double.isNaN(bestLoss) && failures == 0;
  }

  private IllegalArgumentException impossibleLoss(String when) {
    return new IllegalArgumentException(
        "position: the best validation loss cannot be "
            + bestLoss
            + " after "
            + epoch
            + (epoch == 1 ? " epoch" : " epochs")
            + when);
  }

  private static void check(String what, long value, long min, long max) {
    if (value < min || value > max) {
      String limit = min == max ? Long.toString(min) : min + " to " + max;
      throw new IllegalArgumentException(
          "position: " + what + " must be " + limit + ", not " + value);
    }
  }

  TrainingPosition afterStep(double loss, int targets) {
    return new TrainingPosition(
        epoch,
        step + 1,
        epochLossSum + loss,
        epochTargets + targets,
        bestLoss,
        bestEpoch,
        failures,
        failuresInARow);
  }

  TrainingPosition afterEpoch(double validLoss, boolean improved) {
    return new TrainingPosition(
        epoch + 1,
        0,
        0,
        0,
        improved ? validLoss : bestLoss,
        improved ? epoch : bestEpoch,
        improved ? failures : failures + 1,
        improved ? 0 : failuresInARow + 1);
  }
}
