package dev.rnn4j.core.kernel;

/**
 * Which elements dropout keeps, as a pure function of a key and an element's index: nothing is
 * stored between the forward and the backward pass, and threads cannot disagree. Two rounds of a
 * 32-bit integer mixer, each half of the key entering before one of them.
 */
public final class DropoutMask {
  private DropoutMask() {}

  /**
   * The 24-bit threshold of a probability: an element is dropped if its hash lies below.
   *
   * @param p probability of dropping, 0 to below 1
   * @return p · 2²⁴, rounded down
   * @throws IllegalArgumentException if p is not in [0, 1)
   */
  public static int threshold(float p) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout must be at least 0 and below 1, not " + p);
    }
    return (int) (p * 0x1p24f);
  }

  /**
   * Whether an element is kept.
   *
   * @param index row · cols + column of the element
   * @param key names the mask
   * @param threshold from {@link #threshold}
   * @return false if it is dropped
   */
  public static boolean keeps(int index, long key, int threshold) {
    int x = mix(index + (int) key);
    return mix(x + (int) (key >>> 32)) >>> 8 >= threshold;
  }

  private static int mix(int value) {
    int x = value;
    x ^= x >>> 16;
    x *= 0x7feb352d;
    x ^= x >>> 15;
    x *= 0x846ca68b;
    return x ^ (x >>> 16);
  }
}
