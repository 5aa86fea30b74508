package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutMasksTest {
  @Test
  void theMaskIsTheOneWorkedOutElsewhere() {
    // From a few lines of another language with unbounded integers.
    assertEquals("0101110111101101011001111100111110011101", bits(0));
    assertEquals("1100010111111111100001110110110101011111", bits(0x0123456789abcdefL));
    assertEquals("0111111111101111110101011110011111100111", bits(0xfedcba9876543210L));
  }

  @Test
  void multipliersAreZeroOrTheInverseOfTheShareKept() {
    double[] mask = DropoutMasks.multipliers(5, 8, 0.3f, 0);
    assertEquals(40, mask.length);
    for (int i = 0; i < mask.length; i++) {
      boolean kept = "0101110111101101011001111100111110011101".charAt(i) == '1';
      assertEquals(kept ? 1 / (1 - (double) 0.3f) : 0, mask[i], 0);
    }
  }

  @Test
  void nothingIsDroppedWithProbabilityZero() {
    double[] ones = new double[64];
    Arrays.fill(ones, 1);
    assertArrayEquals(ones, DropoutMasks.multipliers(8, 8, 0, 77), 0);
  }

  @Test
  void theMeanMultiplierIsOne() {
    for (long key = 0; key < 4; key++) {
      double mean =
          Arrays.stream(DropoutMasks.multipliers(300, 300, 0.5f, key)).average().orElse(0);
      // 90,000 multipliers of variance 1: five standard errors.
      assertTrue(Math.abs(mean - 1) < 5 / 300.0, "mean " + mean + " of key " + key);
    }
  }

  private static String bits(long key) {
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      bits.append(DropoutMasks.kept(i, 0.3f, key) ? '1' : '0');
    }
    return bits.toString();
  }
}
