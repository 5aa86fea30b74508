package dev.rnn4j.core.io;

import dev.rnn4j.core.text.VisibleText;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file is not the model file it should be. The message names the file, what is wrong with it, the
 * value found and what was expected; whatever it quotes from the file is made visible. Failures of
 * the disk itself stay plain {@link IOException}s.
 */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A long path and a few values, each of which is shortened where it is quoted. */
  private static final int LONGEST = 8000;

  /**
   * A problem with the content of a file.
   *
   * @param file the file, as the caller named it
   * @param problem what is wrong, the value and the limit
   */
  public ModelFormatException(Path file, String problem) {
    super(message(file, problem));
  }

  /**
   * A problem with the content of a file, found by other code.
   *
   * @param file the file, as the caller named it
   * @param problem what is wrong, the value and the limit
   * @param cause what was thrown when the problem was found
   */
  public ModelFormatException(Path file, String problem, Throwable cause) {
    super(message(file, problem), cause);
  }

  private static String message(Path file, String problem) {
    return VisibleText.of(file + ": " + problem, LONGEST);
  }
}
