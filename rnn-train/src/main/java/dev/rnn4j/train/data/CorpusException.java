package dev.rnn4j.train.data;

import dev.rnn4j.core.text.VisibleText;
import java.io.IOException;
import java.io.Serial;

/**
 * A text or vocabulary file that cannot be used. The message tells the user who gave the file what
 * is wrong, where, and what to do about it; show it as it is. What it quotes from the file is made
 * visible.
 */
public final class CorpusException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** A long path and a few values, each of which is shortened where it is quoted. */
  private static final int LONGEST = 8000;

  /**
   * A file whose content is not usable.
   *
   * @param message what is wrong, where, and what to do
   */
  public CorpusException(String message) {
    super(VisibleText.of(message, LONGEST));
  }

  /**
   * A file that could not be read or written.
   *
   * @param message what is wrong, where, and what to do
   * @param cause what the file system or the decompressor said
   */
  public CorpusException(String message, Throwable cause) {
    super(VisibleText.of(message, LONGEST), cause);
  }
}
