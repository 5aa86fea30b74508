package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.NR;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Packs the right-hand side of products into panels: panel p holds columns p·NR to (p+1)·NR of
 * op(B), row by row, {@code (p·K + k)·NR + column}, with zeros beyond the last column. A product
 * then reads B in order, whatever the stride of the weights was.
 */
final class Panels {
  static final String LAYOUT = "simd: panels of " + NR + " columns";

  /** Rows of a panel that are turned together: their lines stay in L1 until they are full. */
  private static final int TURN = 16;

  private Panels() {}

  static int count(int n) {
    return Math.ceilDiv(n, NR);
  }

  static PackedWeights pack(Matrix b, boolean transposed) {
    int k = transposed ? b.cols() : b.rows();
    int n = transposed ? b.rows() : b.cols();
    long size = (long) count(n) * k * NR;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "packed weights of " + k + "x" + n + " do not fit one array of floats");
    }
    PackedWeights packed = new PackedWeights(LAYOUT, k, n, transposed, new float[(int) size]);
    repack(Worker.solo(), b, packed);
    return packed;
  }

  static void repack(Worker w, Matrix b, PackedWeights into) {
    int k = into.transposed() ? b.cols() : b.rows();
    int n = into.transposed() ? b.rows() : b.cols();
    if (!into.layout().equals(LAYOUT) || into.k() != k || into.n() != n) {
      throw new IllegalArgumentException(
          "cannot pack "
              + k
              + "x"
              + n
              + " into "
              + into.layout()
              + " of "
              + into.k()
              + "x"
              + into.n());
    }
    int to = w.to(count(n), 1);
    for (int p = w.from(count(n), 1); p < to; p++) {
      int column = p * NR;
      int width = Math.min(NR, n - column);
      int at = p * k * NR;
      if (into.transposed()) {
        packTurned(b, column, width, into.data(), at);
      } else {
        packRows(b, 0, k, column, width, into.data(), at);
      }
    }
  }

  /**
   * Rows kFrom to kTo of b (K, N), columns column to column + width, into a panel at {@code at}.
   */
  static void packRows(Matrix b, int kFrom, int kTo, int column, int width, float[] panel, int at) {
    if (width == NR) {
      copyRows(b.data(), b.index(kFrom, column), b.stride(), kTo - kFrom, panel, at);
      return;
    }
    int to = at;
    for (int k = kFrom; k < kTo; k++) {
      System.arraycopy(b.data(), b.index(k, column), panel, to, width);
      Arrays.fill(panel, to + width, to + NR, 0f);
      to += NR;
    }
  }

  /** Rows of a whole panel; two vectors each, at a third of what calls of arraycopy cost. */
  private static void copyRows(float[] b, int from, int stride, int rows, float[] panel, int at) {
    for (int k = 0; k < rows; k++) {
      FloatVector.fromArray(FLOATS, b, from + k * stride).intoArray(panel, at + k * NR);
      FloatVector.fromArray(FLOATS, b, from + k * stride + LANES)
          .intoArray(panel, at + k * NR + LANES);
    }
  }

  /** The same panel of bT, b (N, K). */
  private static void packTurned(Matrix b, int column, int width, float[] panel, int at) {
    int rows = b.cols();
    for (int k = 0; k < rows; k += TURN) {
      int length = Math.min(TURN, rows - k);
      for (int j = 0; j < width; j++) {
        turn(b.data(), b.index(column + j, k), panel, at + k * NR + j, length);
      }
      for (int j = width; j < NR; j++) {
        for (int i = 0; i < length; i++) {
          panel[at + (k + i) * NR + j] = 0f;
        }
      }
    }
  }

  private static void turn(float[] b, int from, float[] panel, int at, int length) {
    for (int i = 0; i < length; i++) {
      panel[at + i * NR] = b[from + i];
    }
  }
}
