package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Cuts examples of different lengths into batches, anew in every epoch: shuffled, sorted by length
 * within pools of {@value #POOL} batches so that a batch wastes little time on its longest example,
 * cut, and the batches shuffled. Every example is in exactly one batch of an epoch.
 *
 * @param <E> an example
 */
public final class ExampleBatches<E> {
  private static final int POOL = 50;

  private final List<E> examples;
  private final int[] lengths;
  private final int size;
  private final int[] order;
  private final int[] batches;

  /**
   * Batches of examples, at first in their given order.
   *
   * @param examples one or more; shared, must not change
   * @param length by which they are sorted
   * @param size of a batch, 1 or more; the last one of an epoch may be smaller
   * @throws IllegalArgumentException if there are none, or the size is less than 1
   */
  public ExampleBatches(List<E> examples, ToIntFunction<? super E> length, int size) {
    if (examples.isEmpty()) {
      throw new IllegalArgumentException("there is no example to train on");
    }
    if (size < 1) {
      throw new IllegalArgumentException("a batch must have 1 example or more, not " + size);
    }
    this.examples = examples;
    this.size = Math.min(size, examples.size());
    lengths = examples.stream().mapToInt(length).toArray();
    order = new int[examples.size()];
    batches = new int[Math.ceilDiv(examples.size(), this.size)];
    Arrays.setAll(order, i -> i);
    Arrays.setAll(batches, i -> i);
  }

  /**
   * Arranges the batches of an epoch.
   *
   * @param key names the order
   */
  public void shuffle(long key) {
    RandomSource random = new RandomSource(key);
    Arrays.setAll(order, i -> i);
    shuffle(order, random);
    sortPools();
    Arrays.setAll(batches, i -> i);
    shuffle(batches, random);
  }

  /** Stable, so that equally long examples stay shuffled. */
  private void sortPools() {
    long pool = (long) POOL * size;
    for (int from = 0; from < order.length; from = (int) Math.min(order.length, from + pool)) {
      int to = (int) Math.min(order.length, from + pool);
      long[] keys = new long[to - from];
      for (int i = from; i < to; i++) {
        keys[i - from] = (long) lengths[order[i]] << Integer.SIZE | (i - from);
      }
      Arrays.sort(keys);
      int[] sorted = new int[keys.length];
      for (int i = 0; i < keys.length; i++) {
        sorted[i] = order[from + (int) keys[i]];
      }
      System.arraycopy(sorted, 0, order, from, sorted.length);
    }
  }

  private static void shuffle(int[] values, RandomSource random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int moved = values[i];
      values[i] = values[j];
      values[j] = moved;
    }
  }

  /** {@return how many batches an epoch has, 1 or more} */
  public int count() {
    return batches.length;
  }

  /**
   * The examples of a batch.
   *
   * @param step which batch of the epoch that was arranged last
   * @return a new list of 1 to {@code size} examples
   * @throws IndexOutOfBoundsException if there is no such batch
   */
  public List<E> batch(int step) {
    int from = batches[step] * size;
    int to = Math.min(order.length, from + size);
    List<E> batch = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      batch.add(examples.get(order[i]));
    }
    return batch;
  }
}
