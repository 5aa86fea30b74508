package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.OUTER_LDA;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import jdk.incubator.vector.FloatVector;

/** {@link OuterKernels} for a panel that is one vector wide, as {@link NarrowKernels} are. */
final class NarrowOuterKernels {
  private NarrowOuterKernels() {}

  // From here on written by TileGenerator, among the tests: change that, not this.

  static void tile(
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
      case 8 -> tile8(a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 7 -> tile7(a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 6 -> tile6(a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 5 -> tile5(a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 4 -> tile4(a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 3 -> tile3(a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      case 2 -> tile2(a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
      default -> tile1(a, a0, b, b0, kc, s, s0, lds, c, c0, ldc);
    }
  }

  static void tile8(
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
    FloatVector t00 = FloatVector.fromArray(FLOATS, s, s0);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    FloatVector t30 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds);
    FloatVector t40 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds);
    FloatVector t50 = FloatVector.fromArray(FLOATS, s, s0 + 5 * lds);
    FloatVector t60 = FloatVector.fromArray(FLOATS, s, s0 + 6 * lds);
    FloatVector t70 = FloatVector.fromArray(FLOATS, s, s0 + 7 * lds);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 3]);
      t30 = x3.fma(p0, t30);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 4]);
      t40 = x4.fma(p0, t40);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 5]);
      t50 = x5.fma(p0, t50);
      FloatVector x6 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 6]);
      t60 = x6.fma(p0, t60);
      FloatVector x7 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 7]);
      t70 = x7.fma(p0, t70);
    }
    t00.intoArray(c, c0);
    t10.intoArray(c, c0 + ldc);
    t20.intoArray(c, c0 + 2 * ldc);
    t30.intoArray(c, c0 + 3 * ldc);
    t40.intoArray(c, c0 + 4 * ldc);
    t50.intoArray(c, c0 + 5 * ldc);
    t60.intoArray(c, c0 + 6 * ldc);
    t70.intoArray(c, c0 + 7 * ldc);
  }

  static void tile7(
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
    FloatVector t00 = FloatVector.fromArray(FLOATS, s, s0);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    FloatVector t30 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds);
    FloatVector t40 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds);
    FloatVector t50 = FloatVector.fromArray(FLOATS, s, s0 + 5 * lds);
    FloatVector t60 = FloatVector.fromArray(FLOATS, s, s0 + 6 * lds);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 3]);
      t30 = x3.fma(p0, t30);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 4]);
      t40 = x4.fma(p0, t40);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 5]);
      t50 = x5.fma(p0, t50);
      FloatVector x6 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 6]);
      t60 = x6.fma(p0, t60);
    }
    t00.intoArray(c, c0);
    t10.intoArray(c, c0 + ldc);
    t20.intoArray(c, c0 + 2 * ldc);
    t30.intoArray(c, c0 + 3 * ldc);
    t40.intoArray(c, c0 + 4 * ldc);
    t50.intoArray(c, c0 + 5 * ldc);
    t60.intoArray(c, c0 + 6 * ldc);
  }

  static void tile6(
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
    FloatVector t00 = FloatVector.fromArray(FLOATS, s, s0);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    FloatVector t30 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds);
    FloatVector t40 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds);
    FloatVector t50 = FloatVector.fromArray(FLOATS, s, s0 + 5 * lds);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 3]);
      t30 = x3.fma(p0, t30);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 4]);
      t40 = x4.fma(p0, t40);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 5]);
      t50 = x5.fma(p0, t50);
    }
    t00.intoArray(c, c0);
    t10.intoArray(c, c0 + ldc);
    t20.intoArray(c, c0 + 2 * ldc);
    t30.intoArray(c, c0 + 3 * ldc);
    t40.intoArray(c, c0 + 4 * ldc);
    t50.intoArray(c, c0 + 5 * ldc);
  }

  static void tile5(
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
    FloatVector t00 = FloatVector.fromArray(FLOATS, s, s0);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    FloatVector t30 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds);
    FloatVector t40 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 3]);
      t30 = x3.fma(p0, t30);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 4]);
      t40 = x4.fma(p0, t40);
    }
    t00.intoArray(c, c0);
    t10.intoArray(c, c0 + ldc);
    t20.intoArray(c, c0 + 2 * ldc);
    t30.intoArray(c, c0 + 3 * ldc);
    t40.intoArray(c, c0 + 4 * ldc);
  }

  static void tile4(
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
    FloatVector t00 = FloatVector.fromArray(FLOATS, s, s0);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    FloatVector t30 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 3]);
      t30 = x3.fma(p0, t30);
    }
    t00.intoArray(c, c0);
    t10.intoArray(c, c0 + ldc);
    t20.intoArray(c, c0 + 2 * ldc);
    t30.intoArray(c, c0 + 3 * ldc);
  }

  static void tile3(
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
    FloatVector t00 = FloatVector.fromArray(FLOATS, s, s0);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
    }
    t00.intoArray(c, c0);
    t10.intoArray(c, c0 + ldc);
    t20.intoArray(c, c0 + 2 * ldc);
  }

  static void tile2(
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
    FloatVector t00 = FloatVector.fromArray(FLOATS, s, s0);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
    }
    t00.intoArray(c, c0);
    t10.intoArray(c, c0 + ldc);
  }

  static void tile1(
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
    FloatVector t00 = FloatVector.fromArray(FLOATS, s, s0);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
    }
    t00.intoArray(c, c0);
  }
}
