package dev.rnn4j.core.tensor;

import java.util.Arrays;

/**
 * Sequences in the order of a {@link SequenceBatch}: the longest first, equally long ones in the
 * order in which they were given. Immutable.
 */
public final class SequenceOrder {
  private final int[] given;
  private final SequenceBatch batch;

  private SequenceOrder(int[] given, SequenceBatch batch) {
    this.given = given;
    this.batch = batch;
  }

  /**
   * Orders sequences.
   *
   * @param lengths of each, 0 or more, in any order; one or more
   * @return their order
   * @throws IllegalArgumentException if there are none, or one is negative
   */
  public static SequenceOrder of(int... lengths) {
    long[] keys = new long[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      keys[i] = ((long) (Integer.MAX_VALUE - lengths[i]) << Integer.SIZE) | i;
    }
    Arrays.sort(keys);
    int[] given = new int[lengths.length];
    int[] descending = new int[lengths.length];
    for (int b = 0; b < given.length; b++) {
      given[b] = (int) keys[b];
      descending[b] = lengths[given[b]];
    }
    return new SequenceOrder(given, SequenceBatch.of(descending));
  }

  /** {@return the batch, the longest sequence first} */
  public SequenceBatch batch() {
    return batch;
  }

  /**
   * Which sequence stands at a place of the batch.
   *
   * @param b the place, from 0
   * @return its number among those given
   */
  public int given(int b) {
    return given[b];
  }

  /**
   * Where each sequence stands in the batch.
   *
   * @return a new array: the places of those given, by their number
   */
  public int[] places() {
    int[] places = new int[given.length];
    for (int b = 0; b < given.length; b++) {
      places[given[b]] = b;
    }
    return places;
  }
}
