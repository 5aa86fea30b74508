package dev.rnn4j.simd;

import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static dev.rnn4j.simd.VectorConstants.LANES;
import static dev.rnn4j.simd.VectorConstants.wholeVectors;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.rnn4j.core.kernel.Worker;
import jdk.incubator.vector.FloatVector;

/**
 * exp, sigmoid and tanh over arrays, from additions, multiplications, FMAs and one division in
 * {@code float} alone, so that every machine and every vector width gives the same bits. The
 * coefficients are minimax fits of relative error. NaN gives NaN, infinities and zeros what
 * mathematics says.
 *
 * <p>Errors over all floats, in units in the last place of the exact result: exp 1.62, sigmoid
 * 3.35, tanh 2.50.
 */
final class VectorMath {
  /** 1 / (2 ln 2), and 2 ln 2 in two parts, of which the first times a small integer is exact. */
  private static final float INVERSE_LN4 = 0x1.715476p-1f;

  private static final float LN4_HIGH = 0x1.62e43p0f;
  private static final float LN4_LOW = -0x1.05c61p-28f;

  private static final float INVERSE_LN2 = 0x1.715476p0f;
  private static final float LN2_HIGH = 0x1.62e43p-1f;
  private static final float LN2_LOW = -0x1.05c61p-29f;

  /** Adding and taking away 1.5 · 2²³ rounds to an integer, which the low bits hold in between. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int EXPONENT_BIAS = 127 - Float.floatToRawIntBits(ROUNDER);
  private static final int EXPONENT_SHIFT = 23;
  private static final int SIGN = Integer.MIN_VALUE;

  /** exp is 0 from here down: half the least denormal is exp(-103.97). */
  private static final float EXP_LOW = -104f;

  /** exp is infinite from here up: the greatest float is exp(88.72). */
  private static final float EXP_HIGH = 89f;

  // e^r = 1 + r + r² (E2 + E3 r + … + E7 r⁵) within 2^-26 for |r| <= ln 2
  private static final float E2 = 0x1.00000cp-1f;
  private static final float E3 = 0x1.55550ep-3f;
  private static final float E4 = 0x1.554a02p-5f;
  private static final float E5 = 0x1.11284ep-7f;
  private static final float E6 = 0x1.71bd8cp-10f;
  private static final float E7 = 0x1.9b490ap-13f;

  /** e^y - 1 is -1 as a float long before this. */
  private static final float EXPM1_LOW = -40f;

  // e^r - 1 = r + r² (M2 + M3 r + … + M6 r⁴) within 2^-26 of itself for |r| <= ln 2 / 2
  private static final float M2 = 0x1.fffffep-2f;
  private static final float M3 = 0x1.5554bp-3f;
  private static final float M4 = 0x1.555674p-5f;
  private static final float M5 = 0x1.1227f8p-7f;
  private static final float M6 = 0x1.6bebe8p-10f;

  private VectorMath() {}

  /** y[to + i] = exp(x[from + i] - shift) for i below n; in place if the ranges are the same. */
  static void exp(Worker w, float[] x, int from, float shift, float[] y, int to, int n) {
    int whole = wholeVectors(n);
    expWhole(x, from, shift, y, to, whole);
    if (whole < n) {
      float[] pad = w.scratch(0, LANES);
      System.arraycopy(x, from + whole, pad, 0, n - whole);
      expWhole(pad, 0, shift, pad, 0, LANES);
      System.arraycopy(pad, 0, y, to + whole, n - whole);
    }
  }

  /**
   * x = 2 m ln 2 + r, so e^x = e^r · 2^m · 2^m. Two factors, because 2^2m need not be a float where
   * e^x is one; and of the two products only the last rounds a denormal.
   */
  private static void expWhole(float[] x, int from, float shift, float[] y, int to, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector z = FloatVector.fromArray(FLOATS, x, from + i).sub(shift);
      z = z.blend(EXP_LOW, z.compare(LT, EXP_LOW));
      z = z.blend(EXP_HIGH, z.compare(GT, EXP_HIGH));
      FloatVector rounded = z.fma(INVERSE_LN4, ROUNDER);
      FloatVector m = rounded.sub(ROUNDER);
      FloatVector power =
          rounded
              .reinterpretAsInts()
              .add(EXPONENT_BIAS)
              .lanewise(LSHL, EXPONENT_SHIFT)
              .reinterpretAsFloats();
      FloatVector r = m.fma(broadcast(FLOATS, -LN4_HIGH), z);
      r = m.fma(broadcast(FLOATS, -LN4_LOW), r);
      FloatVector q = r.fma(E7, E6);
      q = q.fma(r, broadcast(FLOATS, E5));
      q = q.fma(r, broadcast(FLOATS, E4));
      q = q.fma(r, broadcast(FLOATS, E3));
      q = q.fma(r, broadcast(FLOATS, E2));
      q = q.fma(r, broadcast(FLOATS, 1f));
      q = q.fma(r, broadcast(FLOATS, 1f));
      q.mul(power).mul(power).intoArray(y, to + i);
    }
  }

  /** y[to + i] = 1 / (1 + exp(-x[from + i])) for i below n; in place if the ranges are the same. */
  static void sigmoid(Worker w, float[] x, int from, float[] y, int to, int n) {
    int whole = wholeVectors(n);
    sigmoidWhole(x, from, y, to, whole);
    if (whole < n) {
      float[] pad = w.scratch(0, LANES);
      System.arraycopy(x, from + whole, pad, 0, n - whole);
      sigmoidWhole(pad, 0, pad, 0, LANES);
      System.arraycopy(pad, 0, y, to + whole, n - whole);
    }
  }

  /**
   * With t = e^-|x| it is 1 / (1 + t), or t / (1 + t) where x is negative: t never overflows, and
   * what is small keeps its relative precision. t as in {@link #expWhole}.
   */
  private static void sigmoidWhole(float[] x, int from, float[] y, int to, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector in = FloatVector.fromArray(FLOATS, x, from + i);
      FloatVector z = in.reinterpretAsInts().or(SIGN).reinterpretAsFloats();
      z = z.blend(EXP_LOW, z.compare(LT, EXP_LOW));
      FloatVector rounded = z.fma(INVERSE_LN4, ROUNDER);
      FloatVector m = rounded.sub(ROUNDER);
      FloatVector power =
          rounded
              .reinterpretAsInts()
              .add(EXPONENT_BIAS)
              .lanewise(LSHL, EXPONENT_SHIFT)
              .reinterpretAsFloats();
      FloatVector r = m.fma(broadcast(FLOATS, -LN4_HIGH), z);
      r = m.fma(broadcast(FLOATS, -LN4_LOW), r);
      FloatVector q = r.fma(E7, E6);
      q = q.fma(r, broadcast(FLOATS, E5));
      q = q.fma(r, broadcast(FLOATS, E4));
      q = q.fma(r, broadcast(FLOATS, E3));
      q = q.fma(r, broadcast(FLOATS, E2));
      q = q.fma(r, broadcast(FLOATS, 1f));
      q = q.fma(r, broadcast(FLOATS, 1f));
      FloatVector t = q.mul(power).mul(power);
      FloatVector numerator = broadcast(FLOATS, 1f).blend(t, in.compare(LT, 0f));
      numerator.div(t.add(1f)).intoArray(y, to + i);
    }
  }

  /** y[to + i] = tanh(x[from + i]) for i below n; in place if the ranges are the same. */
  static void tanh(Worker w, float[] x, int from, float[] y, int to, int n) {
    int whole = wholeVectors(n);
    tanhWhole(x, from, y, to, whole);
    if (whole < n) {
      float[] pad = w.scratch(0, LANES);
      System.arraycopy(x, from + whole, pad, 0, n - whole);
      tanhWhole(pad, 0, pad, 0, LANES);
      System.arraycopy(pad, 0, y, to + whole, n - whole);
    }
  }

  /**
   * -m / (m + 2) with m = e^z - 1, z = -2|x|, and the sign of x. As m is never below -1 the result
   * is never beyond 1, and near 0 m keeps the relative precision of z. z = k ln 2 + r, so m = 2^k
   * (e^r - 1) + (2^k - 1).
   */
  private static void tanhWhole(float[] x, int from, float[] y, int to, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector in = FloatVector.fromArray(FLOATS, x, from + i);
      FloatVector z = in.abs().mul(-2f);
      z = z.blend(EXPM1_LOW, z.compare(LT, EXPM1_LOW));
      FloatVector rounded = z.fma(INVERSE_LN2, ROUNDER);
      FloatVector k = rounded.sub(ROUNDER);
      FloatVector power =
          rounded
              .reinterpretAsInts()
              .add(EXPONENT_BIAS)
              .lanewise(LSHL, EXPONENT_SHIFT)
              .reinterpretAsFloats();
      FloatVector r = k.fma(broadcast(FLOATS, -LN2_HIGH), z);
      r = k.fma(broadcast(FLOATS, -LN2_LOW), r);
      FloatVector q = r.fma(M6, M5);
      q = q.fma(r, broadcast(FLOATS, M4));
      q = q.fma(r, broadcast(FLOATS, M3));
      q = q.fma(r, broadcast(FLOATS, M2));
      q = q.fma(r.mul(r), r);
      FloatVector m = q.fma(power, power.sub(1f));
      m.div(m.add(2f))
          .abs()
          .reinterpretAsInts()
          .or(in.reinterpretAsInts().and(SIGN))
          .reinterpretAsFloats()
          .intoArray(y, to + i);
    }
  }
}
