package dev.rnn4j.core.model;

import dev.rnn4j.core.text.TextEncoder;

/** A sequence of tokens and the class it belongs to: an example for a classifier. Immutable. */
public final class ClassifiedSequence {
  /** The class of a sequence of which none is known; it has no loss. */
  public static final int UNKNOWN = -1;

  private final int[] tokens;
  private final int label;

  /**
   * An example.
   *
   * @param tokens ids, copied; may be none
   * @param label index of the class, or {@link #UNKNOWN}
   */
  public ClassifiedSequence(int[] tokens, int label) {
    this.tokens = tokens.clone();
    this.label = label;
  }

  /**
   * A text as a classifier reads it, in training and in use: its tokens, without the end of its
   * last line.
   *
   * @param text any text
   * @param encoder cuts it
   * @param label index of the class, or {@link #UNKNOWN}
   * @return the example
   * @throws IllegalArgumentException if a token is unknown to a vocabulary without {@link
   *     dev.rnn4j.core.text.Vocabulary#UNK}
   */
  public static ClassifiedSequence of(String text, TextEncoder encoder, int label) {
    return new ClassifiedSequence(encoder.encodePrompt(text).ids(), label);
  }

  /** {@return the number of tokens} */
  public int length() {
    return tokens.length;
  }

  /**
   * A token.
   *
   * @param t which one, from 0
   * @return its id
   */
  public int token(int t) {
    return tokens[t];
  }

  /** All tokens, not copied. */
  int[] tokens() {
    return tokens;
  }

  /** {@return the index of the class, or {@link #UNKNOWN}} */
  public int label() {
    return label;
  }
}
