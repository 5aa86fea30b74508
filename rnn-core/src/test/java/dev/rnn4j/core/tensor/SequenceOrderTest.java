package dev.rnn4j.core.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequenceOrderTest {
  @Test
  void theLongestComeFirstAndEqualOnesAsTheyWereGiven() {
    SequenceOrder order = SequenceOrder.of(2, 0, 5, 2, 5, 9);
    assertArrayEquals(
        new int[] {5, 2, 4, 0, 3, 1}, IntStream.range(0, 6).map(order::given).toArray());
  }

  @Test
  void theBatchHasTheirLengths() {
    assertEquals(SequenceBatch.of(3, 1, 0), SequenceOrder.of(1, 3, 0).batch());
  }

  @Test
  void noSequencesAndNegativeLengthsAreRefused() {
    assertThrows(IllegalArgumentException.class, SequenceOrder::of);
    assertThrows(IllegalArgumentException.class, () -> SequenceOrder.of(1, -1));
  }

  @Test
  void thePlacesAreWhereTheGivenOnesStand() {
    assertArrayEquals(new int[] {1, 3, 0, 2}, SequenceOrder.of(5, 0, 9, 5).places());
  }
}
