package dev.rnn4j.core.io.json;

/**
 * A text is not valid JSON, or valid JSON does not hold what was asked of it. Checked, because both
 * are properties of somebody else's file and not mistakes of the program that reads it.
 */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A problem with a JSON text.
   *
   * @param message what is wrong, the value and what was expected
   */
  public JsonException(String message) {
    super(message);
  }
}
