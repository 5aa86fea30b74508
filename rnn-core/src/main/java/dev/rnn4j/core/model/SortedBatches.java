package dev.rnn4j.core.model;

import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;

/** Computes examples several at a time, those of similar length together. */
final class SortedBatches {
  /** Examples that are computed together: more would not be faster, only larger. */
  private static final int BATCH = 32;

  private SortedBatches() {}

  /** Computes 32 at a time; otherwise as below. */
  static <E, R> List<R> compute(
      List<E> examples, ToIntFunction<? super E> length, Function<List<E>, List<R>> some) {
    return compute(examples, length, _ -> BATCH, some);
  }

  /**
   * Computes.
   *
   * @param examples none or more, in any order
   * @param length of an example
   * @param most how many are computed together, given the length of the longest of them; 1 or more
   * @param some computes a batch, the longest example first, and gives one result for each
   * @return one result each, in the order of the examples
   */
  static <E, R> List<R> compute(
      List<E> examples,
      ToIntFunction<? super E> length,
      IntUnaryOperator most,
      Function<List<E>, List<R>> some) {
    if (examples.isEmpty()) {
      return List.of();
    }
    SequenceOrder byLength = SequenceOrder.of(examples.stream().mapToInt(length).toArray());
    List<R> sorted = new ArrayList<>(examples.size());
    while (sorted.size() < examples.size()) {
      int from = sorted.size();
      int count = most.applyAsInt(byLength.batch().length(from));
      List<E> batch = new ArrayList<>(count);
      for (int b = from; b < Math.min(from + count, examples.size()); b++) {
        batch.add(examples.get(byLength.given(b)));
      }
      sorted.addAll(some.apply(batch));
    }
    return Arrays.stream(byLength.places()).mapToObj(sorted::get).toList();
  }
}
