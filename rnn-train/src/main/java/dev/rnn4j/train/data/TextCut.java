package dev.rnn4j.train.data;

/** What of a text a model reads from its initial state on: where a sequence begins and ends. */
public enum TextCut {
  /** Contiguous streams, across all line ends: what stands before a line helps to predict it. */
  STREAMS,
  /** Lines, each with its end. */
  SENTENCES,
  /** Lines up to and with the blank lines after them. */
  DOCUMENTS,
  /** Sentences, all of them in one batch: the gradient of the whole text in one step. */
  WHOLE;

  /** {@return whether each line is a sequence of its own} */
  public boolean isSentences() {
    return this == SENTENCES || this == WHOLE;
  }

  /**
   * Whether a sequence ends behind a token.
   *
   * @param ids a text
   * @param n place of a token, not the last
   * @param startId the token that ends a line
   * @return true if the token after it is predicted from the initial state
   */
  boolean endsAfter(int[] ids, int n, int startId) {
    boolean lineEnd = ids[n] == startId;
    return switch (this) {
      case STREAMS -> false;
      case SENTENCES, WHOLE -> lineEnd;
      case DOCUMENTS -> lineEnd && (n == 0 || ids[n - 1] == startId) && ids[n + 1] != startId;
    };
  }
}
