package dev.rnn4j.core.kernel;

/**
 * Floats of 16 bits: sign, the 8 bits of a float's exponent, 7 bits of fraction. Every one of them
 * is the float whose lower half is zero, so reading them rounds nothing; writing rounds to the
 * nearest, of two equally near ones to the even one, with a relative error of at most 2⁻⁸.
 */
public final class Bfloat16 {
  private static final int HALF = 16;
  private static final int QUIET = 0x40;

  private Bfloat16() {}

  /**
   * Rounds.
   *
   * @param x any float; NaN stays NaN, an infinity itself, and what is beyond the largest value
   *     becomes infinite
   * @return the 16 bits
   */
  public static short of(float x) {
    int bits = Float.floatToRawIntBits(x);
    if (Float.isNaN(x)) {
      return (short) ((bits >>> HALF) | QUIET); // cut alone, a NaN might become an infinity
    }
    int odd = (bits >>> HALF) & 1; // of two equally near, the even one
    return (short) ((bits + 0x7fff + odd) >>> HALF);
  }

  /**
   * Expands.
   *
   * @param bits 16 bits
   * @return the same value
   */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << HALF);
  }
}
