package dev.rnn4j.train.data;

import java.util.List;

/**
 * A sentence with a tag for each word, as it stands in a file.
 *
 * @param words of the sentence
 * @param tags as many; or none if there are none
 */
public record TaggedWords(List<String> words, List<String> tags) {
  /**
   * Keeps copies.
   *
   * @throws IllegalArgumentException if there are tags, and not as many as words
   */
  public TaggedWords {
    words = List.copyOf(words);
    tags = List.copyOf(tags);
    if (!tags.isEmpty() && tags.size() != words.size()) {
      throw new IllegalArgumentException(words.size() + " words with " + tags.size() + " tags");
    }
  }
}
