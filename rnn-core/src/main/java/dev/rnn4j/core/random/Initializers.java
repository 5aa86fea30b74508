package dev.rnn4j.core.random;

import dev.rnn4j.core.tensor.Matrix;

/** Ways to fill a parameter before training. */
public final class Initializers {
  private Initializers() {}

  /**
   * Uniform values in [-range, range).
   *
   * @param m filled in row order
   * @param range half the width of the interval
   * @param random where the values come from
   */
  public static void uniform(Matrix m, float range, RandomSource random) {
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        m.set(r, c, (float) ((2 * random.nextDouble() - 1) * range));
      }
    }
  }

  /**
   * One value everywhere.
   *
   * @param m filled
   * @param value the value
   */
  public static void constant(Matrix m, float value) {
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        m.set(r, c, value);
      }
    }
  }
}
