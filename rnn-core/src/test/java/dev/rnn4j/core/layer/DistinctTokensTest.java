package dev.rnn4j.core.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Worker;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DistinctTokensTest {
  private final DistinctTokens input = new DistinctTokens(10, 8, 3, 4, true);
  private final Worker worker = Worker.solo();

  @Test
  void findsTheDistinctTokensInTheOrderTheyOccur() {
    assertTrue(input.find(worker, new int[] {7, 2, 7, 2, 2, 9, 7, 9}, 8));
    assertArrayEquals(new int[] {7, 2, 9}, Arrays.copyOf(input.ids(), 3));
    assertArrayEquals(new int[] {0, 1, 0, 1, 1, 2, 0, 2}, input.slots());
    assertEquals(3, input.embedded().rows());
    assertEquals(3, input.projectedGradient().rows());
  }

  @Test
  void doesNotPayWhereTokensSeldomRepeat() {
    assertFalse(input.find(worker, new int[] {0, 1, 2, 3, 4, 4, 4, 4}, 8));
    assertFalse(input.isWorthwhile());
  }

  @Test
  void forgetsTheWindowBefore() {
    input.find(worker, new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 8);
    assertTrue(input.find(worker, new int[] {5, 5, 4, 4, 5, 5, 5, 5}, 8));
    assertArrayEquals(new int[] {5, 4}, Arrays.copyOf(input.ids(), 2));
  }

  @Test
  void looksOnlyAtTheRowsThatCount() {
    assertTrue(input.find(worker, new int[] {1, 1, 2, 3, 4, 5, 6, 7}, 2));
    assertEquals(1, input.embedded().rows());
    assertFalse(input.find(worker, new int[] {1}, 1), "a single token has nothing to share");
  }

  @Test
  void aTokenOutsideTheVocabularyLeavesNoTrace() {
    int[] wrong = {5, 5, 5, 5, 4, 4, 4, 10};
    assertThrows(IndexOutOfBoundsException.class, () -> input.find(worker, wrong, 8));
    assertTrue(input.find(worker, new int[] {4, 4, 5, 5, 4, 4, 4, 4}, 8));
    assertArrayEquals(new int[] {4, 5}, Arrays.copyOf(input.ids(), 2));
    assertArrayEquals(new int[] {0, 0, 1, 1, 0, 0, 0, 0}, input.slots());
  }

  @Test
  void fewerTokensThanRowsAndMoreRowsThanBuffersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> input.find(worker, new int[7], 8));
    assertThrows(IllegalArgumentException.class, () -> input.find(worker, new int[9], 9));
  }
}
