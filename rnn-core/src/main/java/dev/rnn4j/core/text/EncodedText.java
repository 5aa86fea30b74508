package dev.rnn4j.core.text;

import java.util.Arrays;
import java.util.BitSet;

/** A text as the ids of its tokens, and which of them are not what they seem. */
public final class EncodedText {
  private final int[] ids;
  private final BitSet outOfVocabulary;
  private final BitSet spelledLineEnds;

  EncodedText(int[] ids, BitSet outOfVocabulary, BitSet spelledLineEnds) {
    this.ids = ids;
    this.outOfVocabulary = outOfVocabulary;
    this.spelledLineEnds = spelledLineEnds;
  }

  /** {@return the ids of all tokens: this text's own array; read it, do not write to it} */
  public int[] ids() {
    return ids;
  }

  /** {@return how many tokens there are, line ends included} */
  public int size() {
    return ids.length;
  }

  /**
   * Counts the tokens that are not in the vocabulary and became {@link Vocabulary#UNK}. A word that
   * is spelled that way is that token and does not count.
   *
   * @return how many there are
   */
  public int outOfVocabulary() {
    return outOfVocabulary.cardinality();
  }

  /**
   * Counts the words that are spelled {@link Vocabulary#EOS}. They are that token, as if a line had
   * ended, but end no line.
   *
   * @return how many there are; none at character level
   */
  public int spelledLineEnds() {
    return spelledLineEnds.cardinality();
  }

  /**
   * Whether a token is a word spelled {@link Vocabulary#EOS}.
   *
   * @param n index of the token
   * @return true if no line ends there
   */
  public boolean isSpelledLineEnd(int n) {
    return spelledLineEnds.get(n);
  }

  /**
   * Some of the tokens.
   *
   * @param from index of the first
   * @param to index after the last, not less
   * @return a copy
   * @throws IndexOutOfBoundsException if there are no such tokens
   */
  public EncodedText part(int from, int to) {
    return new EncodedText(
        Arrays.copyOfRange(ids, from, to),
        outOfVocabulary.get(from, to),
        spelledLineEnds.get(from, to));
  }

  @Override
  public String toString() {
    return "EncodedText of " + ids.length + " tokens";
  }
}
