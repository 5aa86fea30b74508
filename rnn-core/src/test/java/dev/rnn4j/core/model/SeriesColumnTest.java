package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How a column of numbers is normalised. */
class SeriesColumnTest {
  private static final double NAN = Double.NaN;

  private static Series series(double... values) {
    return new Series(List.of("x"), values);
  }

  @Test
  void meanAndDeviationAreThoseOfTheValuesThatAreThere() {
    SeriesColumn column =
        SeriesColumn.of(series(100, 2, NAN, 4, 4, NAN, 4, 5, 5, 7, 9, -50), 0, 1, 11);
    assertEquals(new SeriesColumn("x", 5, 2), column);
    assertEquals(2, column.normalised(9), 1e-12);
    assertEquals(9, column.restored(2), 1e-12);
    assertEquals(NAN, column.normalised(NAN));
  }

  @Test
  void aColumnOfOneValueIsOnlyMoved() {
    SeriesColumn column = SeriesColumn.of(series(0.1, 0.1, NAN, 0.1), 0, 0, 4);
    assertEquals(1, column.deviation());
    assertEquals(0, column.normalised(0.1), 1e-12);
  }

  @Test
  void aColumnWithoutValuesIsRefused() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> SeriesColumn.of(series(NAN, NAN, 1), 0, 0, 2));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("column x has no value"), message);
  }
}
