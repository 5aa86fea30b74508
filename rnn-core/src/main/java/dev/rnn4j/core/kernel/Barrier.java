package dev.rnn4j.core.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the workers of one run meet. Spins, because a step of a recurrent layer is shorter than
 * waking a thread takes; then yields; then naps, so that with more workers than free cores the one
 * that is awaited gets on.
 */
final class Barrier {
  private static final int SPINS_BEFORE_YIELD = 4096;
  private static final int SPINS_BEFORE_NAP = SPINS_BEFORE_YIELD + 200;
  private static final long NAP_NANOS = 50_000;

  private final int parties;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int generation;
  private volatile boolean broken;

  Barrier(int parties) {
    this.parties = parties;
  }

  void await() {
    if (parties == 1) {
      return;
    }
    int mine = generation;
    if (arrived.incrementAndGet() == parties) {
      arrived.set(0);
      generation = mine + 1;
      return;
    }
    spinWhile(mine);
  }

  private void spinWhile(int mine) {
    for (int spins = 0; generation == mine; spins++) {
      if (broken) {
        throw new IllegalStateException("another worker failed");
      }
      pause(spins);
    }
  }

  /**
   * One turn of waiting, the longer the more there were.
   *
   * @param spins turns so far
   */
  @SuppressWarnings("ThreadPriorityCheck") // with more workers than cores the one awaited must run
  static void pause(int spins) {
    if (spins < SPINS_BEFORE_YIELD) {
      Thread.onSpinWait();
    } else if (spins < SPINS_BEFORE_NAP || Thread.currentThread().isInterrupted()) {
      Thread.yield(); // who is interrupted cannot nap
    } else {
      LockSupport.parkNanos(NAP_NANOS);
    }
  }

  /** Frees everyone who waits, now or later, with an exception. */
  void breakUp() {
    broken = true;
  }

  /** Makes a broken barrier usable again; only while nobody waits. */
  void reset() {
    arrived.set(0);
    broken = false;
  }
}
