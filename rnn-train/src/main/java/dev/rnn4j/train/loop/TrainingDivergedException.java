package dev.rnn4j.train.loop;

/**
 * The loss or the gradient is no longer a number, or so large that the parameters would soon not be
 * any more. The parameters are those before the step: finite, but of no use; the best ones are
 * kept.
 */
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
