package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.KC;
import static dev.rnn4j.simd.Blocking.LDA;
import static dev.rnn4j.simd.Blocking.MR;
import static dev.rnn4j.simd.Blocking.NC;
import static dev.rnn4j.simd.Blocking.NR;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * C (+)= Aᵀ · B, the gradient of weights. Neither side is packed beforehand, so blocks of both are
 * packed here, into the worker's scratch: B in panels, A turned into the strips of {@link Tiles}.
 * The chains of sums are those of {@link Products}.
 */
final class TransposedProducts {
  private static final int PANELS_SLOT = 2;

  private TransposedProducts() {}

  static void multiply(Worker w, Matrix a, Matrix b, Matrix c, boolean accumulate) {
    int depth = a.rows();
    if (b.rows() != depth || c.rows() != a.cols() || c.cols() != b.cols()) {
      throw new IllegalArgumentException(a + " transposed, times " + b + ", into " + c);
    }
    boolean byRows = c.rows() > c.cols();
    int rowFrom = byRows ? w.from(c.rows(), MR) : 0;
    int rowTo = byRows ? w.to(c.rows(), MR) : c.rows();
    int columnFrom = byRows ? 0 : w.from(c.cols(), NR);
    int columnTo = byRows ? c.cols() : w.to(c.cols(), NR);
    int k = 0;
    do {
      int kc = Math.min(KC, depth - k);
      boolean add = accumulate || k > 0;
      for (int column = columnFrom; column < columnTo; column += NC) {
        int end = Math.min(column + NC, columnTo);
        columns(w, a, b, k, kc, rowFrom, rowTo, column, end, c, add);
      }
      k += KC;
    } while (k < depth);
  }

  /** Some columns of C by all rows of the worker, in kc steps from k. */
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
      Matrix c,
      boolean add) {
    float[] panels = w.scratch(PANELS_SLOT, KC * NC);
    for (int j = columnFrom; j < columnTo; j += NR) {
      int width = Math.min(NR, columnTo - j);
      Panels.packRows(b, k, k + kc, j, width, panels, (j - columnFrom) * kc);
    }
    float[] strip = Tiles.strip(w);
    int step = Products.blockRows(rowTo - rowFrom);
    for (int row = rowFrom; row < rowTo; row += step) {
      int rows = Math.min(step, rowTo - row);
      turn(a, k, kc, row, rows, strip);
      for (int j = columnFrom; j < columnTo; j += NR) {
        Tiles.panel(w, strip, rows, panels, (j - columnFrom) * kc, kc, c, row, j, add);
      }
    }
  }

  /** Columns row to row + rows of A, in kc steps from k, become the rows of a strip. */
  private static void turn(Matrix a, int k, int kc, int row, int rows, float[] strip) {
    int i = 0;
    for (; i + 4 <= kc; i += 4) {
      turnFour(a.data(), a.index(k + i, row), a.stride(), strip, i, rows);
    }
    for (; i < kc; i++) {
      int from = a.index(k + i, row);
      for (int j = 0; j < rows; j++) {
        strip[i + j * LDA] = a.data()[from + j];
      }
    }
  }

  /** Four rows of A at a time, in order: their columns go to lines of the strip that stay in L1. */
  private static void turnFour(float[] a, int from, int stride, float[] strip, int to, int rows) {
    int from1 = from + stride;
    int from2 = from1 + stride;
    int from3 = from2 + stride;
    for (int j = 0; j < rows; j++) {
      int at = to + j * LDA;
      strip[at] = a[from + j];
      strip[at + 1] = a[from1 + j];
      strip[at + 2] = a[from2 + j];
      strip[at + 3] = a[from3 + j];
    }
  }
}
