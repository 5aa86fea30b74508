package dev.rnn4j.train.loop;

import java.util.function.Consumer;

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

  /**
   * A listener that hears of epochs only.
   *
   * @param action what to do after each
   * @return the listener
   */
  static ProgressListener ofEpochs(Consumer<EpochReport> action) {
    return new ProgressListener() {
      @Override
      public void onEpoch(EpochReport report) {
        action.accept(report);
      }
    };
  }
}
