package dev.rnn4j.bench.peers;

/** An engine cannot compute a case; the message says why, and stands in the table's notes. */
public final class UnsupportedCaseException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a reason for people. */
  public UnsupportedCaseException(String reason) {
    super(reason);
  }
}
