package dev.rnn4j.train.loop;

/** Hears of a training's progress, on the thread that trains. */
public interface ProgressListener {
  /**
   * After each step.
   *
   * @param report what happened
   */
  default void onStep(StepReport report) {}

  /**
   * After each epoch and its validation; {@link Trainer#bestParameters()} is up to date.
   *
   * @param report what happened
   */
  default void onEpoch(EpochReport report) {}
}
