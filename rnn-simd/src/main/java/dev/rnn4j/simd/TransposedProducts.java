package dev.rnn4j.simd;

import static dev.rnn4j.simd.VectorConstants.KC;
import static dev.rnn4j.simd.VectorConstants.LDA;
import static dev.rnn4j.simd.VectorConstants.MR;
import static dev.rnn4j.simd.VectorConstants.NC;
import static dev.rnn4j.simd.VectorConstants.NR;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * C (+)= Aᵀ · B, the gradient of weights. Neither side is packed beforehand, so blocks of both are
 * packed here, into the worker's scratch: B in panels, A turned into the strips of {@link Tiles}. The
 * chains of sums are those of {@link Products}.
 */
final class TransposedProducts {
  private static final int PANELS_SLOT = 2;

  /** Steps of k that are turned together: their rows of A stay in L1 until they are used up. */
  private static final int TURN = 16;

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
    for (int from = 0; from < kc; from += TURN) {
      int length = Math.min(TURN, kc - from);
      for (int i = 0; i < rows; i++) {
        turn(a.data(), a.index(k + from, row + i), a.stride(), strip, i * LDA + from, length);
      }
    }
  }

  private static void turn(float[] a, int from, int stride, float[] strip, int to, int length) {
    for (int i = 0; i < length; i++) {
      strip[to + i] = a[from + i * stride];
    }
  }
}
