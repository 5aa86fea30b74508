package dev.rnn4j.core.text;

import dev.rnn4j.core.text.Vocabulary.Level;

/**
 * Turns tokens back into text, one at a time as a model writes them. At word level words are
 * separated by one space and {@link Vocabulary#EOS} is a newline; at character level the tokens
 * simply follow one another. {@link Vocabulary#UNK} appears as it is spelled.
 *
 * <p>At word level {@link TextEncoder#encodePrompt} gives the tokens of such a text back; at
 * character level it does unless there is an unknown one among them.
 */
public final class TextDecoder {
  private final Vocabulary vocabulary;
  private boolean atLineStart;

  /**
   * A decoder of a new text.
   *
   * @param vocabulary the known tokens
   */
  public TextDecoder(Vocabulary vocabulary) {
    this(vocabulary, true);
  }

  /**
   * A decoder of the rest of a text.
   *
   * @param vocabulary the known tokens
   * @param atLineStart whether what is written already is empty or ends with a newline; otherwise a
   *     first word is preceded by a space
   */
  public TextDecoder(Vocabulary vocabulary, boolean atLineStart) {
    this.vocabulary = vocabulary;
    this.atLineStart = atLineStart;
  }

  /**
   * Decodes the next token.
   *
   * @param id its id, 0 to V - 1
   * @return what it adds to the text
   * @throws IndexOutOfBoundsException if there is no such token
   */
  public String next(int id) {
    String token = vocabulary.token(id);
    boolean first = atLineStart;
    atLineStart = id == vocabulary.startId();
    if (vocabulary.level() == Level.CHARACTER) {
      return token;
    }
    if (atLineStart) {
      return "\n";
    }
    return first ? token : " " + token;
  }

  /**
   * Decodes the next tokens.
   *
   * @param ids their ids, each 0 to V - 1
   * @return what they add to the text
   * @throws IndexOutOfBoundsException if there is no such token
   */
  public String next(int[] ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(next(id));
    }
    return text.toString();
  }

  /** {@return whether the text so far is empty or ends with a newline} */
  public boolean isAtLineStart() {
    return atLineStart;
  }
}
