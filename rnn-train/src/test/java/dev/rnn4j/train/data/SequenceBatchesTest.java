package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SequenceBatchesTest {
  private static final int END = 0;

  /** Two documents: "1 2 3 E", "4 E", "E"; and "5 E", "6 7 8 9", whose end is missing. */
  private static final int[] TEXT = {1, 2, 3, END, 4, END, END, 5, END, 6, 7, 8, 9};

  private static int[] randomText(int length, long seed) {
    RandomSource random = new RandomSource(seed);
    int[] text = new int[length];
    Arrays.setAll(text, _ -> random.nextInt(5));
    return text;
  }

  private static SequenceBatches batches(TextCut cut, int size, int window) {
    return new SequenceBatches(TEXT, END, cut, size, window);
  }

  /** Whether a sequence begins at a place, by the definition in words. */
  private static boolean begins(int[] text, int n, TextCut cut) {
    if (n == 0) {
      return true;
    }
    boolean line = text[n - 1] == END;
    boolean blankBefore = line && (n == 1 || text[n - 2] == END);
    return switch (cut) {
      case STREAMS -> false;
      case SENTENCES, WHOLE -> line;
      case DOCUMENTS -> blankBefore && text[n] != END;
    };
  }

  @Property(tries = 200)
  void everyTokenIsPredictedOnceFromTheOneBeforeOrTheStart(
      @ForAll @IntRange(min = 1, max = 80) int length,
      @ForAll @IntRange(min = 1, max = 9) int size,
      @ForAll @IntRange(min = 1, max = 12) int window,
      @ForAll long seed,
      @ForAll TextCut cut) {
    int[] text = randomText(length, seed);
    SequenceBatches batches = new SequenceBatches(text, END, cut, size, window);
    int count = batches.count();
    for (int epoch = 0; epoch < 3; epoch++) {
      assertEquals(count, batches.count());
      Set<Integer> seen = new TreeSet<>();
      for (int i = 0; i < count; i++) {
        check(batches, i, text, cut, seen);
      }
      assertEquals(text.length, seen.size());
      batches.arrange(seed + epoch);
    }
  }

  private static void check(
      SequenceBatches batches, int i, int[] text, TextCut cut, Set<Integer> seen) {
    SequenceBatch shape = batches.shape(i);
    assertEquals(batches.streams(), shape.batch());
    assertEquals(batches.targetCount(i), shape.rows());
    assertTrue(shape.rows() >= 1 && shape.rows() <= batches.maxRows());
    int[] inputs = new int[batches.maxRows()];
    int[] targets = new int[batches.maxRows()];
    batches.fill(i, inputs, targets);
    for (int b = 0; b < batches.sequences(i); b++) {
      for (int t = 0; t < shape.length(b); t++) {
        int n = batches.position(i, t, b);
        boolean begins = begins(text, n, cut);
        assertTrue(seen.add(n));
        assertEquals(text[n], targets[shape.row(t, b)]);
        assertEquals(begins ? END : text[n - 1], inputs[shape.row(t, b)]);
        assertEquals(batches.begins(i) && t == 0, begins, "at " + n);
      }
    }
    for (int b = batches.sequences(i); b < shape.batch(); b++) {
      assertEquals(0, shape.length(b));
    }
  }

  @Test
  void theStateGoesOnFromBatchToBatchOfAGroupOnly() {
    SequenceBatches batches = batches(TextCut.SENTENCES, 2, 3);
    // lengths 4 4 | 2 2 | 1: two windows, one, one
    assertEquals(4, batches.count());
    assertEquals(SequenceBatch.of(3, 3), batches.shape(0));
    assertEquals(SequenceBatch.of(1, 1), batches.shape(1));
    assertEquals(SequenceBatch.of(2, 2), batches.shape(2));
    assertEquals(SequenceBatch.of(1, 0), batches.shape(3));
    assertTrue(batches.begins(0) && batches.begins(2) && batches.begins(3));
    assertFalse(batches.begins(1));
    assertEquals(1, batches.sequences(3));
    assertEquals(5, batches.total());
    assertEquals(4, batches.longest());
    assertEquals(6, batches.maxRows());
  }

  @Test
  void documentsEndWithTheirBlankLines() {
    SequenceBatches batches = batches(TextCut.DOCUMENTS, 5, 100);
    assertEquals(2, batches.total());
    assertEquals(SequenceBatch.of(7, 6), batches.shape(0));
  }

  @Test
  void theWholeTextIsOneBatch() {
    SequenceBatches batches = batches(TextCut.WHOLE, 1, 100);
    assertEquals(1, batches.count());
    assertEquals(SequenceBatch.of(4, 4, 2, 2, 1), batches.shape(0));
    assertEquals(TEXT.length, batches.targetCount(0));
  }

  @Test
  void oneByOneSequencesStandInTheOrderOfTheText() {
    SequenceBatches batches = batches(TextCut.SENTENCES, 1, 100);
    List<Integer> targets = new ArrayList<>();
    int[] inputs = new int[4];
    int[] outputs = new int[4];
    for (int i = 0; i < batches.count(); i++) {
      batches.fill(i, inputs, outputs);
      for (int t = 0; t < batches.shape(i).steps(); t++) {
        targets.add(outputs[t]);
      }
    }
    assertArrayEquals(TEXT, targets.stream().mapToInt(id -> id).toArray());
  }

  @Test
  void epochsDifferAndTheSameKeyGivesTheSameOrder() {
    int[] text = randomText(600, 3);
    SequenceBatches one = new SequenceBatches(text, END, TextCut.SENTENCES, 4, 50);
    SequenceBatches other = new SequenceBatches(text, END, TextCut.SENTENCES, 4, 50);
    one.arrange(7);
    String first = order(one);
    List<Integer> sizes = sizes(one);
    one.arrange(8);
    assertNotEquals(first, order(one));
    assertNotEquals(sizes, sizes(one));
    other.arrange(8);
    assertEquals(order(one), order(other));
    one.arrange(7);
    assertEquals(first, order(one));
  }

  private static List<Integer> sizes(SequenceBatches batches) {
    return IntStream.range(0, batches.count()).mapToObj(batches::targetCount).toList();
  }

  private static String order(SequenceBatches batches) {
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < batches.count(); i++) {
      for (int b = 0; b < batches.sequences(i); b++) {
        order.append(batches.position(i, 0, b)).append(' ');
      }
    }
    return order.toString();
  }

  @Test
  void whatCannotBeCutIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SequenceBatches(new int[0], END, TextCut.SENTENCES, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> batches(TextCut.SENTENCES, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> batches(TextCut.SENTENCES, 1, 0));
    SequenceBatches batches = batches(TextCut.SENTENCES, 2, 2);
    assertThrows(IllegalArgumentException.class, () -> batches.fill(0, new int[3], new int[4]));
    assertThrows(IndexOutOfBoundsException.class, () -> batches.shape(batches.count()));
  }
}
