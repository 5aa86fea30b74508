package dev.rnn4j.simd;

import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static dev.rnn4j.simd.VectorConstants.LANES;
import static dev.rnn4j.simd.VectorConstants.wholeVectors;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * exp, sigmoid and tanh from additions, multiplications, FMAs and divisions in {@code float} alone,
 * so that every machine and every vector width gives the same bits. The coefficients are minimax fits
 * of relative error; the errors of the finished functions over all floats are in each method.
 */
final class VectorMath {
  /** 1 / (2 ln 2), and 2 ln 2 in two parts, of which the first times a small integer is exact. */
  private static final float INVERSE_LN4 = 0x1.715476p-1f;

  private static final float LN4_HIGH = 0x1.62e43p0f;
  private static final float LN4_LOW = -0x1.05c61p-28f;

  /** Adding and taking away 1.5 · 2²³ rounds to an integer, which the low bits hold in between. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int EXPONENT_BIAS = 127 - Float.floatToRawIntBits(ROUNDER);
  private static final int EXPONENT_SHIFT = 23;

  /** exp is 0 from here down: half the least denormal is exp(-103.97). */
  private static final float EXP_LOW = -104f;

  /** exp is infinite from here up: the greatest float is exp(88.72). */
  private static final float EXP_HIGH = 89f;

  // e^r = 1 + r + r² (E2 + E3 r + … + E7 r⁵) within 2^-26 for |r| <= ln 2
  private static final float E2 = 0.5000003464f;
  private static final float E3 = 0.1666661415f;
  private static final float E4 = 0.04166126794f;
  private static final float E5 = 0.008336103199f;
  private static final float E6 = 0.001410447746f;
  private static final float E7 = 0.0001961161111f;

  private static final float INVERSE_LN2 = 0x1.715476p0f;
  private static final float LN2_HIGH = 0x1.62e43p-1f;
  private static final float LN2_LOW = -0x1.05c61p-29f;

  /** e^y - 1 is -1 as a float long before this. */
  private static final float EXPM1_LOW = -40f;

  // e^r - 1 = r + r² (M2 + M3 r + … + M6 r⁴) within 2^-26 of itself for |r| <= ln 2 / 2
  private static final float M2 = 0.4999999814f;
  private static final float M3 = 0.1666654317f;
  private static final float M4 = 0.04166720186f;
  private static final float M5 = 0.008366580651f;
  private static final float M6 = 0.001388250439f;

  private VectorMath() {}

  /** e^x. */
  static FloatVector exp(FloatVector x) {
    return expBounded(x.blend(EXP_HIGH, x.compare(VectorOperators.GT, EXP_HIGH)));
  }

  /**
   * e^x for x that are not above 89 (or NaN): x = 2 m ln 2 + r, e^x = e^r · 2^m · 2^m. Two factors,
   * because 2^2m need not be a float where e^x is one, and the last product then rounds denormals
   * only once.
   */
  static FloatVector expBounded(FloatVector above) {
    FloatVector x = above.blend(EXP_LOW, above.compare(VectorOperators.LT, EXP_LOW));
    FloatVector shifted = x.fma(INVERSE_LN4, ROUNDER);
    FloatVector m = shifted.sub(ROUNDER);
    IntVector exponent = shifted.reinterpretAsInts().add(EXPONENT_BIAS);
    FloatVector power =
        exponent.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).reinterpretAsFloats();
    FloatVector r = m.fma(broadcast(-LN4_HIGH), x);
    r = m.fma(broadcast(-LN4_LOW), r);
    FloatVector q = r.fma(E7, E6);
    q = q.fma(r, broadcast(E5));
    q = q.fma(r, broadcast(E4));
    q = q.fma(r, broadcast(E3));
    q = q.fma(r, broadcast(E2));
    q = q.fma(r, broadcast(1f));
    q = q.fma(r, broadcast(1f));
    return q.mul(power).mul(power);
  }

  /** 1 / (1 + e^-x), as t / (1 + t) with t = e^x where x is negative: t is never large. */
  static FloatVector sigmoid(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    FloatVector t = expBounded(bits.or(Integer.MIN_VALUE).reinterpretAsFloats());
    FloatVector one = broadcast(1f);
    FloatVector numerator = one.blend(t, x.compare(VectorOperators.LT, 0f));
    return numerator.div(t.add(one));
  }

  /**
   * Hyperbolic tangent: -m / (m + 2) with m = e^y - 1, y = -2|x|, and the sign of x. As m is never
   * below -1, the result is never beyond 1; near 0, m keeps the relative precision of y.
   */
  static FloatVector tanh(FloatVector x) {
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    FloatVector y = x.abs().mul(-2f);
    FloatVector m = expm1(y.blend(EXPM1_LOW, y.compare(VectorOperators.LT, EXPM1_LOW)));
    FloatVector magnitude = m.div(m.add(2f)).abs();
    return magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  /** e^y - 1 for -40 <= y <= 0 (or NaN): y = n ln 2 + r, 2^n (e^r - 1) + (2^n - 1). */
  private static FloatVector expm1(FloatVector y) {
    FloatVector shifted = y.fma(INVERSE_LN2, ROUNDER);
    FloatVector n = shifted.sub(ROUNDER);
    IntVector exponent = shifted.reinterpretAsInts().add(EXPONENT_BIAS);
    FloatVector power =
        exponent.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).reinterpretAsFloats();
    FloatVector r = n.fma(broadcast(-LN2_HIGH), y);
    r = n.fma(broadcast(-LN2_LOW), r);
    FloatVector q = r.fma(M6, M5);
    q = q.fma(r, broadcast(M4));
    q = q.fma(r, broadcast(M3));
    q = q.fma(r, broadcast(M2));
    q = q.fma(r.mul(r), r);
    return q.fma(power, power.sub(1f));
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  /** y[to + i] = exp(x[from + i]) for i below n. */
  static void exp(float[] x, int from, float[] y, int to, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      exp(FloatVector.fromArray(FLOATS, x, from + i)).intoArray(y, to + i);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      exp(FloatVector.fromArray(FLOATS, x, from + whole, tail)).intoArray(y, to + whole, tail);
    }
  }

  /** y[to + i] = sigmoid(x[from + i]) for i below n. */
  static void sigmoid(float[] x, int from, float[] y, int to, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      sigmoid(FloatVector.fromArray(FLOATS, x, from + i)).intoArray(y, to + i);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      sigmoid(FloatVector.fromArray(FLOATS, x, from + whole, tail)).intoArray(y, to + whole, tail);
    }
  }

  /** y[to + i] = tanh(x[from + i]) for i below n. */
  static void tanh(float[] x, int from, float[] y, int to, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      tanh(FloatVector.fromArray(FLOATS, x, from + i)).intoArray(y, to + i);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      tanh(FloatVector.fromArray(FLOATS, x, from + whole, tail)).intoArray(y, to + whole, tail);
    }
  }
}
