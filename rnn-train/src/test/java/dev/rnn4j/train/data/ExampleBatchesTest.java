package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExampleBatchesTest {
  @Property(tries = 200)
  void everyExampleIsInOneBatchOfAnEpoch(
      @ForAll @IntRange(min = 1, max = 700) int count,
      @ForAll @IntRange(min = 1, max = 9) int size,
      @ForAll long key) {
    ExampleBatches<Integer> batches = new ExampleBatches<>(numbers(count), i -> i % 7, size);
    batches.shuffle(key);
    List<Integer> seen = all(batches);
    assertEquals(count, seen.size());
    Collections.sort(seen);
    assertEquals(numbers(count), seen);
    assertEquals(Math.ceilDiv(count, Math.min(size, count)), batches.count());
  }

  @Test
  void anEpochFollowsFromItsKeyAlone() {
    ExampleBatches<Integer> first = new ExampleBatches<>(numbers(100), i -> i % 7, 8);
    ExampleBatches<Integer> second = new ExampleBatches<>(numbers(100), i -> i % 7, 8);
    first.shuffle(1);
    first.shuffle(2);
    second.shuffle(2);
    assertEquals(all(second), all(first));
    first.shuffle(3);
    assertNotEquals(all(second), all(first));
  }

  @Test
  void examplesOfABatchAreOfSimilarLength() {
    ExampleBatches<Integer> batches = new ExampleBatches<>(numbers(400), i -> i, 8);
    batches.shuffle(5);
    boolean inOrder = true;
    int last = -1;
    for (int step = 0; step < batches.count(); step++) {
      List<Integer> batch = batches.batch(step);
      assertTrue(Collections.max(batch) - Collections.min(batch) < 8, batch::toString);
      inOrder &= batch.getFirst() > last;
      last = batch.getFirst();
    }
    assertTrue(!inOrder, "the batches themselves are in no order");
  }

  @Test
  void nothingToTrainOnIsRefused() {
    List<Integer> none = List.of();
    assertThrows(
        IllegalArgumentException.class, () -> new ExampleBatches<Integer>(none, i -> i, 1));
    assertThrows(IllegalArgumentException.class, () -> new ExampleBatches<>(numbers(3), i -> i, 0));
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static List<Integer> all(ExampleBatches<Integer> batches) {
    List<Integer> all = new ArrayList<>();
    for (int step = 0; step < batches.count(); step++) {
      all.addAll(batches.batch(step));
    }
    return all;
  }
}
