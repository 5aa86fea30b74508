package dev.rnn4j.cli.report;

import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;

/**
 * Turns tokens back into text, one at a time: words with spaces between, {@code <eos>} as line end.
 */
public final class TokenText {
  private final Vocabulary vocabulary;
  private boolean atLineStart;

  public TokenText(Vocabulary vocabulary, boolean atLineStart) {
    this.vocabulary = vocabulary;
    this.atLineStart = atLineStart;
  }

  /** What the next token adds to the text. */
  public String next(int id) {
    boolean first = atLineStart;
    atLineStart = id == vocabulary.startId();
    if (vocabulary.level() == Level.CHARACTER) {
      return vocabulary.token(id);
    }
    if (atLineStart) {
      return "\n";
    }
    return first ? vocabulary.token(id) : " " + vocabulary.token(id);
  }

  /** Whether the text so far is empty or ends with a line end. */
  public boolean isAtLineStart() {
    return atLineStart;
  }
}
