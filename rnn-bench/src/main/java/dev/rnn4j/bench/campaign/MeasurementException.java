package dev.rnn4j.bench.campaign;

import java.io.Serial;

/** A JVM that should measure died, hangs, or reports an error; the message says what. */
public final class MeasurementException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public MeasurementException(String message) {
    super(message);
  }
}
