package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.NR;
import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static dev.rnn4j.simd.VectorConstants.INTS;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * What touches the pairs of {@link Bf16Panels}. A vector of pairs becomes two of floats by a shift
 * and by a mask: a bfloat16 is a float whose lower half is zero. Written by the rules of {@link
 * MicroKernels}.
 */
final class Bf16Kernels {
  private static final int HALF = 16;
  private static final int UPPER = 0xffff0000;

  private Bf16Kernels() {}

  /**
   * {@link MicroKernels#stream1} on pairs: one row by four panels.
   *
   * @param a the row, from {@code a0} on
   * @param b the panels, the first from {@code b0}, each {@code panel} ints after the one before
   */
  static void stream1(
      float[] a, int a0, int[] b, int b0, int panel, int kc, float[] s, int s0, float[] c, int c0) {
    FloatVector t00 = FloatVector.fromArray(FLOATS, s, s0);
    FloatVector t01 = FloatVector.fromArray(FLOATS, s, s0 + LANES);
    FloatVector t02 = FloatVector.fromArray(FLOATS, s, s0 + 2 * LANES);
    FloatVector t03 = FloatVector.fromArray(FLOATS, s, s0 + 3 * LANES);
    FloatVector t04 = FloatVector.fromArray(FLOATS, s, s0 + 4 * LANES);
    FloatVector t05 = FloatVector.fromArray(FLOATS, s, s0 + 5 * LANES);
    FloatVector t06 = FloatVector.fromArray(FLOATS, s, s0 + 6 * LANES);
    FloatVector t07 = FloatVector.fromArray(FLOATS, s, s0 + 7 * LANES);
    int b1 = b0 + panel;
    int b2 = b1 + panel;
    int b3 = b2 + panel;
    for (int k = 0; k < kc; k++) {
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      IntVector p0 = IntVector.fromArray(INTS, b, b0 + k * LANES);
      t00 = x0.fma(p0.lanewise(LSHL, HALF).reinterpretAsFloats(), t00);
      t01 = x0.fma(p0.and(UPPER).reinterpretAsFloats(), t01);
      IntVector p1 = IntVector.fromArray(INTS, b, b1 + k * LANES);
      t02 = x0.fma(p1.lanewise(LSHL, HALF).reinterpretAsFloats(), t02);
      t03 = x0.fma(p1.and(UPPER).reinterpretAsFloats(), t03);
      IntVector p2 = IntVector.fromArray(INTS, b, b2 + k * LANES);
      t04 = x0.fma(p2.lanewise(LSHL, HALF).reinterpretAsFloats(), t04);
      t05 = x0.fma(p2.and(UPPER).reinterpretAsFloats(), t05);
      IntVector p3 = IntVector.fromArray(INTS, b, b3 + k * LANES);
      t06 = x0.fma(p3.lanewise(LSHL, HALF).reinterpretAsFloats(), t06);
      t07 = x0.fma(p3.and(UPPER).reinterpretAsFloats(), t07);
    }
    t00.intoArray(c, c0);
    t01.intoArray(c, c0 + LANES);
    t02.intoArray(c, c0 + 2 * LANES);
    t03.intoArray(c, c0 + 3 * LANES);
    t04.intoArray(c, c0 + 4 * LANES);
    t05.intoArray(c, c0 + 5 * LANES);
    t06.intoArray(c, c0 + 6 * LANES);
    t07.intoArray(c, c0 + 7 * LANES);
  }

  /** A block of a panel as floats, NR columns wide. */
  static void expand(int[] b, int b0, int kc, float[] panel) {
    for (int k = 0; k < kc; k++) {
      IntVector p = IntVector.fromArray(INTS, b, b0 + k * LANES);
      p.lanewise(LSHL, HALF).reinterpretAsFloats().intoArray(panel, k * NR);
      p.and(UPPER).reinterpretAsFloats().intoArray(panel, k * NR + LANES);
    }
  }

  /** The same for a panel with columns in its first vector only, one vector wide. */
  static void expandNarrow(int[] b, int b0, int kc, float[] panel) {
    for (int k = 0; k < kc; k++) {
      IntVector p = IntVector.fromArray(INTS, b, b0 + k * LANES);
      p.lanewise(LSHL, HALF).reinterpretAsFloats().intoArray(panel, k * LANES);
    }
  }
}
