package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * Which rectangle of an elementwise operation a worker computes. Elements do not depend on each
 * other there, so the cut is free: only speed depends on it.
 */
final class Shares {
  /** Columns are cut at multiples of a cache line of floats, so that workers do not share lines. */
  static final int COLUMN_GRANULE = 16;

  /** Streams of a worker that make tiles tall enough: 10 are two of 5 rows. */
  private static final int ROWS_TO_OWN = 10;

  /** Of 256 units the recurrent weights of an LSTM take 1 MiB. */
  private static final int UNITS_TO_SHARE = 256;

  private Shares() {}

  /** Whether columns suffice to give every worker something. */
  private static boolean manyColumns(Worker w, int cols) {
    return w.count() == 1 || cols >= w.count() * COLUMN_GRANULE;
  }

  /**
   * Whether in a time step every worker has streams of its own: enough of them for tall tiles, and
   * layers so small that their weights, read by all, are in everybody's cache.
   */
  static boolean ownsRows(Worker w, int rows, int units) {
    return w.count() > 1 && rows >= ROWS_TO_OWN * w.count() && units <= UNITS_TO_SHARE;
  }

  /**
   * Whether sharing out rows of register tiles is more even than sharing out columns of panels.
   *
   * @param tiles rows of tiles
   * @param panels columns of panels
   */
  static boolean evenerByRows(Worker w, int tiles, int panels) {
    int n = w.count();
    return (long) Math.ceilDiv(tiles, n) * panels < (long) Math.ceilDiv(panels, n) * tiles;
  }

  /** Whether operations within a time step split columns, as the units of their cell are split. */
  static boolean byColumns(Worker w, Matrix m) {
    if (ownsRows(w, m.rows(), m.cols())) {
      return false;
    }
    return manyColumns(w, m.cols()) || m.rows() < w.count();
  }

  /** Whether operations over whole sequences split rows. */
  static boolean byRows(Worker w, Matrix m) {
    return m.rows() >= 4 * w.count() || !manyColumns(w, m.cols());
  }

  static int rowFrom(Worker w, Matrix m, boolean byRows) {
    return byRows ? w.from(m.rows(), 1) : 0;
  }

  static int rowTo(Worker w, Matrix m, boolean byRows) {
    return byRows ? w.to(m.rows(), 1) : m.rows();
  }

  static int columnFrom(Worker w, Matrix m, boolean byRows) {
    return byRows ? 0 : w.from(m.cols(), COLUMN_GRANULE);
  }

  static int columnTo(Worker w, Matrix m, boolean byRows) {
    return byRows ? m.cols() : w.to(m.cols(), COLUMN_GRANULE);
  }
}
