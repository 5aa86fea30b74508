package dev.rnn4j.bench;

import java.io.Serial;

/** A command line that makes no sense; the message says why. */
public final class UsageException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
