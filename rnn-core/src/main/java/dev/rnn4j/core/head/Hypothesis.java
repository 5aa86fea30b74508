package dev.rnn4j.core.head;

import java.util.Arrays;

/**
 * A sequence that a search has found.
 *
 * @param tokens it consists of, without the one that ends it
 * @param rows for each token and for the end: the row of {@link Continuations#advance} it was taken
 *     from, entry t in call t of the search. Whoever keeps what a model attended to, call by call,
 *     finds here which of it belongs to this sequence
 * @param logProbability log p of the tokens and of the end
 * @param score by which hypotheses are compared: more is better
 */
@SuppressWarnings("ArrayRecordComponent") // which equals and hashCode respect
public record Hypothesis(int[] tokens, int[] rows, double logProbability, double score) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Hypothesis that
        && Arrays.equals(tokens, that.tokens)
        && Arrays.equals(rows, that.rows)
        && logProbability == that.logProbability
        && score == that.score;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(tokens) + Double.hashCode(logProbability);
  }

  @Override
  public String toString() {
    return "%s, log p = %.4f, score %.4f".formatted(Arrays.toString(tokens), logProbability, score);
  }
}
