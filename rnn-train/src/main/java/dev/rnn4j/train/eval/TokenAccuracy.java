package dev.rnn4j.train.eval;

import java.util.List;

/**
 * How many tokens a model writes where they are expected: the first, the second and so on, and the
 * end. One token too many shifts all that follow, as it would for a reader of a date.
 */
public final class TokenAccuracy {
  private long tokens;
  private long right;

  /** Of no texts so far. */
  public TokenAccuracy() {}

  /**
   * Adds a text.
   *
   * @param written its tokens
   * @param expected those it should have
   */
  public void add(List<String> written, List<String> expected) {
    tokens += expected.size() + 1;
    right += written.size() == expected.size() ? 1 : 0;
    for (int t = 0; t < Math.min(written.size(), expected.size()); t++) {
      right += written.get(t).equals(expected.get(t)) ? 1 : 0;
    }
  }

  /** {@return the share of expected tokens and ends that were written, 0 to 1; NaN for none} */
  public double value() {
    return (double) right / tokens;
  }
}
