package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.LDA;
import static dev.rnn4j.simd.Blocking.MC;
import static dev.rnn4j.simd.Blocking.MR;
import static dev.rnn4j.simd.Blocking.OUTER_KC;
import static dev.rnn4j.simd.Blocking.OUTER_LDA;
import static dev.rnn4j.simd.Blocking.PACK_FROM;
import static dev.rnn4j.simd.Blocking.PACK_OUTER;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;

/**
 * Copies blocks of A for the register tiles, into the worker's scratch; packed tile after tile, in
 * the heights that {@link Tiles} gives them.
 */
final class Strips {
  /** How a strip lies in memory. */
  enum Kind {
    /** Rows, {@link Blocking#LDA} apart: for {@link MicroKernels}. */
    ROWS,
    /** Columns, steps {@link Blocking#OUTER_LDA} apart: for {@link OuterKernels}. */
    COLUMNS,
    /** What each tile needs, in order: for {@link PackedKernels}. */
    PACKED;

    /** Where the tile from a row of the block on begins in a strip of kc steps. */
    int start(int row, int kc) {
      return switch (this) {
        case ROWS -> row * LDA;
        case COLUMNS -> row;
        case PACKED -> row * kc;
      };
    }
  }

  /** What {@link #columns} makes. */
  static final Kind OF_COLUMNS = PACK_OUTER ? Kind.PACKED : Kind.COLUMNS;

  private Strips() {}

  /** What the rows of A are best copied to for a block of so many rows and columns of C. */
  static Kind ofRows(int rows, int columns) {
    return columns >= PACK_FROM && rows > 2 ? Kind.PACKED : Kind.ROWS;
  }

  /** Rows of A from {@code row} on, in kc steps from k. */
  static float[] rows(Worker w, Kind kind, Matrix a, int row, int rows, int k, int kc) {
    float[] strip = w.scratch(Scratch.STRIP, MC * LDA);
    if (kind == Kind.PACKED) {
      packRows(a, row, rows, k, kc, strip);
      return strip;
    }
    for (int i = 0; i < rows; i++) {
      System.arraycopy(a.data(), a.index(row + i, k), strip, i * LDA, kc);
    }
    return strip;
  }

  private static void packRows(Matrix a, int row, int rows, int k, int kc, float[] strip) {
    int height;
    for (int i = 0; i < rows; i += height) {
      height = Tiles.height(rows - i);
      transpose(a.data(), a.index(row + i, k), a.stride(), height, kc, strip, i * kc);
    }
  }

  /** The worker's buffer for {@link #columns}. */
  static float[] buffer(Worker w) {
    return w.scratch(Scratch.STRIP, OUTER_LDA * OUTER_KC);
  }

  /** Columns of A from {@code column} on, in kc steps from k, into a strip of such. */
  static void columns(Matrix a, int column, int columns, int k, int kc, float[] strip) {
    if (PACK_OUTER) {
      packColumns(a, column, columns, k, kc, strip);
      return;
    }
    for (int i = 0; i < kc; i++) {
      System.arraycopy(a.data(), a.index(k + i, column), strip, i * OUTER_LDA, columns);
    }
  }

  /**
   * The same, packed. Step by step, so that A is read in order; there are tiles of two heights at
   * most, the taller ones first.
   */
  private static void packColumns(Matrix a, int column, int columns, int k, int kc, float[] strip) {
    int tiles = Math.ceilDiv(columns, MR);
    int height = columns / tiles;
    int tall = columns % tiles;
    int others = tall * (height + 1);
    int vectors = vectorSteps(a, column + columns, k, kc, height);
    for (int i = 0; i < kc; i++) {
      int from = a.index(k + i, column);
      int to = others * kc + i * height;
      if (i < vectors) {
        copy(a.data(), from, tall, height + 1, strip, i * (height + 1), kc);
        copy(a.data(), from + others, tiles - tall, height, strip, to, kc);
      } else {
        copyExactly(a.data(), from, tall, height + 1, strip, i * (height + 1), kc);
        copyExactly(a.data(), from + others, tiles - tall, height, strip, to, kc);
      }
    }
  }

  /**
   * Steps whose tiles may be copied as whole vectors: those that reach neither beyond A nor, with
   * what they have too much, into the next tile.
   */
  private static int vectorSteps(Matrix a, int columnTo, int k, int kc, int height) {
    int room = a.data().length - LANES - a.index(k, columnTo - 1);
    int within = Math.min(Math.floorDiv(room, a.stride()), kc - Math.ceilDiv(LANES, height)) + 1;
    return Math.max(0, within);
  }

  /** The rows of a tile, four at a time: written one by one they would pass by L1 four times. */
  private static void transpose(
      float[] a, int from, int stride, int height, int kc, float[] strip, int at) {
    int i = 0;
    for (; i + 4 <= height; i += 4) {
      four(a, from + i * stride, stride, height, kc, strip, at + i);
    }
    for (; i < height; i++) {
      int to = at + i;
      for (int k = 0; k < kc; k++) {
        strip[to] = a[from + i * stride + k];
        to += height;
      }
    }
  }

  private static void four(
      float[] a, int from, int stride, int height, int kc, float[] strip, int at) {
    int from1 = from + stride;
    int from2 = from1 + stride;
    int from3 = from2 + stride;
    int to = at;
    for (int k = 0; k < kc; k++) {
      strip[to] = a[from + k];
      strip[to + 1] = a[from1 + k];
      strip[to + 2] = a[from2 + k];
      strip[to + 3] = a[from3 + k];
      to += height;
    }
  }

  /**
   * What some tiles need for one step: whole vectors, of which that of the next step overwrites
   * what is too much. (A species that is as long as a tile is high would be a second class of
   * vectors, and the compiler, which then no longer knows which one it has, would box those of the
   * tiles.)
   */
  private static void copy(
      float[] a, int from, int tiles, int height, float[] strip, int to, int kc) {
    for (int i = 0; i < tiles; i++) {
      FloatVector.fromArray(FLOATS, a, from + i * height).intoArray(strip, to + i * height * kc);
    }
  }

  private static void copyExactly(
      float[] a, int from, int tiles, int height, float[] strip, int to, int kc) {
    for (int i = 0; i < tiles; i++) {
      System.arraycopy(a, from + i * height, strip, to + i * height * kc, height);
    }
  }
}
