package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LINE;
import static dev.rnn4j.simd.Blocking.ROWS_TO_OWN;
import static dev.rnn4j.simd.Blocking.UNITS_TO_SHARE;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * Which rectangle of an elementwise operation a worker computes. Elements do not depend on each
 * other there, so the cut is free: only speed depends on it. Columns are cut at multiples of a
 * cache line, so that workers do not share lines.
 */
final class Shares {
  private Shares() {}

  /** Whether columns suffice to give every worker something. */
  private static boolean manyColumns(Worker w, int cols) {
    return w.count() == 1 || cols >= w.count() * LINE;
  }

  /**
   * Whether every worker has rows of its own, in a time step its own sequences: enough of them for
   * tall tiles, and layers so small that their weights, read by all, are in everybody's cache.
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
    return byRows ? 0 : w.from(m.cols(), LINE);
  }

  static int columnTo(Worker w, Matrix m, boolean byRows) {
    return byRows ? m.cols() : w.to(m.cols(), LINE);
  }
}
