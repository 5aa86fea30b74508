package dev.rnn4j.simd;

import static dev.rnn4j.simd.Polynomials.E2;
import static dev.rnn4j.simd.Polynomials.E3;
import static dev.rnn4j.simd.Polynomials.E4;
import static dev.rnn4j.simd.Polynomials.E5;
import static dev.rnn4j.simd.Polynomials.E6;
import static dev.rnn4j.simd.Polynomials.E7;
import static dev.rnn4j.simd.Polynomials.EXPM1_LOW;
import static dev.rnn4j.simd.Polynomials.EXPONENT_BIAS;
import static dev.rnn4j.simd.Polynomials.EXPONENT_SHIFT;
import static dev.rnn4j.simd.Polynomials.EXP_HIGH;
import static dev.rnn4j.simd.Polynomials.EXP_LOW;
import static dev.rnn4j.simd.Polynomials.INVERSE_LN2;
import static dev.rnn4j.simd.Polynomials.INVERSE_LN4;
import static dev.rnn4j.simd.Polynomials.LN2_HIGH;
import static dev.rnn4j.simd.Polynomials.LN2_LOW;
import static dev.rnn4j.simd.Polynomials.LN4_HIGH;
import static dev.rnn4j.simd.Polynomials.LN4_LOW;
import static dev.rnn4j.simd.Polynomials.M2;
import static dev.rnn4j.simd.Polynomials.M3;
import static dev.rnn4j.simd.Polynomials.M4;
import static dev.rnn4j.simd.Polynomials.M5;
import static dev.rnn4j.simd.Polynomials.M6;
import static dev.rnn4j.simd.Polynomials.ROUNDER;

/** One lane of {@link VectorMath}, operation by operation, so to the same bits. */
final class ColdMath {
  private ColdMath() {}

  static float exp(float x) {
    float z = x < EXP_LOW ? EXP_LOW : x;
    return expInRange(z > EXP_HIGH ? EXP_HIGH : z);
  }

  private static float expInRange(float z) {
    float rounded = Math.fma(z, INVERSE_LN4, ROUNDER);
    float m = rounded - ROUNDER;
    float power = powerOfTwo(rounded);
    float r = Math.fma(m, -LN4_LOW, Math.fma(m, -LN4_HIGH, z));
    float q = Math.fma(r, E7, E6);
    q = Math.fma(q, r, E5);
    q = Math.fma(q, r, E4);
    q = Math.fma(q, r, E3);
    q = Math.fma(q, r, E2);
    q = Math.fma(q, r, 1f);
    q = Math.fma(q, r, 1f);
    return q * power * power;
  }

  private static float powerOfTwo(float rounded) {
    int bits = Float.floatToRawIntBits(rounded) + EXPONENT_BIAS;
    return Float.intBitsToFloat(bits << EXPONENT_SHIFT);
  }

  static float sigmoid(float x) {
    float z = Float.intBitsToFloat(Float.floatToRawIntBits(x) | Polynomials.SIGN);
    float t = expInRange(z < EXP_LOW ? EXP_LOW : z);
    return (x < 0f ? t : 1f) / (t + 1f);
  }

  static float tanh(float x) {
    float z = Math.abs(x) * -2f;
    z = z < EXPM1_LOW ? EXPM1_LOW : z;
    float rounded = Math.fma(z, INVERSE_LN2, ROUNDER);
    float k = rounded - ROUNDER;
    float power = powerOfTwo(rounded);
    float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, z));
    float q = Math.fma(r, M6, M5);
    q = Math.fma(q, r, M4);
    q = Math.fma(q, r, M3);
    q = Math.fma(q, r, M2);
    q = Math.fma(q, r * r, r);
    float m = Math.fma(q, power, power - 1f);
    return Math.copySign(m / (m + 2f), x);
  }
}
