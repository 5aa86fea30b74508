package dev.rnn4j.cli;

import java.io.Serial;

/** A failure that is explained by its message alone; ends the program with exit code 1. */
final class CliException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  CliException(String message) {
    super(message);
  }

  CliException(String message, Throwable cause) {
    super(message, cause);
  }
}
