package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.NR;
import static dev.rnn4j.simd.Blocking.OUTER_LDA;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * The register tiles of {@link MicroKernels} by columns of A: the strip {@code a} holds those of
 * step k side by side from {@code a0 + k·OUTER_LDA} on, so A is copied in order and never
 * transposed. Everything else is as there, and so are the bits.
 */
final class OuterKernels {
  private OuterKernels() {}

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
    FloatVector t01 = FloatVector.fromArray(FLOATS, s, s0 + LANES);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t11 = FloatVector.fromArray(FLOATS, s, s0 + lds + LANES);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    FloatVector t21 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds + LANES);
    FloatVector t30 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds);
    FloatVector t31 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds + LANES);
    FloatVector t40 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds);
    FloatVector t41 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds + LANES);
    FloatVector t50 = FloatVector.fromArray(FLOATS, s, s0 + 5 * lds);
    FloatVector t51 = FloatVector.fromArray(FLOATS, s, s0 + 5 * lds + LANES);
    FloatVector t60 = FloatVector.fromArray(FLOATS, s, s0 + 6 * lds);
    FloatVector t61 = FloatVector.fromArray(FLOATS, s, s0 + 6 * lds + LANES);
    FloatVector t70 = FloatVector.fromArray(FLOATS, s, s0 + 7 * lds);
    FloatVector t71 = FloatVector.fromArray(FLOATS, s, s0 + 7 * lds + LANES);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * NR);
      FloatVector p1 = FloatVector.fromArray(FLOATS, b, b0 + k * NR + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
      t21 = x2.fma(p1, t21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 3]);
      t30 = x3.fma(p0, t30);
      t31 = x3.fma(p1, t31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 4]);
      t40 = x4.fma(p0, t40);
      t41 = x4.fma(p1, t41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 5]);
      t50 = x5.fma(p0, t50);
      t51 = x5.fma(p1, t51);
      FloatVector x6 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 6]);
      t60 = x6.fma(p0, t60);
      t61 = x6.fma(p1, t61);
      FloatVector x7 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 7]);
      t70 = x7.fma(p0, t70);
      t71 = x7.fma(p1, t71);
    }
    t00.intoArray(c, c0);
    t01.intoArray(c, c0 + LANES);
    t10.intoArray(c, c0 + ldc);
    t11.intoArray(c, c0 + ldc + LANES);
    t20.intoArray(c, c0 + 2 * ldc);
    t21.intoArray(c, c0 + 2 * ldc + LANES);
    t30.intoArray(c, c0 + 3 * ldc);
    t31.intoArray(c, c0 + 3 * ldc + LANES);
    t40.intoArray(c, c0 + 4 * ldc);
    t41.intoArray(c, c0 + 4 * ldc + LANES);
    t50.intoArray(c, c0 + 5 * ldc);
    t51.intoArray(c, c0 + 5 * ldc + LANES);
    t60.intoArray(c, c0 + 6 * ldc);
    t61.intoArray(c, c0 + 6 * ldc + LANES);
    t70.intoArray(c, c0 + 7 * ldc);
    t71.intoArray(c, c0 + 7 * ldc + LANES);
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
    FloatVector t01 = FloatVector.fromArray(FLOATS, s, s0 + LANES);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t11 = FloatVector.fromArray(FLOATS, s, s0 + lds + LANES);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    FloatVector t21 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds + LANES);
    FloatVector t30 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds);
    FloatVector t31 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds + LANES);
    FloatVector t40 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds);
    FloatVector t41 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds + LANES);
    FloatVector t50 = FloatVector.fromArray(FLOATS, s, s0 + 5 * lds);
    FloatVector t51 = FloatVector.fromArray(FLOATS, s, s0 + 5 * lds + LANES);
    FloatVector t60 = FloatVector.fromArray(FLOATS, s, s0 + 6 * lds);
    FloatVector t61 = FloatVector.fromArray(FLOATS, s, s0 + 6 * lds + LANES);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * NR);
      FloatVector p1 = FloatVector.fromArray(FLOATS, b, b0 + k * NR + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
      t21 = x2.fma(p1, t21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 3]);
      t30 = x3.fma(p0, t30);
      t31 = x3.fma(p1, t31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 4]);
      t40 = x4.fma(p0, t40);
      t41 = x4.fma(p1, t41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 5]);
      t50 = x5.fma(p0, t50);
      t51 = x5.fma(p1, t51);
      FloatVector x6 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 6]);
      t60 = x6.fma(p0, t60);
      t61 = x6.fma(p1, t61);
    }
    t00.intoArray(c, c0);
    t01.intoArray(c, c0 + LANES);
    t10.intoArray(c, c0 + ldc);
    t11.intoArray(c, c0 + ldc + LANES);
    t20.intoArray(c, c0 + 2 * ldc);
    t21.intoArray(c, c0 + 2 * ldc + LANES);
    t30.intoArray(c, c0 + 3 * ldc);
    t31.intoArray(c, c0 + 3 * ldc + LANES);
    t40.intoArray(c, c0 + 4 * ldc);
    t41.intoArray(c, c0 + 4 * ldc + LANES);
    t50.intoArray(c, c0 + 5 * ldc);
    t51.intoArray(c, c0 + 5 * ldc + LANES);
    t60.intoArray(c, c0 + 6 * ldc);
    t61.intoArray(c, c0 + 6 * ldc + LANES);
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
    FloatVector t01 = FloatVector.fromArray(FLOATS, s, s0 + LANES);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t11 = FloatVector.fromArray(FLOATS, s, s0 + lds + LANES);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    FloatVector t21 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds + LANES);
    FloatVector t30 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds);
    FloatVector t31 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds + LANES);
    FloatVector t40 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds);
    FloatVector t41 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds + LANES);
    FloatVector t50 = FloatVector.fromArray(FLOATS, s, s0 + 5 * lds);
    FloatVector t51 = FloatVector.fromArray(FLOATS, s, s0 + 5 * lds + LANES);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * NR);
      FloatVector p1 = FloatVector.fromArray(FLOATS, b, b0 + k * NR + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
      t21 = x2.fma(p1, t21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 3]);
      t30 = x3.fma(p0, t30);
      t31 = x3.fma(p1, t31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 4]);
      t40 = x4.fma(p0, t40);
      t41 = x4.fma(p1, t41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 5]);
      t50 = x5.fma(p0, t50);
      t51 = x5.fma(p1, t51);
    }
    t00.intoArray(c, c0);
    t01.intoArray(c, c0 + LANES);
    t10.intoArray(c, c0 + ldc);
    t11.intoArray(c, c0 + ldc + LANES);
    t20.intoArray(c, c0 + 2 * ldc);
    t21.intoArray(c, c0 + 2 * ldc + LANES);
    t30.intoArray(c, c0 + 3 * ldc);
    t31.intoArray(c, c0 + 3 * ldc + LANES);
    t40.intoArray(c, c0 + 4 * ldc);
    t41.intoArray(c, c0 + 4 * ldc + LANES);
    t50.intoArray(c, c0 + 5 * ldc);
    t51.intoArray(c, c0 + 5 * ldc + LANES);
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
    FloatVector t01 = FloatVector.fromArray(FLOATS, s, s0 + LANES);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t11 = FloatVector.fromArray(FLOATS, s, s0 + lds + LANES);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    FloatVector t21 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds + LANES);
    FloatVector t30 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds);
    FloatVector t31 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds + LANES);
    FloatVector t40 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds);
    FloatVector t41 = FloatVector.fromArray(FLOATS, s, s0 + 4 * lds + LANES);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * NR);
      FloatVector p1 = FloatVector.fromArray(FLOATS, b, b0 + k * NR + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
      t21 = x2.fma(p1, t21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 3]);
      t30 = x3.fma(p0, t30);
      t31 = x3.fma(p1, t31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 4]);
      t40 = x4.fma(p0, t40);
      t41 = x4.fma(p1, t41);
    }
    t00.intoArray(c, c0);
    t01.intoArray(c, c0 + LANES);
    t10.intoArray(c, c0 + ldc);
    t11.intoArray(c, c0 + ldc + LANES);
    t20.intoArray(c, c0 + 2 * ldc);
    t21.intoArray(c, c0 + 2 * ldc + LANES);
    t30.intoArray(c, c0 + 3 * ldc);
    t31.intoArray(c, c0 + 3 * ldc + LANES);
    t40.intoArray(c, c0 + 4 * ldc);
    t41.intoArray(c, c0 + 4 * ldc + LANES);
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
    FloatVector t01 = FloatVector.fromArray(FLOATS, s, s0 + LANES);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t11 = FloatVector.fromArray(FLOATS, s, s0 + lds + LANES);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    FloatVector t21 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds + LANES);
    FloatVector t30 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds);
    FloatVector t31 = FloatVector.fromArray(FLOATS, s, s0 + 3 * lds + LANES);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * NR);
      FloatVector p1 = FloatVector.fromArray(FLOATS, b, b0 + k * NR + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
      t21 = x2.fma(p1, t21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 3]);
      t30 = x3.fma(p0, t30);
      t31 = x3.fma(p1, t31);
    }
    t00.intoArray(c, c0);
    t01.intoArray(c, c0 + LANES);
    t10.intoArray(c, c0 + ldc);
    t11.intoArray(c, c0 + ldc + LANES);
    t20.intoArray(c, c0 + 2 * ldc);
    t21.intoArray(c, c0 + 2 * ldc + LANES);
    t30.intoArray(c, c0 + 3 * ldc);
    t31.intoArray(c, c0 + 3 * ldc + LANES);
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
    FloatVector t01 = FloatVector.fromArray(FLOATS, s, s0 + LANES);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t11 = FloatVector.fromArray(FLOATS, s, s0 + lds + LANES);
    FloatVector t20 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds);
    FloatVector t21 = FloatVector.fromArray(FLOATS, s, s0 + 2 * lds + LANES);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * NR);
      FloatVector p1 = FloatVector.fromArray(FLOATS, b, b0 + k * NR + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 2]);
      t20 = x2.fma(p0, t20);
      t21 = x2.fma(p1, t21);
    }
    t00.intoArray(c, c0);
    t01.intoArray(c, c0 + LANES);
    t10.intoArray(c, c0 + ldc);
    t11.intoArray(c, c0 + ldc + LANES);
    t20.intoArray(c, c0 + 2 * ldc);
    t21.intoArray(c, c0 + 2 * ldc + LANES);
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
    FloatVector t01 = FloatVector.fromArray(FLOATS, s, s0 + LANES);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t11 = FloatVector.fromArray(FLOATS, s, s0 + lds + LANES);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * NR);
      FloatVector p1 = FloatVector.fromArray(FLOATS, b, b0 + k * NR + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA + 1]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
    }
    t00.intoArray(c, c0);
    t01.intoArray(c, c0 + LANES);
    t10.intoArray(c, c0 + ldc);
    t11.intoArray(c, c0 + ldc + LANES);
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
    FloatVector t01 = FloatVector.fromArray(FLOATS, s, s0 + LANES);
    for (int k = 0; k < kc; k++) {
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * NR);
      FloatVector p1 = FloatVector.fromArray(FLOATS, b, b0 + k * NR + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k * OUTER_LDA]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
    }
    t00.intoArray(c, c0);
    t01.intoArray(c, c0 + LANES);
  }
}
