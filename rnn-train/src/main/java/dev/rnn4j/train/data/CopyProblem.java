package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;

/**
 * The copy-memory problem (Hochreiter and Schmidhuber 1997, in the form of Arjovsky et al. 2016):
 * ten symbols of eight kinds, N - 1 blanks, a sign to answer, ten blanks. The targets are blanks
 * and, while the last ten are read, the ten symbols in their order. Whoever answers with blanks and
 * then guesses has a mean cross-entropy of 10 ln 8 / (N + 20) nats.
 *
 * @param length N, 1 or more
 */
public record CopyProblem(int length) implements MemoryProblem {
  private static final int SYMBOLS = 10;
  private static final int KINDS = 8;
  private static final int BLANK = KINDS;
  private static final int ANSWER = KINDS + 1;

  /** Of the baseline. */
  private static final double SOLVED = 0.1;

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public CopyProblem {
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the copy problem has a length of 1 to " + MAX_LENGTH + ", not " + length);
    }
  }

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public int steps() {
    return length + 2 * SYMBOLS;
  }

  @Override
  public int inputSize() {
    return KINDS + 2;
  }

  @Override
  public int classes() {
    return KINDS + 1;
  }

  @Override
  public String errorName() {
    return "cross-entropy in nats";
  }

  @Override
  public double error(double loss) {
    return loss;
  }

  @Override
  public double baseline() {
    return SYMBOLS * Math.log(KINDS) / steps();
  }

  /** Nobody has named a limit: a tenth of the baseline. */
  @Override
  public double solved() {
    return SOLVED * baseline();
  }

  @Override
  public int targets() {
    return steps();
  }

  @Override
  public void draw(RandomSource random, int sequence, int batch, Matrix inputs, Matrix targets) {
    int[] symbols = new int[SYMBOLS];
    for (int i = 0; i < SYMBOLS; i++) {
      symbols[i] = random.nextInt(KINDS);
    }
    int answers = steps() - SYMBOLS;
    for (int t = 0; t < steps(); t++) {
      int row = t * batch + sequence;
      int read = t < SYMBOLS ? symbols[t] : t == answers - 1 ? ANSWER : BLANK;
      for (int j = 0; j < inputSize(); j++) {
        inputs.set(row, j, j == read ? 1 : 0);
      }
      targets.set(row, 0, t < answers ? BLANK : symbols[t - answers]);
    }
  }
}
