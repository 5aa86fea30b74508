package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StreamBatchesTest {
  private static final int START = 1_000_000;

  @Test
  void sevenTokensInThreeStreamsAndWindowsOfTwo() {
    StreamBatches batches = new StreamBatches(IntStream.range(0, 7).toArray(), START, 3, 2);
    int[] inputs = new int[6];
    int[] targets = new int[6];

    assertEquals(2, batches.windows());
    assertEquals(2, batches.steps(0));
    assertEquals(6, batches.targetCount(0));
    batches.fill(0, inputs, targets);
    assertArrayEquals(new int[] {START, 2, 4, 0, 3, 5}, inputs);
    assertArrayEquals(new int[] {0, 3, 5, 1, 4, 6}, targets);

    assertEquals(1, batches.steps(1));
    assertEquals(1, batches.targetCount(1));
    batches.fill(1, inputs, targets);
    assertArrayEquals(new int[] {1, START, START}, Arrays.copyOf(inputs, 3));
    assertArrayEquals(new int[] {2, -1, -1}, Arrays.copyOf(targets, 3));
  }

  @Test
  void aTextTooShortForTheStreamsUsesFewerAndSaysSo() {
    StreamBatches few = new StreamBatches(new int[] {8, 9}, START, 5, 4);
    assertEquals(2, few.streams());
    assertTrue(few.fewerStreamsThanRequested());
    StreamBatches enough = new StreamBatches(new int[] {8, 9}, START, 2, 4);
    assertEquals(2, enough.streams());
    assertFalse(enough.fewerStreamsThanRequested());
  }

  @Test
  void oneTokenIsPredictedFromTheStart() {
    StreamBatches batches = new StreamBatches(new int[] {8}, START, 3, Integer.MAX_VALUE);
    int[] inputs = new int[1];
    int[] targets = new int[1];
    batches.fill(0, inputs, targets);
    assertEquals(1, batches.windows());
    assertEquals(1, batches.targetCount(0));
    assertArrayEquals(new int[] {START}, inputs);
    assertArrayEquals(new int[] {8}, targets);
  }

  @Test
  void aCorpusBringsItsOwnStartId() {
    Vocabulary vocabulary = new Vocabulary(Level.WORD, List.of("a", "<unk>", "<eos>"));
    StreamBatches batches = new StreamBatches(Corpus.of("a b", vocabulary), 1, 3);
    int[] inputs = new int[3];
    int[] targets = new int[3];
    batches.fill(0, inputs, targets);
    assertArrayEquals(new int[] {2, 0, 1}, inputs);
    assertArrayEquals(new int[] {0, 1, 2}, targets);
  }

  @Property
  void everyTokenIsATargetOnceAfterItsPredecessorAndInOrder(
      @ForAll @IntRange(min = 1, max = 300) int n,
      @ForAll @IntRange(min = 1, max = 40) int streams,
      @ForAll @IntRange(min = 1, max = 40) int window) {
    StreamBatches batches =
        new StreamBatches(IntStream.range(0, n).toArray(), START, streams, window);
    List<List<Integer>> seen = collect(batches);
    assertEquals(Math.min(streams, n), seen.size());
    List<Integer> joined = new ArrayList<>();
    int longest = seen.getFirst().size();
    int shortest = seen.getLast().size();
    for (List<Integer> stream : seen) {
      joined.addAll(stream);
      assertTrue(stream.size() <= longest && stream.size() >= shortest);
    }
    assertTrue(longest - shortest <= 1);
    assertEquals(IntStream.range(0, n).boxed().toList(), joined);
    assertEquals(n, batches.targets());
    assertEquals((longest + window - 1) / window, batches.windows());
  }

  /** Targets of each stream in order; checks inputs, padding, counts and untouched entries. */
  private static List<List<Integer>> collect(StreamBatches batches) {
    int width = batches.streams();
    List<List<Integer>> seen = new ArrayList<>();
    IntStream.range(0, width).forEach(b -> seen.add(new ArrayList<>()));
    int[] inputs = new int[batches.window() * width];
    int[] targets = new int[batches.window() * width];
    for (int w = 0; w < batches.windows(); w++) {
      Arrays.fill(inputs, -7);
      Arrays.fill(targets, -7);
      batches.fill(w, inputs, targets);
      int filled = batches.steps(w) * width;
      int count = 0;
      for (int i = 0; i < filled; i++) {
        if (targets[i] == StreamBatches.NO_TARGET) {
          assertEquals(START, inputs[i]);
        } else {
          assertEquals(targets[i] == 0 ? START : targets[i] - 1, inputs[i]);
          seen.get(i % width).add(targets[i]);
          count++;
        }
      }
      assertEquals(count, batches.targetCount(w));
      for (int i = filled; i < targets.length; i++) {
        assertTrue(inputs[i] == -7 && targets[i] == -7);
      }
    }
    return seen;
  }

  @Test
  void whatCannotBeCutIsRefused() {
    int[] ids = {1, 2, 3};
    assertThrows(IllegalArgumentException.class, () -> new StreamBatches(new int[0], START, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new StreamBatches(ids, START, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new StreamBatches(ids, START, 1, 0));
    StreamBatches batches = new StreamBatches(ids, START, 1, 2);
    assertThrows(IndexOutOfBoundsException.class, () -> batches.steps(2));
    assertThrows(IndexOutOfBoundsException.class, () -> batches.targetCount(-1));
    assertThrows(IllegalArgumentException.class, () -> batches.fill(0, new int[2], new int[1]));
    assertThrows(IllegalArgumentException.class, () -> batches.fill(0, new int[1], new int[2]));
    StreamBatches wide = new StreamBatches(new int[6], START, 3, 2);
    assertThrows(IllegalArgumentException.class, () -> wide.fill(0, new int[6], new int[5]));
  }
}
