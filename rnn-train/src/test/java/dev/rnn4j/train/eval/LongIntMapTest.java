package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.random.RandomSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LongIntMapTest {
  @Test
  void itCountsLikeAnOrdinaryMap() {
    RandomSource random = new RandomSource(5);
    Map<Long, Integer> expected = new HashMap<>();
    LongIntMap map = new LongIntMap();
    for (int i = 0; i < 20_000; i++) {
      // Small keys and keys that differ in their high bits only.
      long key = (long) random.nextInt(3000) << (random.nextInt(4) * 16);
      int amount = 1 + random.nextInt(3);
      expected.merge(key, amount, Integer::sum);
      map.add(key, amount);
    }
    map.add(Long.MAX_VALUE, 7);
    expected.put(Long.MAX_VALUE, 7);
    Map<Long, Integer> actual = new HashMap<>();
    map.forEach(actual::put);
    assertEquals(expected, actual);
    assertEquals(expected.size(), map.size());
    expected.forEach((key, value) -> assertEquals(value, map.get(key, -1)));
    assertEquals(-1, map.get(Long.MAX_VALUE - 1, -1));
  }

  @Test
  void theZeroKeyAndTheZeroValueAreEntriesLikeOthers() {
    LongIntMap map = new LongIntMap();
    assertEquals(-1, map.get(0, -1));
    map.add(0, 0);
    assertEquals(0, map.get(0, -1));
    assertEquals(1, map.size());
  }
}
