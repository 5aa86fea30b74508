package dev.rnn4j.simd;

/**
 * The numbers behind exp, sigmoid and tanh, shared by {@link VectorMath} and {@link ColdMath}. The
 * coefficients are minimax fits of relative error.
 */
final class Polynomials {
  /** 1 / (2 ln 2), and 2 ln 2 in two parts, of which the first times a small integer is exact. */
  static final float INVERSE_LN4 = 0x1.715476p-1f;

  static final float LN4_HIGH = 0x1.62e43p0f;
  static final float LN4_LOW = -0x1.05c61p-28f;

  static final float INVERSE_LN2 = 0x1.715476p0f;
  static final float LN2_HIGH = 0x1.62e43p-1f;
  static final float LN2_LOW = -0x1.05c61p-29f;

  /** Adding and taking away 1.5 · 2²³ rounds to an integer, which the low bits hold in between. */
  static final float ROUNDER = 0x1.8p23f;

  static final int EXPONENT_BIAS = 127 - Float.floatToRawIntBits(ROUNDER);
  static final int EXPONENT_SHIFT = 23;
  static final int SIGN = Integer.MIN_VALUE;

  /** exp is 0 from here down: half the least denormal is exp(-103.97). */
  static final float EXP_LOW = -104f;

  /** exp is infinite from here up: the greatest float is exp(88.72). */
  static final float EXP_HIGH = 89f;

  // e^r = 1 + r + r² (E2 + E3 r + … + E7 r⁵) within 2^-26 for |r| <= ln 2
  static final float E2 = 0x1.00000cp-1f;
  static final float E3 = 0x1.55550ep-3f;
  static final float E4 = 0x1.554a02p-5f;
  static final float E5 = 0x1.11284ep-7f;
  static final float E6 = 0x1.71bd8cp-10f;
  static final float E7 = 0x1.9b490ap-13f;

  /** e^y - 1 is -1 as a float long before this. */
  static final float EXPM1_LOW = -40f;

  // e^r - 1 = r + r² (M2 + M3 r + … + M6 r⁴) within 2^-26 of itself for |r| <= ln 2 / 2
  static final float M2 = 0x1.fffffep-2f;
  static final float M3 = 0x1.5554bp-3f;
  static final float M4 = 0x1.555674p-5f;
  static final float M5 = 0x1.1227f8p-7f;
  static final float M6 = 0x1.6bebe8p-10f;

  private Polynomials() {}
}
