package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.MC;
import static dev.rnn4j.simd.Blocking.MR;
import static dev.rnn4j.simd.Blocking.NR;
import static dev.rnn4j.simd.Blocking.OUTER_MC;
import static dev.rnn4j.simd.Blocking.STREAM1;

import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/**
 * Covers a block of C, some rows by the columns of one panel or a few, with register tiles. A comes
 * as one of the {@link Strips}, B as {@link Panels}.
 */
final class Tiles {
  /** Start of chains that begin with 0: as many as the widest row of a tile, for all columns. */
  static final Matrix NOTHING = Matrix.zeros(1, STREAM1 * NR);

  private Tiles() {}

  /**
   * All rows of the strip by one panel, into C from (row, column).
   *
   * @param kind what the strip is
   * @param start what the chains begin with: C, a row for all rows of C, or {@link #NOTHING}
   */
  static void panel(
      Worker w,
      Strips.Kind kind,
      float[] strip,
      int rows,
      float[] b,
      int b0,
      int kc,
      Matrix start,
      Matrix c,
      int row,
      int column) {
    int width = Panels.panelColumns(column, c.cols());
    int c0 = c.index(row, column);
    if (column + width > c.cols()) {
      edge(w, kind, strip, rows, b, b0, kc, start, c, row, column);
      return;
    }
    float[] s = start.data();
    int s0 = startIndex(start, row, column);
    rows(kind, width, strip, rows, b, b0, kc, s, s0, pitch(start), c.data(), c0, c.stride());
  }

  /** A block that does not consist of whole tiles: computed in scratch, the valid part copied. */
  private static void edge(
      Worker w,
      Strips.Kind kind,
      float[] strip,
      int rows,
      float[] b,
      int b0,
      int kc,
      Matrix start,
      Matrix c,
      int row,
      int column) {
    int valid = Math.min(NR, c.cols() - column);
    int width = Panels.panelColumns(column, c.cols());
    float[] tile = w.scratch(Scratch.TILE, Math.max(MC, OUTER_MC) * NR);
    Arrays.fill(tile, 0, rows * NR, 0f);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(start.data(), startIndex(start, row + i, column), tile, i * NR, valid);
    }
    rows(kind, width, strip, rows, b, b0, kc, tile, 0, NR, tile, 0, NR);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(tile, i * NR, c.data(), c.index(row + i, column), valid);
    }
  }

  /** Where the start values of an element of C stand. */
  static int startIndex(Matrix start, int row, int column) {
    return start == NOTHING ? 0 : start.index(start.rows() == 1 ? 0 : row, column);
  }

  /** How far apart the start values of two rows of C are. */
  private static int pitch(Matrix start) {
    return start.rows() == 1 ? 0 : start.stride();
  }

  /**
   * One row or two by {@link Blocking#STREAM1} or {@link Blocking#STREAM2} whole panels, {@code
   * pitch} apart.
   */
  static void stream(
      float[] strip,
      int rows,
      float[] b,
      int b0,
      int pitch,
      int kc,
      Matrix start,
      Matrix c,
      int row,
      int column) {
    float[] s = start.data();
    int s0 = startIndex(start, row, column);
    int lds = pitch(start);
    int c0 = c.index(row, column);
    if (rows == 1) {
      MicroKernels.stream1(strip, 0, b, b0, pitch, kc, s, s0, c.data(), c0);
    } else {
      MicroKernels.stream2(strip, 0, b, b0, pitch, kc, s, s0, lds, c.data(), c0, c.stride());
    }
  }

  /** All rows by one panel, one tile below the other. */
  private static void rows(
      Strips.Kind kind,
      int width,
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
      int at = row * lds + s0;
      int to = row * ldc + c0;
      int from = kind.start(row, kc);
      if (width == NR) {
        wide(kind, height, strip, from, b, b0, kc, s, at, lds, c, to, ldc);
      } else {
        narrow(kind, height, strip, from, b, b0, kc, s, at, lds, c, to, ldc);
      }
    }
  }

  /**
   * How many of the rows that are left the next tile takes: they are shared out evenly, as tiles of
   * few rows have too few accumulators to be fast.
   */
  static int height(int left) {
    return Math.ceilDiv(left, Math.ceilDiv(left, MR));
  }

  private static void wide(
      Strips.Kind kind,
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
    switch (kind) {
      case ROWS -> MicroKernels.tile(height, a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case COLUMNS -> OuterKernels.tile(height, a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case PACKED -> PackedKernels.tile(height, a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
    }
  }

  private static void narrow(
      Strips.Kind kind,
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
    switch (kind) {
      case ROWS -> NarrowKernels.tile(height, a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case COLUMNS -> NarrowOuterKernels.tile(height, a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case PACKED -> NarrowPackedKernels.tile(height, a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
    }
  }
}
