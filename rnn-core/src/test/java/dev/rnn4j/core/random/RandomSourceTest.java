package dev.rnn4j.core.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.tensor.Matrix;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RandomSourceTest {
  @Property(tries = 100)
  void theNumbersAreThoseOfSplitMix64(@ForAll long seed) {
    SplittableRandom jdk = new SplittableRandom(seed);
    RandomSource random = new RandomSource(seed);
    for (int n = 0; n < 20; n++) {
      assertEquals(jdk.nextLong(), random.nextLong());
    }
  }

  @Property(tries = 100)
  void aGeneratorGoesOnFromItsState(@ForAll long seed, @ForAll @IntRange(max = 50) int drawn) {
    RandomSource random = new RandomSource(seed);
    for (int n = 0; n < drawn; n++) {
      random.nextDouble();
    }
    RandomSource resumed = new RandomSource(random.state());
    for (int n = 0; n < 20; n++) {
      assertEquals(random.nextLong(), resumed.nextLong());
    }
  }

  @Property(tries = 300)
  void numbersStayBelowTheirBound(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int bound) {
    RandomSource random = new RandomSource(seed);
    for (int n = 0; n < 100; n++) {
      int drawn = random.nextInt(bound);
      assertTrue(drawn >= 0 && drawn < bound, drawn + " of " + bound);
      double unit = random.nextDouble();
      assertTrue(unit >= 0 && unit < 1, "" + unit);
    }
  }

  @Test
  void numbersBelowABoundAreEquallyFrequent() {
    RandomSource random = new RandomSource(11);
    int[] counts = new int[7];
    int draws = 70_000;
    for (int n = 0; n < draws; n++) {
      counts[random.nextInt(7)]++;
    }
    for (int count : counts) {
      assertEquals(10_000, count, 6 * Math.sqrt(draws / 7.0));
    }
  }

  @Test
  void aBoundBelowOneIsRefused() {
    RandomSource random = new RandomSource(1);
    assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
    assertThrows(IllegalArgumentException.class, () -> random.nextInt(-5));
  }

  @Test
  void derivedSeedsDiffer() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = -50; seed < 50; seed++) {
      for (long purpose = -50; purpose < 50; purpose++) {
        seeds.add(RandomSource.derive(seed, purpose));
      }
    }
    assertEquals(10_000, seeds.size());
    assertNotEquals(1, RandomSource.derive(1, 0));
  }

  @Test
  void uniformValuesFillTheirInterval() {
    Matrix m = Matrix.zeros(100, 100);
    Initializers.uniform(m, 0.25f, new RandomSource(3));
    double sum = 0;
    double squares = 0;
    for (float value : m.data()) {
      assertTrue(value >= -0.25f && value <= 0.25f, "" + value);
      sum += value;
      squares += (double) value * value;
    }
    double deviation = 0.25 / Math.sqrt(3);
    assertEquals(0, sum / 10_000, 6 * deviation / 100);
    assertEquals(deviation * deviation, squares / 10_000, 0.06 * deviation * deviation);
  }

  @Test
  void onlyTheViewIsFilled() {
    Matrix whole = Matrix.zeros(4, 6);
    Initializers.constant(whole.rowRange(1, 3).columnRange(2, 4), 5);
    double sum = 0;
    for (float value : whole.data()) {
      sum += value;
    }
    assertEquals(20, sum);
    assertEquals(5, whole.get(2, 3));
  }
}
