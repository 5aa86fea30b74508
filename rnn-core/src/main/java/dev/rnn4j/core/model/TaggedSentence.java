package dev.rnn4j.core.model;

import java.util.Arrays;

/** A sentence as a tagger's network reads it, with its tags. */
public final class TaggedSentence {
  private final int[] words;
  private final int[][] characters;
  private final int[] tags;

  /**
   * A sentence; the arrays are shared.
   *
   * @param words ids, one for each word
   * @param characters ids, for each word as many as it has; none at all for a network without
   *     character features
   * @param tags one for each word; none at all if they are not known
   * @throws IllegalArgumentException if the lengths do not fit each other
   */
  public TaggedSentence(int[] words, int[][] characters, int[] tags) {
    boolean spelled = characters.length == words.length || characters.length == 0;
    if (!spelled || (tags.length != words.length && tags.length != 0)) {
      throw new IllegalArgumentException(
          "a sentence of %d words has the characters of %d and %d tags"
              .formatted(words.length, characters.length, tags.length));
    }
    this.words = words;
    this.characters = characters;
    this.tags = tags;
  }

  /** {@return ids, one for each word; shared} */
  public int[] words() {
    return words;
  }

  /** {@return ids of the characters of each word, or none at all; shared} */
  public int[][] characters() {
    return characters;
  }

  /** {@return a tag for each word, or none at all; shared} */
  public int[] tags() {
    return tags;
  }

  /** {@return the number of words} */
  public int length() {
    return words.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaggedSentence that
        && Arrays.equals(words, that.words)
        && Arrays.deepEquals(characters, that.characters)
        && Arrays.equals(tags, that.tags);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(words) + Arrays.hashCode(tags);
  }

  @Override
  public String toString() {
    return "words " + Arrays.toString(words) + ", tags " + Arrays.toString(tags);
  }
}
