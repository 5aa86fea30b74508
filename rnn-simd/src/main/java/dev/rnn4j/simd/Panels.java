package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.KC;
import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.LINE;
import static dev.rnn4j.simd.Blocking.NR;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Packs the right-hand side of products into panels: panel p holds columns p·NR to (p+1)·NR of
 * op(B), row by row, with zeros beyond the last column; the last panel is a single vector wide if
 * that suffices. The rows are cut into blocks of KC, and all panels of a block stand side by side:
 * a product then reads B in order, whatever the stride of the weights was.
 */
final class Panels {
  static final String LAYOUT = "simd: panels of " + NR + " columns";

  private Panels() {}

  static int count(int n) {
    return Math.ceilDiv(n, NR);
  }

  /** Columns of all panels together: n, rounded up to whole vectors. */
  private static int paddedColumns(int n) {
    return Math.ceilDiv(n, LANES) * LANES;
  }

  /** Columns of the panel whose first one is {@code column}: NR, or LANES if that suffices. */
  static int panelColumns(int column, int n) {
    return Math.min(NR, paddedColumns(n) - column);
  }

  /** Where the block of kc rows from row k on begins in the panel from {@code column} on. */
  static int offset(int k, int kc, int column, int n) {
    return k * paddedColumns(n) + column * kc;
  }

  static PackedWeights pack(Matrix b, boolean transposed) {
    int k = transposed ? b.cols() : b.rows();
    int n = transposed ? b.rows() : b.cols();
    long size = (long) paddedColumns(n) * k;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "packed weights of " + k + "x" + n + " do not fit one array of floats");
    }
    PackedWeights packed = new PackedWeights(LAYOUT, k, n, transposed, new float[(int) size]);
    repack(Worker.solo(), b, packed);
    return packed;
  }

  static void repack(Worker w, Matrix b, PackedWeights into) {
    into.checkSource(LAYOUT, b);
    int k = into.k();
    int n = into.n();
    int columnTo = w.to(n, NR);
    for (int column = w.from(n, NR); column < columnTo; column += NR) {
      for (int from = 0; from < k; from += KC) {
        int to = Math.min(from + KC, k);
        int at = offset(from, to - from, column, n);
        if (into.transposed()) {
          packTransposed(b, from, to, column, n, into.data(), at);
        } else {
          packRows(b, from, to, column, n, into.data(), at);
        }
      }
    }
  }

  /** Rows kFrom to kTo of b (K, n), into the panel of the columns from {@code column} on. */
  static void packRows(Matrix b, int kFrom, int kTo, int column, int n, float[] panel, int at) {
    int width = panelColumns(column, n);
    int valid = Math.min(width, n - column);
    if (valid == NR) {
      copyRows(b.data(), b.index(kFrom, column), b.stride(), kTo - kFrom, panel, at);
      return;
    }
    int to = at;
    for (int k = kFrom; k < kTo; k++) {
      System.arraycopy(b.data(), b.index(k, column), panel, to, valid);
      Arrays.fill(panel, to + valid, to + width, 0f);
      to += width;
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

  /**
   * The same panel of bT, b (n, K); a line of each row at a time, until those of the panel are
   * full.
   */
  static void packTransposed(
      Matrix b, int kFrom, int kTo, int column, int n, float[] panel, int at) {
    int width = panelColumns(column, n);
    int valid = Math.min(width, n - column);
    for (int k = kFrom; k < kTo; k += LINE) {
      int length = Math.min(LINE, kTo - k);
      int to = at + (k - kFrom) * width;
      if (valid == NR && length == LINE) {
        for (int j = 0; j < NR; j += 4) {
          transposeFour(b.data(), b.index(column + j, k), b.stride(), panel, to + j);
        }
        continue;
      }
      for (int j = 0; j < valid; j++) {
        transpose(b.data(), b.index(column + j, k), panel, to + j, width, length);
      }
      for (int i = 0; i < length; i++) {
        Arrays.fill(panel, to + i * width + valid, to + (i + 1) * width, 0f);
      }
    }
  }

  /** The same for four rows of a whole panel, of a line of floats. */
  private static void transposeFour(float[] b, int from, int stride, float[] panel, int at) {
    int from1 = from + stride;
    int from2 = from1 + stride;
    int from3 = from2 + stride;
    for (int i = 0; i < LINE; i++) {
      panel[at + i * NR] = b[from + i];
      panel[at + i * NR + 1] = b[from1 + i];
      panel[at + i * NR + 2] = b[from2 + i];
      panel[at + i * NR + 3] = b[from3 + i];
    }
  }

  private static void transpose(float[] b, int from, float[] panel, int at, int width, int length) {
    for (int i = 0; i < length; i++) {
      panel[at + i * width] = b[from + i];
    }
  }
}
