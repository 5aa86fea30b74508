package dev.rnn4j.core.head;

import org.jspecify.annotations.Nullable;

/**
 * A beginning of a sequence that a search holds on to, as a chain from its last token to its first.
 *
 * @param before the beginning without its last token; null for the empty one
 * @param token the last token
 * @param row of {@link Continuations#advance} that gave it
 * @param length how many tokens it has
 * @param logProbability of its tokens
 */
record Beginning(
    @Nullable Beginning before, int token, int row, int length, double logProbability) {
  static final Beginning EMPTY = new Beginning(null, -1, -1, 0, 0);

  /** This one and a token, taken from a row. */
  Beginning followedBy(int next, int fromRow, double logP) {
    return new Beginning(this, next, fromRow, length + 1, logP);
  }

  /** The sequence without its last token, which ends it. */
  Hypothesis ended(double score) {
    int[] tokens = new int[length - 1];
    int[] rows = new int[length];
    Beginning at = this;
    for (int t = length - 1; at.before != null; t--) {
      rows[t] = at.row;
      if (t < tokens.length) {
        tokens[t] = at.token;
      }
      at = at.before;
    }
    return new Hypothesis(tokens, rows, logProbability, score);
  }
}
