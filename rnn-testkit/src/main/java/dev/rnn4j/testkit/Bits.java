package dev.rnn4j.testkit;

import java.util.Arrays;

/** Equality to the last bit, of all elements at once, with a message that says where it ends. */
public final class Bits {
  private Bits() {}

  /**
   * Fails unless two arrays are equal to the bit; zeros of different signs are different.
   *
   * @param what for the message
   * @param expected one array
   * @param actual the other
   * @throws AssertionError naming the first index that differs, and both values
   */
  public static void assertEqual(String what, float[] expected, float[] actual) {
    if (expected.length != actual.length) {
      throw new AssertionError(
          "%s: %d values, expected %d".formatted(what, actual.length, expected.length));
    }
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      throw new AssertionError(
          "%s[%d] of %d: %s, expected to the bit %s"
              .formatted(what, at, expected.length, actual[at], expected[at]));
    }
  }

  /**
   * Fails unless two arrays are equal to the bit; zeros of different signs are different.
   *
   * @param what for the message
   * @param expected one array
   * @param actual the other
   * @throws AssertionError naming the first index that differs, and both values
   */
  public static void assertEqual(String what, double[] expected, double[] actual) {
    if (expected.length != actual.length) {
      throw new AssertionError(
          "%s: %d values, expected %d".formatted(what, actual.length, expected.length));
    }
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      throw new AssertionError(
          "%s[%d] of %d: %s, expected to the bit %s"
              .formatted(what, at, expected.length, actual[at], expected[at]));
    }
  }
}
