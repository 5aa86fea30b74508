package dev.rnn4j.testkit;

import dev.rnn4j.core.tensor.SequenceBatch;

/**
 * Dropout masks computed a second time from the written rule, in 64-bit arithmetic modulo 2³².
 *
 * <p>Whether element i = row * columns + column survives depends only on i, the probability and a
 * 64-bit key, so that any kernel, any thread and the backward pass find the same mask without
 * storing it. Write low and high for the halves of the key and mix for the function
 *
 * <pre>
 *   x ^= x >>> 16;  x *= 0x7feb352d;  x ^= x >>> 15;  x *= 0x846ca68b;  x ^= x >>> 16
 * </pre>
 *
 * <p>of 32-bit x; then the element is kept if and only if the upper 24 bits of {@code mix(mix(i +
 * low) + high)} are at least p * 2²⁴, rounded down.
 */
public final class DropoutMasks {
  private static final long WORD = 0xffffffffL;

  private DropoutMasks() {}

  /**
   * The multipliers of a (rows, columns) matrix.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @param p probability of zero, in [0, 1)
   * @param key selects the mask
   * @return row-major, each 0 or 1 / (1 - p)
   */
  public static double[] multipliers(int rows, int columns, float p, long key) {
    double[] mask = new double[rows * columns];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = kept(i, p, key) ? 1 / (1 - (double) p) : 0;
    }
    return mask;
  }

  /**
   * The multipliers of the rows of a batch.
   *
   * @param batch its shape
   * @param columns number of columns
   * @param p probability of zero, in [0, 1)
   * @param locked whether every step has the mask of its first rows, and not one of its own
   * @param key selects the mask
   * @return row-major, each 0 or 1 / (1 - p)
   */
  public static double[] multipliers(
      SequenceBatch batch, int columns, float p, boolean locked, long key) {
    double[] mask = multipliers(batch.rows(), columns, p, key);
    if (locked) {
      double[] first = mask.clone();
      for (int t = 0; t < batch.steps(); t++) {
        int to = batch.offset(t) * columns;
        System.arraycopy(first, 0, mask, to, batch.active(t) * columns);
      }
    }
    return mask;
  }

  /**
   * Whether one element survives.
   *
   * @param index row * columns + column
   * @param p probability of zero, in [0, 1)
   * @param key selects the mask
   * @return false if it becomes 0
   */
  public static boolean kept(int index, float p, long key) {
    long low = key & WORD;
    long high = key >>> 32;
    long hash = mix((mix((index + low) & WORD) + high) & WORD);
    return (hash >>> 8) >= Math.floor((double) p * 0x1p24);
  }

  private static long mix(long word) {
    long x = word;
    x ^= x >>> 16;
    x = (x * 0x7feb352dL) & WORD;
    x ^= x >>> 15;
    x = (x * 0x846ca68bL) & WORD;
    x ^= x >>> 16;
    return x;
  }
}
