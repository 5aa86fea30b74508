package dev.rnn4j.cli.report.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ShadesTest {
  @Test
  void aRangeAboveZeroBeginsWithoutColour() {
    Shades shades = new Shades(2, 12);
    assertEquals(0, shades.of(1));
    assertEquals(0.5, shades.of(7));
    assertEquals(1, shades.of(99));
    assertArrayEquals(new double[] {2, 4.5, 7, 9.5, 12}, shades.legend());
  }

  @Test
  void aRangeAroundZeroHasTwoColours() {
    Shades shades = new Shades(-1, 2);
    assertEquals(-0.5, shades.of(-1));
    assertEquals(0, shades.of(0));
    assertEquals(1, shades.of(2));
    assertEquals(0, shades.of(Double.NaN));
  }

  @Test
  void aRangeHasALength() {
    for (double high : new double[] {1, Double.NaN, Double.POSITIVE_INFINITY, 0}) {
      assertThrows(IllegalArgumentException.class, () -> new Shades(1, high));
    }
  }
}
