package dev.rnn4j.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WorkerTest {
  @Property(tries = 500)
  void sharesFollowEachOtherAndCoverEverythingOnce(
      @ForAll @IntRange(max = 300) int n,
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll @IntRange(min = 1, max = 64) int granule) {
    int end = 0;
    for (int i = 0; i < count; i++) {
      Worker w = Worker.sequential(i, count);
      assertEquals(end, w.from(n, granule), "worker " + i);
      assertTrue(w.to(n, granule) >= end, "worker " + i);
      end = w.to(n, granule);
    }
    assertEquals(n, end);
  }

  @Property(tries = 300)
  void sharesAreCutAtMultiplesOfTheGranule(
      @ForAll @IntRange(max = 300) int n,
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @IntRange(min = 1, max = 64) int granule) {
    for (int i = 0; i < count; i++) {
      int from = Worker.sequential(i, count).from(n, granule);
      assertTrue(from % granule == 0 || from == n, "from " + from);
    }
  }

  @Property(tries = 300)
  void sharesDifferByAtMostOneGranule(
      @ForAll @IntRange(max = 300) int n,
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @IntRange(min = 1, max = 64) int granule) {
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (int i = 0; i < count; i++) {
      Worker w = Worker.sequential(i, count);
      int granules = Math.ceilDiv(w.to(n, granule) - w.from(n, granule), granule);
      least = Math.min(least, granules);
      most = Math.max(most, granules);
    }
    assertTrue(most - least <= 1, "from " + least + " to " + most + " granules");
  }

  @Test
  void theLargestSizesDoNotOverflow() {
    int n = Integer.MAX_VALUE;
    Worker last = Worker.sequential(1023, 1024);
    assertEquals(n, last.to(n, 64));
    assertTrue(last.from(n, 64) > n - n / 512);
    assertEquals(n, Worker.solo().to(n, Integer.MAX_VALUE));
  }

  @Test
  void scratchIsKeptAndOnlyGrows() {
    Worker w = Worker.solo();
    float[] first = w.scratch(Scratch.PANELS, 10);
    assertTrue(first.length >= 10);
    assertSame(first, w.scratch(Scratch.PANELS, 3));
    float[] grown = w.scratch(Scratch.PANELS, 50);
    assertTrue(grown.length >= 50);
    assertSame(grown, w.scratch(Scratch.PANELS, 50));
    assertNotSame(w.scratch(Scratch.STRIP, 50), w.scratch(Scratch.PANELS, 50));
  }

  @Test
  void aWorkerAloneDoesNotWait() {
    Worker.solo().barrier();
    Worker.sequential(1, 3).barrier();
    assertEquals(1, Worker.solo().count());
    assertEquals(0, Worker.solo().index());
  }

  @Test
  void thereIsNoWorkerOutsideItsCrew() {
    assertThrows(IllegalArgumentException.class, () -> Worker.sequential(3, 3));
    assertThrows(IllegalArgumentException.class, () -> Worker.sequential(-1, 3));
    assertThrows(IllegalArgumentException.class, () -> Worker.sequential(0, 0));
  }
}
