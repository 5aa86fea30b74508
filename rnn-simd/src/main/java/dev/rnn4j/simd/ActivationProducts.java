package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.KC;
import static dev.rnn4j.simd.Blocking.MC;
import static dev.rnn4j.simd.Blocking.MR;
import static dev.rnn4j.simd.Blocking.NR;

import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;

/**
 * C (+)= A · op(B) with a B that nobody packed: a panel at a time is packed into the worker's
 * scratch, for each block of rows. The chains of sums are those of {@link Products}, and so are the
 * bits.
 */
final class ActivationProducts {
  private ActivationProducts() {}

  static void multiply(
      Worker w, Matrix a, Matrix b, boolean transposed, Matrix c, boolean accumulate) {
    if (Shares.evenerByRows(w, Math.ceilDiv(c.rows(), MR), Panels.count(c.cols()))) {
      int from = w.from(c.rows(), MR);
      rows(w, a, b, transposed, c, accumulate, from, w.to(c.rows(), MR), 0, c.cols());
    } else {
      int from = w.from(c.cols(), NR);
      rows(w, a, b, transposed, c, accumulate, 0, c.rows(), from, w.to(c.cols(), NR));
    }
  }

  /** Workers share out whole products if there are enough of them. */
  static void multiplyEach(
      Worker w,
      List<Matrix> a,
      List<Matrix> b,
      boolean transposed,
      List<Matrix> c,
      boolean accumulate) {
    boolean whole = c.size() >= w.count();
    int to = whole ? w.to(c.size(), 1) : c.size();
    for (int i = whole ? w.from(c.size(), 1) : 0; i < to; i++) {
      Matrix result = c.get(i);
      if (whole) {
        int rows = result.rows();
        rows(w, a.get(i), b.get(i), transposed, result, accumulate, 0, rows, 0, result.cols());
      } else {
        multiply(w, a.get(i), b.get(i), transposed, result, accumulate);
      }
    }
  }

  /** A rectangle of C, in blocks of KC steps and of some rows. */
  private static void rows(
      Worker w,
      Matrix a,
      Matrix b,
      boolean transposed,
      Matrix c,
      boolean accumulate,
      int rowFrom,
      int rowTo,
      int columnFrom,
      int columnTo) {
    int step = Products.blockRows(rowTo - rowFrom, MC);
    Strips.Kind kind = Strips.ofRows(rowTo - rowFrom, columnTo - columnFrom);
    int k = 0;
    do {
      int kc = Math.min(KC, a.cols() - k);
      Matrix start = accumulate || k > 0 ? c : Tiles.NOTHING;
      for (int row = rowFrom; row < rowTo; row += step) {
        int rows = Math.min(step, rowTo - row);
        float[] strip = Strips.rows(w, kind, a, row, rows, k, kc);
        for (int column = columnFrom; column < columnTo; column += NR) {
          float[] panel = panel(w, b, transposed, k, kc, column, c.cols());
          Tiles.panel(w, kind, strip, rows, panel, 0, kc, start, c, row, column);
        }
      }
      k += KC;
    } while (k < a.cols());
  }

  /** The panel of the columns of op(B) from {@code column} on, in kc steps from k. */
  private static float[] panel(
      Worker w, Matrix b, boolean transposed, int k, int kc, int column, int n) {
    float[] panel = w.scratch(Scratch.PANELS, KC * NR);
    if (transposed) {
      Panels.packTransposed(b, k, k + kc, column, n, panel, 0);
    } else {
      Panels.packRows(b, k, k + kc, column, n, panel, 0);
    }
    return panel;
  }
}
