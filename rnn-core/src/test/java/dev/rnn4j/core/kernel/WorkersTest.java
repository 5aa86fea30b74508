package dev.rnn4j.core.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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

  @Test
  void closingDuringARunWaitsForItsEnd() throws InterruptedException {
    for (int count : COUNTS) {
      for (int n = 0; n < 20; n++) {
        Workers workers = new Workers(count);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger finished = new AtomicInteger();
        Thread runner =
            Thread.ofPlatform()
                .start(() ->
                    workers.run(w -> {
                      begun.countDown();
                      w.barrier();
                      sleep(2);
                      finished.incrementAndGet();
                    }));
        begun.await();
        workers.close();
        assertEquals(count, finished.get(), "workers that had finished when close returned");
        runner.join();
        assertThrows(IllegalStateException.class, () -> workers.run(w -> {}));
      }
    }
  }

  /** Whoever comes first: a run is whole or refused, and never waits for workers that have left. */
  @Test
  void aRunThatMeetsAClosingIsWholeOrRefused() throws InterruptedException {
    for (int n = 0; n < 300; n++) {
      Workers workers = new Workers(3);
      AtomicInteger done = new AtomicInteger();
      AtomicInteger refused = new AtomicInteger();
      Thread runner =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (true) {
                    workers.run(w -> done.incrementAndGet());
                  }
                } catch (IllegalStateException e) {
                  refused.incrementAndGet();
                }
              });
      workers.close();
      runner.join();
      assertEquals(0, done.get() % 3, "shares done");
      assertEquals(1, refused.get());
    }
  }

  @Test
  void aTaskMayNeitherRunAnotherNorCloseItsCrew() {
    for (int count : COUNTS) {
      try (Workers workers = new Workers(count)) {
        for (int caller = 0; caller < count; caller++) {
          assertRefusedInside(workers, caller, () -> workers.run(w -> {}), "run another");
          assertRefusedInside(workers, caller, workers::close, "close");
        }
        AtomicInteger done = new AtomicInteger();
        workers.run(w -> done.incrementAndGet());
        assertEquals(count, done.get());
      }
    }
  }

  private static void assertRefusedInside(
      Workers workers, int caller, Runnable call, String expected) {
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                workers.run(w -> {
                  if (w.index() == caller) {
                    call.run();
                  }
                  w.barrier();
                }));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("may not " + expected), message);
  }

  @Test
  void aTaskMayUseAnotherCrew() {
    AtomicInteger done = new AtomicInteger();
    try (Workers outer = new Workers(2)) {
      outer.run(w -> {
        try (Workers inner = new Workers(2)) {
          inner.run(v -> done.incrementAndGet());
        }
      });
    }
    assertEquals(4, done.get());
  }

  @Test
  void threadsThatRunAtOnceTakeTurns() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger together = new AtomicInteger();
      AtomicInteger done = new AtomicInteger();
      Runnable many =
          () -> {
            for (int n = 0; n < 200; n++) {
              workers.run(w -> {
                if (w.index() == 0 && inside.incrementAndGet() > 1) {
                  together.incrementAndGet();
                }
                w.barrier();
                done.incrementAndGet();
                w.barrier();
                if (w.index() == 0) {
                  inside.decrementAndGet();
                }
              });
            }
          };
      Thread other = Thread.ofPlatform().start(many);
      many.run();
      other.join();
      assertEquals(0, together.get());
      assertEquals(2 * 2 * 200, done.get());
    }
  }

  @Test
  void anInterruptedCallerFinishesItsRunAndStaysInterrupted() {
    AtomicInteger done = new AtomicInteger();
    Thread.currentThread().interrupt();
    try (Workers workers = new Workers(3)) {
      workers.run(w -> {
        if (w.index() != 0) {
          sleep(5);
        }
        w.barrier();
        done.incrementAndGet();
      });
      assertEquals(3, done.get());
    }
    assertTrue(Thread.interrupted(), "the flag is kept, and cleared only here");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
