package dev.rnn4j.simd;

import static dev.rnn4j.simd.VectorConstants.KC;
import static dev.rnn4j.simd.VectorConstants.MC;
import static dev.rnn4j.simd.VectorConstants.MR;
import static dev.rnn4j.simd.VectorConstants.NC;
import static dev.rnn4j.simd.VectorConstants.NR;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/**
 * C (+)= Aᵀ · B, the gradient of weights. Neither side is packed beforehand, so blocks of both are
 * packed here, into the worker's scratch: B in panels of NR columns, A in strips of MR columns, both
 * row by row, with zeros beyond the edge. The chains of sums are those of {@link Products}.
 */
final class TransposedProducts {
  private static final int TILE_SLOT = 0;
  private static final int B_SLOT = 1;
  private static final int A_SLOT = 2;

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
    if (rowFrom == rowTo) {
      return;
    }
    int k = 0;
    do {
      int kc = Math.min(KC, depth - k);
      for (int column = columnFrom; column < columnTo; column += NC) {
        int columns = Math.min(NC, columnTo - column);
        columnBlock(w, a, b, k, kc, rowFrom, rowTo, column, columns, c, accumulate || k > 0);
      }
      k += KC;
    } while (k < depth);
  }

  private static void columnBlock(
      Worker w,
      Matrix a,
      Matrix b,
      int k,
      int kc,
      int rowFrom,
      int rowTo,
      int column,
      int columns,
      Matrix c,
      boolean add) {
    float[] packedB = w.scratch(B_SLOT, KC * NC);
    for (int j = 0; j < columns; j += NR) {
      Panels.packRows(
          b, k, k + kc, column + j, Math.min(NR, columns - j), packedB, j * kc);
    }
    for (int row = rowFrom; row < rowTo; row += MC) {
      int rows = Math.min(MC, rowTo - row);
      float[] packedA = packStrips(w, a, k, kc, row, rows);
      for (int j = 0; j < columns; j += NR) {
        int width = Math.min(NR, columns - j);
        panel(w, packedA, rows, packedB, j * kc, width, kc, c, row, column + j, add);
      }
    }
  }

  /** Columns row to row + rows of A as strips: {@code (strip·kc + k)·MR + column in strip}. */
  private static float[] packStrips(Worker w, Matrix a, int k, int kc, int row, int rows) {
    float[] strips = w.scratch(A_SLOT, KC * MC);
    for (int i = 0; i < rows; i += MR) {
      packStrip(a, k, kc, row + i, Math.min(MR, rows - i), strips, i * kc);
    }
    return strips;
  }

  private static void packStrip(
      Matrix a, int k, int kc, int column, int width, float[] strips, int at) {
    float[] data = a.data();
    int to = at;
    for (int i = 0; i < kc; i++) {
      int from = a.index(k + i, column);
      for (int j = 0; j < MR; j++) {
        strips[to + j] = j < width ? data[from + j] : 0f;
      }
      to += MR;
    }
  }

  private static void panel(
      Worker w,
      float[] strips,
      int rows,
      float[] packedB,
      int b0,
      int width,
      int kc,
      Matrix c,
      int row,
      int column,
      boolean add) {
    for (int i = 0; i < rows; i += MR) {
      int height = Math.min(MR, rows - i);
      if (width == NR && height == MR) {
        int c0 = c.index(row + i, column);
        float[] start = add ? c.data() : Products.ZEROS;
        int s0 = add ? c0 : 0;
        int lds = add ? c.stride() : 0;
        MicroKernels.tilePacked(
            strips, i * kc, packedB, b0, kc, start, s0, lds, c.data(), c0, c.stride());
      } else {
        float[] tile = w.scratch(TILE_SLOT, MR * NR);
        Products.copyIn(c, row + i, height, column, width, add, tile);
        Arrays.fill(tile, height * NR, MR * NR, 0f);
        MicroKernels.tilePacked(strips, i * kc, packedB, b0, kc, tile, 0, NR, tile, 0, NR);
        Products.copyOut(tile, c, row + i, height, column, width);
      }
    }
  }
}
