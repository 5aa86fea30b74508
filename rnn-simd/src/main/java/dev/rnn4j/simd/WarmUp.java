package dev.rnn4j.simd;

import java.time.Duration;
import java.util.List;

/**
 * When the vector kernels take over from {@link ColdKernels}. A daemon thread runs each of them on
 * little data until it is no slower than plain code, which it is once the compiler has seen it
 * often enough; who trains does not wait for that, as the training itself warms them. Only speed
 * depends on it, no bit of a result.
 */
final class WarmUp {
  /** Property: {@code none} starts with the vector kernels at once, for tests and benchmarks. */
  static final String PROPERTY = "dev.rnn4j.simd.warmup";

  private static final String NONE = "none";
  private static final String BACKGROUND = "background";

  /** The first answer of a program comes before this, and shares its processor with nobody. */
  private static final Duration DELAY = Duration.ofMillis(300);

  /** After so long something else is wrong, and the usual kernels are as good as any. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Compiled code is as fast as plain code or faster, interpreted vector code 100 times slower. */
  private static final int MUCH_SLOWER = 2;

  private static final int REPETITIONS = 5;

  private volatile boolean over;

  private WarmUp(boolean over) {
    this.over = over;
  }

  /** No warm-up: vector kernels from the start. */
  static WarmUp none() {
    return new WarmUp(true);
  }

  /** A warm-up that never ends; for tests of what runs meanwhile. */
  static WarmUp endless() {
    return new WarmUp(false);
  }

  /**
   * What {@link #PROPERTY} asks for: by default a warm-up that begins now.
   *
   * @throws IllegalArgumentException if it is set to anything else
   */
  static WarmUp fromProperty() {
    String value = System.getProperty(PROPERTY, BACKGROUND);
    if (value.equals(NONE)) {
      return none();
    }
    if (!value.equals(BACKGROUND)) {
      throw new IllegalArgumentException(
          PROPERTY + " must be " + BACKGROUND + " or " + NONE + ", not \"" + value + "\"");
    }
    WarmUp warmUp = new WarmUp(false);
    Thread thread = new Thread(warmUp::run, "rnn4j-warm-up");
    thread.setDaemon(true);
    thread.start();
    return warmUp;
  }

  /** Whether the vector kernels have taken over. */
  boolean isOver() {
    return over;
  }

  /** Lets the vector kernels take over now. */
  void end() {
    over = true;
  }

  private void run() {
    try {
      Thread.sleep(DELAY);
      long deadline = System.nanoTime() + LONGEST.toNanos();
      List<WarmUpTask> tasks = WarmUpTask.all();
      boolean fast = false;
      while (!over && !fast && System.nanoTime() < deadline) {
        fast = allFast(tasks);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  private boolean allFast(List<WarmUpTask> tasks) {
    boolean fast = true;
    for (WarmUpTask task : tasks) {
      fast &= !over && best(task, true) <= MUCH_SLOWER * best(task, false);
    }
    return fast;
  }

  private static long best(WarmUpTask task, boolean vectors) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < REPETITIONS; i++) {
      long start = System.nanoTime();
      task.run(vectors);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }
}
