package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LDA;
import static dev.rnn4j.simd.Blocking.MC;
import static dev.rnn4j.simd.Blocking.MR;
import static dev.rnn4j.simd.Blocking.NR;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/**
 * Covers a block of C, some rows by the columns of one panel or a few, with the register tiles of
 * {@link MicroKernels}. A comes as a strip: the rows of the block, {@link Blocking#LDA} apart, so
 * that a tile reaches every row from one index; B as panels.
 */
final class Tiles {
  /** Panels that a single row passes through at once: 8 accumulators. */
  static final int STREAM1 = 4;

  /** Panels that a pair of rows passes through at once: 8 accumulators. */
  static final int STREAM2 = 2;

  /** Start values of tiles that overwrite C: as many as the widest row of a tile. */
  private static final float[] ZEROS = new float[STREAM1 * NR];

  private static final int EDGE_SLOT = 0;
  private static final int STRIP_SLOT = 1;

  private Tiles() {}

  /** The worker's buffer for the strip of a block. */
  static float[] strip(Worker w) {
    return w.scratch(STRIP_SLOT, MC * LDA);
  }

  /** All rows of the strip by one panel, into C from (row, column). */
  static void panel(
      Worker w,
      float[] strip,
      int rows,
      float[] b,
      int b0,
      int kc,
      Matrix c,
      int row,
      int column,
      boolean add) {
    int c0 = c.index(row, column);
    if (column + NR > c.cols()) {
      edge(w, strip, rows, b, b0, kc, c, row, column, add);
    } else if (add) {
      rows(strip, rows, b, b0, kc, c.data(), c0, c.stride(), c.data(), c0, c.stride());
    } else {
      rows(strip, rows, b, b0, kc, ZEROS, 0, 0, c.data(), c0, c.stride());
    }
  }

  /**
   * The last panel, whose columns are not all there: computed in scratch, the valid part copied.
   */
  private static void edge(
      Worker w,
      float[] strip,
      int rows,
      float[] b,
      int b0,
      int kc,
      Matrix c,
      int row,
      int column,
      boolean add) {
    int width = c.cols() - column;
    float[] tile = w.scratch(EDGE_SLOT, MC * NR);
    Arrays.fill(tile, 0, rows * NR, 0f);
    for (int i = 0; add && i < rows; i++) {
      System.arraycopy(c.data(), c.index(row + i, column), tile, i * NR, width);
    }
    rows(strip, rows, b, b0, kc, tile, 0, NR, tile, 0, NR);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(tile, i * NR, c.data(), c.index(row + i, column), width);
    }
  }

  /** One row or two by {@link #STREAM1} or {@link #STREAM2} whole panels, {@code pitch} apart. */
  static void stream(
      float[] strip,
      int rows,
      float[] b,
      int b0,
      int pitch,
      int kc,
      Matrix c,
      int row,
      int column,
      boolean add) {
    float[] s = add ? c.data() : ZEROS;
    int c0 = c.index(row, column);
    int s0 = add ? c0 : 0;
    int lds = add ? c.stride() : 0;
    if (rows == 1) {
      MicroKernels.stream1(strip, 0, b, b0, pitch, kc, s, s0, c.data(), c0);
    } else {
      MicroKernels.stream2(strip, 0, b, b0, pitch, kc, s, s0, lds, c.data(), c0, c.stride());
    }
  }

  /** All rows by one panel, one tile below the other. */
  private static void rows(
      float[] strip,
      int rows,
      float[] b,
      int b0,
      int kc,
      float[] s,
      int s0,
      int lds,
      float[] c,
      int c0,
      int ldc) {
    int height;
    for (int row = 0; row < rows; row += height) {
      height = height(rows - row);
      tile(height, strip, row * LDA, b, b0, kc, s, s0 + row * lds, lds, c, c0 + row * ldc, ldc);
    }
  }

  /**
   * How many of the rows that are left the next tile takes. The last rows are shared out so that a
   * tile of one row, which has too few accumulators to be fast, is needed for a single row only.
   */
  private static int height(int left) {
    return switch (left) {
      case 1, 2, 3, 4 -> left;
      case 5 -> 3;
      case 7, 9 -> MR == 6 ? 3 : 4;
      case 8 -> 4;
      default -> MR;
    };
  }

  private static void tile(
      int height,
      float[] a,
      int a0,
      float[] b,
      int b0,
      int kc,
      float[] s,
      int s0,
      int lds,
      float[] c,
      int c0,
      int ldc) {
    switch (height) {
      case 6 -> MicroKernels.tile6(a, a0, LDA, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 4 -> MicroKernels.tile4(a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 3 -> MicroKernels.tile3(a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 2 -> MicroKernels.tile2(a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      default -> MicroKernels.tile1(a, a0, b, b0, kc, s, s0, c, c0);
    }
  }
}
