package dev.rnn4j.bench.campaign;

import java.io.Serial;

/** A contestant cannot do a case; the message says why, and stands in the report's notes. */
public final class UnsupportedCaseException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public UnsupportedCaseException(String reason) {
    super(reason);
  }
}
