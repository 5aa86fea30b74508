package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.LDA;
import static dev.rnn4j.simd.Blocking.NR;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of a product, one method for each shape: {@code tile6} has 6 rows of A and the NR
 * columns of one packed panel, and {@code tile} calls the one of a height. In all of them an
 * element of C is one chain of fused multiply-adds over ascending k, beginning with a start value;
 * hence tiles of any shape give the same bits.
 *
 * <p>Accumulators are named locals: in an array they would be boxed. No method has more than 16 of
 * them and none has branches around vectors: past some number of nodes the compiler stops inlining
 * without a word, vectors become objects, and the method runs four to eight times slower. Tiles of
 * more than {@link Blocking#MR} rows are for longer vectors only, which come with 32 registers.
 *
 * <p>Parameters of every tile: {@code a} with its first element at {@code a0} and rows {@link
 * Blocking#LDA} apart; the panel from {@code b0}; {@code kc} steps; the start values from {@code
 * s0} with rows {@code lds} apart, which may be C itself; the tile of C from {@code c0} with rows
 * {@code ldc} apart. Whole tiles only, edges are up to the caller.
 */
final class MicroKernels {
  private MicroKernels() {}

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
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k + LDA]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k + 2 * LDA]);
      t20 = x2.fma(p0, t20);
      t21 = x2.fma(p1, t21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k + 3 * LDA]);
      t30 = x3.fma(p0, t30);
      t31 = x3.fma(p1, t31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k + 4 * LDA]);
      t40 = x4.fma(p0, t40);
      t41 = x4.fma(p1, t41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a0 + k + 5 * LDA]);
      t50 = x5.fma(p0, t50);
      t51 = x5.fma(p1, t51);
      FloatVector x6 = FloatVector.broadcast(FLOATS, a[a0 + k + 6 * LDA]);
      t60 = x6.fma(p0, t60);
      t61 = x6.fma(p1, t61);
      FloatVector x7 = FloatVector.broadcast(FLOATS, a[a0 + k + 7 * LDA]);
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
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k + LDA]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k + 2 * LDA]);
      t20 = x2.fma(p0, t20);
      t21 = x2.fma(p1, t21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k + 3 * LDA]);
      t30 = x3.fma(p0, t30);
      t31 = x3.fma(p1, t31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k + 4 * LDA]);
      t40 = x4.fma(p0, t40);
      t41 = x4.fma(p1, t41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a0 + k + 5 * LDA]);
      t50 = x5.fma(p0, t50);
      t51 = x5.fma(p1, t51);
      FloatVector x6 = FloatVector.broadcast(FLOATS, a[a0 + k + 6 * LDA]);
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
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k + LDA]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k + 2 * LDA]);
      t20 = x2.fma(p0, t20);
      t21 = x2.fma(p1, t21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k + 3 * LDA]);
      t30 = x3.fma(p0, t30);
      t31 = x3.fma(p1, t31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k + 4 * LDA]);
      t40 = x4.fma(p0, t40);
      t41 = x4.fma(p1, t41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a0 + k + 5 * LDA]);
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
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k + LDA]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k + 2 * LDA]);
      t20 = x2.fma(p0, t20);
      t21 = x2.fma(p1, t21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k + 3 * LDA]);
      t30 = x3.fma(p0, t30);
      t31 = x3.fma(p1, t31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a0 + k + 4 * LDA]);
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
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k + LDA]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k + 2 * LDA]);
      t20 = x2.fma(p0, t20);
      t21 = x2.fma(p1, t21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a0 + k + 3 * LDA]);
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
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k + LDA]);
      t10 = x1.fma(p0, t10);
      t11 = x1.fma(p1, t11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a0 + k + 2 * LDA]);
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
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k + LDA]);
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
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      t00 = x0.fma(p0, t00);
      t01 = x0.fma(p1, t01);
    }
    t00.intoArray(c, c0);
    t01.intoArray(c, c0 + LANES);
  }

  /** 2 rows by 2 neighbouring panels, which are {@code panel} floats apart. */
  static void stream2(
      float[] a,
      int a0,
      float[] b,
      int b0,
      int panel,
      int kc,
      float[] s,
      int s0,
      int lds,
      float[] c,
      int c0,
      int ldc) {
    FloatVector t00 = FloatVector.fromArray(FLOATS, s, s0);
    FloatVector t01 = FloatVector.fromArray(FLOATS, s, s0 + LANES);
    FloatVector t02 = FloatVector.fromArray(FLOATS, s, s0 + 2 * LANES);
    FloatVector t03 = FloatVector.fromArray(FLOATS, s, s0 + 3 * LANES);
    FloatVector t10 = FloatVector.fromArray(FLOATS, s, s0 + lds);
    FloatVector t11 = FloatVector.fromArray(FLOATS, s, s0 + lds + LANES);
    FloatVector t12 = FloatVector.fromArray(FLOATS, s, s0 + lds + 2 * LANES);
    FloatVector t13 = FloatVector.fromArray(FLOATS, s, s0 + lds + 3 * LANES);
    int b1 = b0 + panel;
    for (int k = 0; k < kc; k++) {
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + k]);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a0 + k + LDA]);
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * NR);
      t00 = x0.fma(p0, t00);
      t10 = x1.fma(p0, t10);
      FloatVector p1 = FloatVector.fromArray(FLOATS, b, b0 + k * NR + LANES);
      t01 = x0.fma(p1, t01);
      t11 = x1.fma(p1, t11);
      FloatVector p2 = FloatVector.fromArray(FLOATS, b, b1 + k * NR);
      t02 = x0.fma(p2, t02);
      t12 = x1.fma(p2, t12);
      FloatVector p3 = FloatVector.fromArray(FLOATS, b, b1 + k * NR + LANES);
      t03 = x0.fma(p3, t03);
      t13 = x1.fma(p3, t13);
    }
    t00.intoArray(c, c0);
    t01.intoArray(c, c0 + LANES);
    t02.intoArray(c, c0 + 2 * LANES);
    t03.intoArray(c, c0 + 3 * LANES);
    t10.intoArray(c, c0 + ldc);
    t11.intoArray(c, c0 + ldc + LANES);
    t12.intoArray(c, c0 + ldc + 2 * LANES);
    t13.intoArray(c, c0 + ldc + 3 * LANES);
  }

  /** One row by 4 neighbouring panels, which are {@code panel} floats apart. */
  static void stream1(
      float[] a,
      int a0,
      float[] b,
      int b0,
      int panel,
      int kc,
      float[] s,
      int s0,
      float[] c,
      int c0) {
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
      FloatVector p0 = FloatVector.fromArray(FLOATS, b, b0 + k * NR);
      t00 = x0.fma(p0, t00);
      FloatVector p1 = FloatVector.fromArray(FLOATS, b, b0 + k * NR + LANES);
      t01 = x0.fma(p1, t01);
      FloatVector p2 = FloatVector.fromArray(FLOATS, b, b1 + k * NR);
      t02 = x0.fma(p2, t02);
      FloatVector p3 = FloatVector.fromArray(FLOATS, b, b1 + k * NR + LANES);
      t03 = x0.fma(p3, t03);
      FloatVector p4 = FloatVector.fromArray(FLOATS, b, b2 + k * NR);
      t04 = x0.fma(p4, t04);
      FloatVector p5 = FloatVector.fromArray(FLOATS, b, b2 + k * NR + LANES);
      t05 = x0.fma(p5, t05);
      FloatVector p6 = FloatVector.fromArray(FLOATS, b, b3 + k * NR);
      t06 = x0.fma(p6, t06);
      FloatVector p7 = FloatVector.fromArray(FLOATS, b, b3 + k * NR + LANES);
      t07 = x0.fma(p7, t07);
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
}
