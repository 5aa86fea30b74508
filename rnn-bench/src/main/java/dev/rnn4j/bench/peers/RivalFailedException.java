package dev.rnn4j.bench.peers;

import java.io.Serial;

/** A rival's JVM died, hangs, or reports an error; the message says what, for people. */
final class RivalFailedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  RivalFailedException(String message) {
    super(message);
  }
}
