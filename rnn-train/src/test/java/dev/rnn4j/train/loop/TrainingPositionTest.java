package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A position comes out of a file as well: whatever no training reaches is refused by name. */
class TrainingPositionTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void whereNoTrainingCanStandIsRefusedByName() {
    assertRefused("epoch", () -> new TrainingPosition(-1, 0, 0, 0, INFINITY, -1, 0, 0));
    assertRefused("step", () -> new TrainingPosition(4, -1, 0, 0, INFINITY, -1, 0, 0));
    assertRefused("targets", () -> new TrainingPosition(4, 3, 2.5, -1, INFINITY, -1, 0, 0));
    assertRefused("best epoch", () -> new TrainingPosition(4, 3, 2.5, 9, 1, -2, 0, 0));
    assertRefused("best epoch", () -> new TrainingPosition(4, 3, 2.5, 9, 1, 4, 0, 0));
    assertRefused("failures", () -> new TrainingPosition(4, 3, 2.5, 9, 1, 3, -1, 0));
    assertRefused("failures", () -> new TrainingPosition(4, 3, 2.5, 9, 1, 3, 5, 0));
    assertRefused("in a row", () -> new TrainingPosition(4, 3, 2.5, 9, 1, 3, 2, 3));
    assertRefused("in a row", () -> new TrainingPosition(4, 3, 2.5, 9, 1, 3, 2, -1));
    assertRefused("since the best", () -> new TrainingPosition(4, 3, 2.5, 9, 1, 3, 2, 1));
    assertRefused("loss", () -> new TrainingPosition(4, 3, Double.NaN, 9, 1, 3, 2, 0));
  }

  private static void assertRefused(String name, Runnable wrong) {
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, wrong::run);
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith("position: ") && message.contains(name), message);
  }

  @Test
  void theLastPositionOfEachKindIsNot() {
    assertEquals(3, new TrainingPosition(4, 0, 0, 0, 1, 3, 3, 0).bestEpoch());
    assertEquals(0, new TrainingPosition(4, 0, 0, 0, 1, 0, 3, 3).bestEpoch());
    assertEquals(4, new TrainingPosition(4, 1, 2.5, 1, INFINITY, -1, 4, 4).failures());
  }
}
