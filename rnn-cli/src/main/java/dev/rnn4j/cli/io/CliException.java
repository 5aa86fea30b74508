package dev.rnn4j.cli.io;

import java.io.Serial;

/** A failure that is explained by its message alone; ends the program with exit code 1. */
public final class CliException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public CliException(String message) {
    super(message);
  }

  public CliException(String message, Throwable cause) {
    super(message, cause);
  }
}
