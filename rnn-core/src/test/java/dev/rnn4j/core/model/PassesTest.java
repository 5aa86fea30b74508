package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PassesTest {
  /** Says when two threads have it. */
  private static final class Counter {
    final AtomicInteger users = new AtomicInteger();
    int uses;
  }

  @Test
  void aPassGivenBackIsTakenAgain() {
    Passes<Counter> passes = new Passes<>(Counter::new);
    Counter first = passes.take();
    assertNotSame(first, passes.take());
    passes.give(first);
    assertSame(first, passes.take());
  }

  @Test
  void noMoreAreKeptThanThereShouldBe() {
    AtomicInteger made = new AtomicInteger();
    Passes<Integer> passes = new Passes<>(made::incrementAndGet, 2);
    List<Integer> taken = new ArrayList<>();
    for (int round = 0; round < 3; round++) { // the count of those kept stays right
      taken.clear();
      for (int i = 0; i < 5; i++) {
        taken.add(passes.take());
      }
      taken.forEach(passes::give);
    }
    assertEquals(5 + 3 + 3, made.get());
  }

  @Test
  void threadsNeverShareAPassAndLoseNothingWrittenToIt() throws InterruptedException {
    List<Counter> made = new ArrayList<>();
    Passes<Counter> passes =
        new Passes<>(
            () -> {
              Counter counter = new Counter();
              synchronized (made) {
                made.add(counter);
              }
              return counter;
            },
            4);
    AtomicInteger shared = new AtomicInteger();
    int rounds = 20_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Thread.ofPlatform().start(() -> use(passes, rounds, shared)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, shared.get());
    assertEquals(4 * rounds, made.stream().mapToInt(counter -> counter.uses).sum());
    assertTrue(made.size() < 4 * rounds / 10, made.size() + " were made");
  }

  private static void use(Passes<Counter> passes, int rounds, AtomicInteger shared) {
    for (int i = 0; i < rounds; i++) {
      Counter counter = passes.take();
      if (counter.users.incrementAndGet() != 1) {
        shared.incrementAndGet();
      }
      counter.uses++;
      counter.users.decrementAndGet();
      passes.give(counter);
    }
  }
}
