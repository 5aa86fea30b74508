package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.MR;
import static dev.rnn4j.simd.Blocking.NR;
import static dev.rnn4j.simd.Blocking.OUTER_KC;
import static dev.rnn4j.simd.Blocking.OUTER_MC;
import static dev.rnn4j.simd.Blocking.OUTER_NC;

import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;

/**
 * C (+)= Aᵀ · B, the gradient of weights. Neither side is packed beforehand, so blocks of both are
 * packed here, into the worker's scratch: B in panels, A as one of the {@link Strips}. The chains
 * of sums are those of {@link Products}.
 */
final class TransposedProducts {
  private TransposedProducts() {}

  static void multiply(Worker w, Matrix a, Matrix b, Matrix c, boolean accumulate) {
    boolean byRows = c.rows() > c.cols();
    int rowFrom = byRows ? w.from(c.rows(), MR) : 0;
    int rowTo = byRows ? w.to(c.rows(), MR) : c.rows();
    int columnFrom = byRows ? 0 : w.from(c.cols(), NR);
    int columnTo = byRows ? c.cols() : w.to(c.cols(), NR);
    part(w, a, b, c, accumulate, rowFrom, rowTo, columnFrom, columnTo);
  }

  /** Workers share out whole products if there are enough of them. */
  static void multiplyEach(
      Worker w, List<Matrix> a, List<Matrix> b, List<Matrix> c, boolean accumulate) {
    boolean whole = c.size() >= w.count();
    int to = whole ? w.to(c.size(), 1) : c.size();
    for (int i = whole ? w.from(c.size(), 1) : 0; i < to; i++) {
      Matrix result = c.get(i);
      if (whole) {
        part(w, a.get(i), b.get(i), result, accumulate, 0, result.rows(), 0, result.cols());
      } else {
        multiply(w, a.get(i), b.get(i), result, accumulate);
      }
    }
  }

  /** A rectangle of C. */
  private static void part(
      Worker w,
      Matrix a,
      Matrix b,
      Matrix c,
      boolean accumulate,
      int rowFrom,
      int rowTo,
      int columnFrom,
      int columnTo) {
    int depth = a.rows();
    int k = 0;
    do {
      int kc = Math.min(OUTER_KC, depth - k);
      Matrix start = accumulate || k > 0 ? c : Tiles.NOTHING;
      for (int column = columnFrom; column < columnTo; column += OUTER_NC) {
        int end = Math.min(column + OUTER_NC, columnTo);
        boolean first = column == columnFrom;
        columns(w, a, b, k, kc, rowFrom, rowTo, column, end, first, start, c);
      }
      k += OUTER_KC;
    } while (k < depth);
  }

  /**
   * Some columns of C by all rows of the worker, in kc steps from k.
   *
   * @param first whether they are the first ones: if all rows are one block its strip is still
   *     there for those that follow
   */
  private static void columns(
      Worker w,
      Matrix a,
      Matrix b,
      int k,
      int kc,
      int rowFrom,
      int rowTo,
      int columnFrom,
      int columnTo,
      boolean first,
      Matrix start,
      Matrix c) {
    float[] panels = w.scratch(Scratch.PANELS, OUTER_KC * OUTER_NC);
    for (int j = columnFrom; j < columnTo; j += NR) {
      Panels.packRows(b, k, k + kc, j, columnTo, panels, (j - columnFrom) * kc);
    }
    float[] strip = Strips.buffer(w);
    int step = Products.blockRows(rowTo - rowFrom, OUTER_MC);
    for (int row = rowFrom; row < rowTo; row += step) {
      int rows = Math.min(step, rowTo - row);
      if (first || rows < rowTo - rowFrom) {
        Strips.columns(a, row, rows, k, kc, strip);
      }
      for (int j = columnFrom; j < columnTo; j += NR) {
        Tiles.panel(
            w, Strips.OF_COLUMNS, strip, rows, panels, (j - columnFrom) * kc, kc, start, c, row, j);
      }
    }
  }
}
