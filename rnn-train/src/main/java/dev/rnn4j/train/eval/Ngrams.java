package dev.rnn4j.train.eval;

/** Checks that both n-gram models make of what they are given. */
final class Ngrams {
  private Ngrams() {}

  static void checkVocabularySize(int vocabularySize) {
    if (vocabularySize < 1) {
      throw new IllegalArgumentException(
          "the vocabulary size must be 1 or more, not " + vocabularySize);
    }
  }

  /** Returns the id if it is one. */
  static int checkId(int id, int vocabularySize) {
    if (id < 0 || id >= vocabularySize) {
      throw new IndexOutOfBoundsException(
          "token id %d is not one of the model's, 0 to %d; encode the text with its vocabulary"
              .formatted(id, vocabularySize - 1));
    }
    return id;
  }
}
