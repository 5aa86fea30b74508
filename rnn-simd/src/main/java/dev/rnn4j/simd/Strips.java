package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.KC;
import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.LDA;
import static dev.rnn4j.simd.Blocking.MC;
import static dev.rnn4j.simd.Blocking.OUTER_KC;
import static dev.rnn4j.simd.Blocking.OUTER_MC;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;

/**
 * Copies blocks of A for the register tiles, into the worker's scratch: as rows, {@link
 * Blocking#LDA} apart, or packed for {@link PackedKernels}, tile after tile, in the heights that
 * {@link Tiles} gives them.
 */
final class Strips {
  private Strips() {}

  /** Rows of A from {@code row} on, in kc steps from k. */
  static float[] rows(Worker w, Matrix a, int row, int rows, int k, int kc) {
    float[] strip = w.scratch(Scratch.STRIP, MC * LDA);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(a.data(), a.index(row + i, k), strip, i * LDA, kc);
    }
    return strip;
  }

  /** The same rows, packed. */
  static float[] packedRows(Worker w, Matrix a, int row, int rows, int k, int kc) {
    float[] strip = w.scratch(Scratch.STRIP, MC * KC);
    int height;
    for (int i = 0; i < rows; i += height) {
      height = Tiles.height(rows - i);
      transpose(a.data(), a.index(row + i, k), a.stride(), height, kc, strip, i * kc);
    }
    return strip;
  }

  /** Columns of A from {@code column} on, in kc steps from k, packed. */
  static float[] packedColumns(Worker w, Matrix a, int column, int columns, int k, int kc) {
    float[] strip = w.scratch(Scratch.STRIP, OUTER_MC * OUTER_KC + LANES);
    int height;
    for (int i = 0; i < columns; i += height) {
      height = Tiles.height(columns - i);
      copy(a.data(), a.index(k, column + i), a.stride(), height, kc, strip, i * kc);
    }
    return strip;
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
   * The columns of a tile: whole vectors, of which each next one overwrites what the one before has
   * too much, as the next tile does with the last. Where A ends, only what is needed. (A species
   * that is as long as a tile is high would be a second class of vectors, and the compiler, which
   * then no longer knows which one it has, would box those of the tiles.)
   */
  private static void copy(
      float[] a, int from, int stride, int height, int kc, float[] strip, int at) {
    int whole = Math.clamp(Math.floorDiv(a.length - LANES - from, stride) + 1, 0, kc);
    for (int k = 0; k < whole; k++) {
      FloatVector.fromArray(FLOATS, a, from + k * stride).intoArray(strip, at + k * height);
    }
    for (int k = whole; k < kc; k++) {
      System.arraycopy(a, from + k * stride, strip, at + k * height, height);
    }
  }
}
