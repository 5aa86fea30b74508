package dev.rnn4j.simd;

import static dev.rnn4j.simd.VectorConstants.KC;
import static dev.rnn4j.simd.VectorConstants.MC;
import static dev.rnn4j.simd.VectorConstants.MR;
import static dev.rnn4j.simd.VectorConstants.NR;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/**
 * C (+)= A · op(B) with op(B) in {@link Panels}. The order of loops, from the outside: blocks of KC
 * steps, blocks of MC rows of A (in L2), panels of B (in L1), tiles.
 *
 * <p>An element of C is one chain of fused multiply-adds over all k, beginning with 0 or with what C
 * held; where a block of KC ends the chain passes through memory, which rounds nothing. So the bits
 * depend on no blocking, no tile, no number of rows, and no vector width.
 */
final class Products {
  /** Start values of a tile that overwrites C: as many as the widest row of a tile. */
  static final float[] ZEROS = new float[4 * NR];

  /** From so many rows on, and only then, workers may share rows out instead of columns. */
  private static final int ROWS_TO_SPLIT = 64;

  /** Panels that a single row passes through at once: 8 accumulators. */
  private static final int STREAM1 = 4;

  /** Panels that a pair of rows passes through at once: 8 accumulators. */
  private static final int STREAM2 = 2;

  private Products() {}

  static void multiply(Worker w, Matrix a, PackedWeights b, Matrix c, boolean accumulate) {
    b.check(Panels.LAYOUT, a, c);
    int m = a.rows();
    int panels = Panels.count(b.n());
    boolean byRows = splitsRows(w, m, panels);
    int rowFrom = byRows ? w.from(m, MR) : 0;
    int rowTo = byRows ? w.to(m, MR) : m;
    int panelFrom = byRows ? 0 : w.from(panels, 1);
    int panelTo = byRows ? panels : w.to(panels, 1);
    int k = 0;
    do {
      boolean add = accumulate || k > 0;
      for (int row = rowFrom; row < rowTo; row += MC) {
        int rows = Math.min(MC, rowTo - row);
        block(w, a, row, rows, k, b, panelFrom, panelTo, c, add);
      }
      k += KC;
    } while (k < b.k());
  }

  /** Whether rows of C are shared out more evenly than panels. */
  private static boolean splitsRows(Worker w, int m, int panels) {
    int n = w.count();
    if (n == 1 || m < ROWS_TO_SPLIT) {
      return false;
    }
    int tiles = Math.ceilDiv(m, MR);
    return (long) Math.ceilDiv(tiles, n) * panels < (long) Math.ceilDiv(panels, n) * tiles;
  }

  /** Some rows by some panels, in the block of KC steps from k. */
  private static void block(
      Worker w,
      Matrix a,
      int row,
      int rows,
      int k,
      PackedWeights b,
      int panelFrom,
      int panelTo,
      Matrix c,
      boolean add) {
    int kc = Math.min(KC, b.k() - k);
    int whole = Math.min(panelTo, b.n() / NR);
    int p = rows > 2 ? panelFrom : stream(a, row, rows, k, b, panelFrom, whole, c, add);
    for (; p < whole; p++) {
      float[] start = add ? c.data() : ZEROS;
      int s0 = add ? c.index(row, p * NR) : 0;
      int lds = add ? c.stride() : 0;
      panel(
          a.data(), a.index(row, k), a.stride(), rows, b.data(), (p * b.k() + k) * NR, kc, start,
          s0, lds, c.data(), c.index(row, p * NR), c.stride());
    }
    if (p < panelTo) {
      edge(w, a, row, rows, k, b, p, c, add);
    }
  }

  /** One row or two through several panels at once. Returns the first panel that is left. */
  private static int stream(
      Matrix a,
      int row,
      int rows,
      int k,
      PackedWeights b,
      int panelFrom,
      int panelTo,
      Matrix c,
      boolean add) {
    int kc = Math.min(KC, b.k() - k);
    int step = rows == 1 ? STREAM1 : STREAM2;
    int panel = b.k() * NR;
    float[] start = add ? c.data() : ZEROS;
    int lds = add ? c.stride() : 0;
    int p = panelFrom;
    for (; p + step <= panelTo; p += step) {
      int b0 = (p * b.k() + k) * NR;
      int c0 = c.index(row, p * NR);
      int s0 = add ? c0 : 0;
      if (rows == 1) {
        MicroKernels.stream1(
            a.data(), a.index(row, k), b.data(), b0, panel, kc, start, s0, c.data(), c0);
      } else {
        MicroKernels.stream2(
            a.data(), a.index(row, k), a.stride(), b.data(), b0, panel, kc, start, s0, lds,
            c.data(), c0, c.stride());
      }
    }
    return p;
  }

  /** The last panel, whose columns are not all there: computed in scratch, the valid part copied. */
  private static void edge(
      Worker w,
      Matrix a,
      int row,
      int rows,
      int k,
      PackedWeights b,
      int p,
      Matrix c,
      boolean add) {
    int kc = Math.min(KC, b.k() - k);
    int width = b.n() - p * NR;
    float[] tile = w.scratch(0, MC * NR);
    copyIn(c, row, rows, p * NR, width, add, tile);
    panel(
        a.data(), a.index(row, k), a.stride(), rows, b.data(), (p * b.k() + k) * NR, kc, tile, 0,
        NR, tile, 0, NR);
    copyOut(tile, c, row, rows, p * NR, width);
  }

  /** Start values of a tile at the edge of C. */
  static void copyIn(
      Matrix c, int row, int rows, int column, int width, boolean add, float[] tile) {
    Arrays.fill(tile, 0, rows * NR, 0f);
    for (int i = 0; add && i < rows; i++) {
      System.arraycopy(c.data(), c.index(row + i, column), tile, i * NR, width);
    }
  }

  /** The valid part of a tile at the edge of C. */
  static void copyOut(float[] tile, Matrix c, int row, int rows, int column, int width) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(tile, i * NR, c.data(), c.index(row + i, column), width);
    }
  }

  /** All rows by one panel, in tiles as equal as can be: 20 rows are 4 tiles of 5. */
  private static void panel(
      float[] a,
      int a0,
      int lda,
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
    int tiles = Math.ceilDiv(rows, MR);
    int least = rows / tiles;
    int larger = rows - least * tiles;
    int row = 0;
    for (int t = 0; t < tiles; t++) {
      int height = t < larger ? least + 1 : least;
      tile(
          height, a, a0 + row * lda, lda, b, b0, kc, s, s0 + row * lds, lds, c, c0 + row * ldc,
          ldc);
      row += height;
    }
  }

  private static void tile(
      int height,
      float[] a,
      int a0,
      int lda,
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
      case 6 -> MicroKernels.tile6(a, a0, lda, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 5 -> MicroKernels.tile5(a, a0, lda, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 4 -> MicroKernels.tile4(a, a0, lda, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 3 -> MicroKernels.tile3(a, a0, lda, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 2 -> MicroKernels.tile2(a, a0, lda, b, b0, kc, s, s0, lds, c, c0, ldc);
      default -> MicroKernels.tile1(a, a0, b, b0, kc, s, s0, c, c0);
    }
  }
}
