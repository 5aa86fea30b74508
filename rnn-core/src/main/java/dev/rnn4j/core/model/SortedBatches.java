package dev.rnn4j.core.model;

import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Computes examples several at a time, those of similar length together. */
final class SortedBatches {
  /** Examples that are computed together: more would not be faster, only larger. */
  private static final int BATCH = 32;

  private SortedBatches() {}

  /**
   * Computes.
   *
   * @param examples none or more, in any order
   * @param length of an example
   * @param some computes a batch, and gives one result for each of its examples
   * @return one result each, in the order of the examples
   */
  static <E, R> List<R> compute(
      List<E> examples, ToIntFunction<? super E> length, Function<List<E>, List<R>> some) {
    if (examples.isEmpty()) {
      return List.of();
    }
    SequenceOrder byLength = SequenceOrder.of(examples.stream().mapToInt(length).toArray());
    int[] places = new int[examples.size()];
    List<R> sorted = new ArrayList<>(examples.size());
    for (int from = 0; from < examples.size(); from += BATCH) {
      List<E> batch = new ArrayList<>(BATCH);
      for (int i = from; i < Math.min(from + BATCH, examples.size()); i++) {
        places[byLength.given(i)] = i;
        batch.add(examples.get(byLength.given(i)));
      }
      sorted.addAll(some.apply(batch));
    }
    return Arrays.stream(places).mapToObj(sorted::get).toList();
  }
}
