package dev.rnn4j.simd;

import dev.rnn4j.core.kernel.Worker;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * When the vector kernels take over from plain code ({@link ColdProducts}, {@link ColdGates},
 * {@link ColdLosses}). A daemon thread runs each of them on little data until it is no slower than
 * plain code, which it is once the compiler has seen it often enough. Where that never happens the
 * plain code stays.
 *
 * <p>Who has much to do does not wait, as the work itself warms what it uses, and the thread would
 * only take a processor from it: a training, many rows at a time, and any program on a machine of
 * one processor, once its first answer is out. Only speed depends on all this, no bit of a result.
 */
final class WarmUp {
  /** Property: {@code none} starts with the vector kernels at once, for tests and benchmarks. */
  static final String PROPERTY = "dev.rnn4j.simd.warmup";

  private static final String NONE = "none";
  private static final String BACKGROUND = "background";

  /** The first answer of a program comes before this, and shares its processor with nobody. */
  private static final Duration DELAY = Duration.ofMillis(300);

  /** What is not compiled after so long will not be. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Rows of products of more than one that make a batch job: dozens of windows, not a sentence. */
  private static final int BATCH_ROWS = 4096;

  private volatile boolean over;

  /** Counted without care for other threads: it may be reached a little later. */
  private int rowsToBatch;

  /** One of the kernels, as this class sees it. */
  interface Task {
    /** Runs it on little data; whether it is no slower than plain code. */
    boolean isFast();
  }

  private WarmUp(boolean over, int rowsToBatch) {
    this.over = over;
    this.rowsToBatch = rowsToBatch;
  }

  /** No warm-up: vector kernels from the start. */
  static WarmUp none() {
    return new WarmUp(true, 0);
  }

  /** A warm-up that ends only when it is told to; for tests of what runs meanwhile. */
  static WarmUp endless() {
    return new WarmUp(false, Integer.MAX_VALUE);
  }

  /**
   * What {@link #PROPERTY} asks for: by default a warm-up that begins now.
   *
   * @param tasks makes the kernels to run; not called where none are run
   * @throws IllegalArgumentException if it is set to anything else
   */
  static WarmUp fromProperty(Supplier<? extends List<? extends Task>> tasks) {
    String value = System.getProperty(PROPERTY, BACKGROUND);
    if (value.equals(NONE)) {
      return none();
    }
    if (!value.equals(BACKGROUND)) {
      throw new IllegalArgumentException(
          PROPERTY + " must be " + BACKGROUND + " or " + NONE + ", not \"" + value + "\"");
    }
    WarmUp warmUp = background();
    int processors = Runtime.getRuntime().availableProcessors();
    Thread thread = new Thread(() -> warmUp.run(processors, LONGEST, tasks), "rnn4j-warm-up");
    thread.setDaemon(true);
    thread.start();
    return warmUp;
  }

  /** A warm-up that somebody else {@link #run runs}. */
  static WarmUp background() {
    return new WarmUp(false, BATCH_ROWS);
  }

  /** Whether the vector kernels have taken over. */
  boolean isOver() {
    return over;
  }

  /**
   * Whether an operation is the vector kernels'. Many workers always take them: those share out
   * their work in another way than the plain code, so the workers of one operation must not differ,
   * and it may begin for one of them just before the end of the warm-up and for another after it.
   */
  boolean takesVectors(Worker w) {
    return w.count() > 1 || over;
  }

  /** Lets the vector kernels take over now. */
  void end() {
    over = true;
  }

  /** Looks whether a product is part of a batch job. */
  void see(int workers, int rows) {
    if (rows > 1 && !over && rowsToBatch < Integer.MAX_VALUE) {
      rowsToBatch -= rows;
      over = workers > 1 || rowsToBatch <= 0;
    }
  }

  /**
   * What the thread does.
   *
   * @param processors of this machine; with one there is no room for a warm-up
   * @param longest when to give up
   * @param tasks makes the kernels to run; not called where none are run
   */
  void run(int processors, Duration longest, Supplier<? extends List<? extends Task>> tasks) {
    try {
      Thread.sleep(DELAY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      if (over || processors == 1 || allGetFast(tasks.get(), longest)) {
        end();
      }
    } catch (OutOfMemoryError e) {
      // whoever fills the heap is told where it asks; a warm-up only gives up
    }
  }

  private boolean allGetFast(List<? extends Task> tasks, Duration longest) {
    long start = System.nanoTime();
    boolean fast = false;
    while (!over && !fast && System.nanoTime() - start < longest.toNanos()) {
      fast = true;
      for (Task task : tasks) {
        fast &= !over && task.isFast();
      }
    }
    return fast;
  }
}
