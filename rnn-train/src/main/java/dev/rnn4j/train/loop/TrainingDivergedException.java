package dev.rnn4j.train.loop;

/** The loss or the gradient is no longer a number; the parameters are as they were before the step. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An account of it.
   *
   * @param message what happened, where, and what to try
   */
  public TrainingDivergedException(String message) {
    super(message);
  }
}
