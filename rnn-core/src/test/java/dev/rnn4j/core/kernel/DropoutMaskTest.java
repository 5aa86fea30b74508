package dev.rnn4j.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class DropoutMaskTest {
  private static int kept(long key, int from, int count, float p) {
    int threshold = DropoutMask.threshold(p);
    int kept = 0;
    for (int i = from; i < from + count; i++) {
      kept += DropoutMask.keeps(i, key, threshold) ? 1 : 0;
    }
    return kept;
  }

  /** Six standard deviations of a binomial distribution. */
  @Property(tries = 100)
  void theShareDroppedIsTheProbability(
      @ForAll long key, @ForAll @FloatRange(min = 0, max = 0.99f) float p) {
    int count = 20_000;
    double allowed = 6 * Math.sqrt(count * p * (1 - p)) + 1;
    assertEquals(count * (1 - (double) p), kept(key, 0, count, p), allowed);
  }

  @Test
  void nothingIsDroppedAtProbabilityZero() {
    assertEquals(100_000, kept(42, 0, 100_000, 0));
  }

  /** Masks of different keys agree on as many elements as chance has it. */
  @Property(tries = 100)
  void keysNextToEachOtherGiveIndependentMasks(@ForAll long key) {
    int threshold = DropoutMask.threshold(0.5f);
    int count = 10_000;
    for (long other : new long[] {key + 1, key + (1L << 32), key ^ (1L << 63)}) {
      int same = 0;
      for (int i = 0; i < count; i++) {
        boolean keeps = DropoutMask.keeps(i, key, threshold);
        same += keeps == DropoutMask.keeps(i, other, threshold) ? 1 : 0;
      }
      assertEquals(count / 2.0, same, 6 * Math.sqrt(count) / 2, "key " + key + " and " + other);
    }
  }

  /** As a training names them: a key for each window, and one of that for each site. */
  @Test
  void masksOfAllSitesOfAllWindowsAreDistinct() {
    int threshold = DropoutMask.threshold(0.5f);
    long training = RandomSource.derive(1, 5);
    int windows = 5_000;
    int sites = 5;
    Set<Long> masks = new HashSet<>();
    for (int window = 0; window < windows; window++) {
      for (int site = 0; site < sites; site++) {
        long key = RandomSource.derive(RandomSource.derive(training, window), site);
        long mask = 0;
        for (int i = 0; i < Long.SIZE; i++) {
          mask = mask << 1 | (DropoutMask.keeps(i, key, threshold) ? 1 : 0);
        }
        masks.add(mask);
      }
    }
    assertEquals(windows * sites, masks.size());
  }

  @Test
  void neighboursAreIndependent() {
    int threshold = DropoutMask.threshold(0.5f);
    for (int distance : new int[] {1, 2, 8, 200, 650}) {
      int same = 0;
      for (int i = 0; i < 40_000; i++) {
        boolean keeps = DropoutMask.keeps(i, 7, threshold);
        same += keeps == DropoutMask.keeps(i + distance, 7, threshold) ? 1 : 0;
      }
      assertEquals(20_000, same, 600, "distance " + distance);
    }
  }

  @Test
  void aProbabilityOutsideItsRangeIsRefused() {
    for (float p : new float[] {-0.1f, 1, 1.5f, Float.NaN}) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> DropoutMask.threshold(p));
      assertTrue(String.valueOf(thrown.getMessage()).contains("" + p), thrown.getMessage());
    }
  }
}
