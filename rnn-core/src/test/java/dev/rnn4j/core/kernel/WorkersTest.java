package dev.rnn4j.core.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private static final int[] COUNTS = {1, 2, 3, 8};

  @Test
  void everyWorkerRunsTheTaskOnceOnAThreadOfItsOwn() {
    for (int count : COUNTS) {
      int[] runs = new int[count];
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      try (Workers workers = new Workers(count)) {
        assertEquals(count, workers.count());
        workers.run(w -> {
          runs[w.index()]++;
          assertEquals(count, w.count());
          threads.add(Thread.currentThread());
        });
      }
      int[] once = new int[count];
      Arrays.fill(once, 1);
      assertArrayEquals(once, runs);
      assertEquals(count, threads.size());
      assertTrue(threads.contains(Thread.currentThread()), "the caller works, too");
    }
  }

  @Test
  void whatIsWrittenBeforeABarrierIsSeenAfterIt() {
    for (int count : COUNTS) {
      int rounds = 200;
      int[] written = new int[count];
      AtomicInteger stale = new AtomicInteger();
      try (Workers workers = new Workers(count)) {
        workers.run(w -> writeAndLook(w, rounds, written, stale));
      }
      assertEquals(0, stale.get(), count + " workers");
    }
  }

  private static void writeAndLook(Worker w, int rounds, int[] written, AtomicInteger stale) {
    for (int round = 1; round <= rounds; round++) {
      written[w.index()] = round;
      w.barrier();
      for (int seen : written) {
        if (seen != round) {
          stale.incrementAndGet();
        }
      }
      w.barrier();
    }
  }

  @Test
  void manyRunsFollowEachOther() {
    int[] sum = new int[3];
    try (Workers workers = new Workers(3)) {
      for (int n = 0; n < 200; n++) {
        workers.run(w -> sum[w.index()]++);
        assertArrayEquals(new int[] {n + 1, n + 1, n + 1}, sum);
      }
    }
  }

  @Test
  void anExceptionOfAnyWorkerReachesTheCallerAndTheCrewGoesOn() {
    for (int count : COUNTS) {
      try (Workers workers = new Workers(count)) {
        for (int failing = 0; failing < count; failing++) {
          assertFailureReachesTheCaller(workers, failing);
          AtomicInteger done = new AtomicInteger();
          workers.run(w -> {
            w.barrier();
            done.incrementAndGet();
            w.barrier();
          });
          assertEquals(count, done.get(), "after a failure");
        }
      }
    }
  }

  /** All others wait at a barrier that the failing one never reaches. */
  private static void assertFailureReachesTheCaller(Workers workers, int failing) {
    IllegalArgumentException problem = new IllegalArgumentException("from worker " + failing);
    Throwable thrown =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                workers.run(w -> {
                  w.barrier();
                  if (w.index() == failing) {
                    throw problem;
                  }
                  w.barrier();
                }));
    assertSame(problem, thrown);
  }

  @Test
  void anErrorReachesTheCallerAsItIs() {
    try (Workers workers = new Workers(2)) {
      AssertionError problem = new AssertionError("of worker 1");
      Throwable thrown =
          assertThrows(
              AssertionError.class,
              () ->
                  workers.run(w -> {
                    if (w.index() == 1) {
                      throw problem;
                    }
                  }));
      assertSame(problem, thrown);
    }
  }

  @Test
  void allWorkersMayFailAtOnce() {
    try (Workers workers = new Workers(8)) {
      for (int n = 0; n < 50; n++) {
        assertThrows(
            ArithmeticException.class,
            () ->
                workers.run(w -> {
                  throw new ArithmeticException("worker " + w.index());
                }));
      }
      workers.run(Worker::barrier);
    }
  }

  @Test
  void aClosedCrewIsRefusedAndItsThreadsEnd() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Workers workers = new Workers(4);
    workers.run(w -> threads.add(Thread.currentThread()));
    workers.close();
    workers.close();
    assertThrows(IllegalStateException.class, () -> workers.run(w -> {}));
    threads.remove(Thread.currentThread());
    assertEquals(3, threads.size());
    for (Thread thread : threads) {
      thread.join(60_000);
      assertTrue(!thread.isAlive(), thread + " is still there");
    }
  }

  @Test
  void aCrewThatWaitedLongWakesUp() throws InterruptedException {
    try (Workers workers = new Workers(3)) {
      AtomicInteger done = new AtomicInteger();
      workers.run(w -> done.incrementAndGet());
      Thread.sleep(100); // long past spinning: its threads are parked now
      workers.run(w -> done.incrementAndGet());
      assertEquals(6, done.get());
    }
  }

  @Test
  void anImpossibleSizeIsRefused() {
    for (int count : new int[] {0, -1, 1025}) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> new Workers(count).close());
      assertTrue(String.valueOf(thrown.getMessage()).contains("" + count), thrown.getMessage());
    }
  }
}
