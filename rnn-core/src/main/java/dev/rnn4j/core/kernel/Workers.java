package dev.rnn4j.core.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed crew of threads that all execute the same task, the caller being worker 0. Daemon
 * threads; {@link #close()} ends them.
 *
 * <p>One run at a time: threads that call {@link #run} or {@link #close()} while there is one wait
 * for its end. From inside a task either is an {@link IllegalStateException}, as it would wait for
 * itself. Interrupting the caller changes nothing: a run that has begun is finished, and the thread
 * is still marked as interrupted after it.
 */
public final class Workers implements AutoCloseable {
  private static final int SPINS_BEFORE_PARK = 20_000;

  private final Worker[] workers;
  private final Thread[] threads;
  private final Barrier inside;
  private final ReentrantLock turn = new ReentrantLock();
  private final AtomicInteger generation = new AtomicInteger();

  /** Written while holding the turn, so no run begins after it, and none is under way. */
  private volatile boolean closed;

  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile @Nullable Consumer<Worker> task;
  private volatile @Nullable Throwable failure;

  /**
   * Starts the crew.
   *
   * @param count number of workers, the caller among them
   * @throws IllegalArgumentException if count is not 1 to 1024
   */
  public Workers(int count) {
    if (count < 1 || count > 1024) {
      throw new IllegalArgumentException("threads must be 1 to 1024, not " + count);
    }
    inside = new Barrier(count);
    workers = new Worker[count];
    threads = new Thread[count];
    for (int i = 0; i < count; i++) {
      workers[i] = new Worker(i, count, inside);
    }
    for (int i = 1; i < count; i++) {
      int index = i;
      threads[i] = Thread.ofPlatform().daemon().name("rnn4j-worker-" + i).start(() -> work(index));
    }
  }

  /**
   * Size of the crew.
   *
   * @return number of workers
   */
  public int count() {
    return workers.length;
  }

  /**
   * Runs a task on every worker and returns when all are done. What the first to fail throws is
   * thrown here; the others are freed from their barriers, and the crew can be used again.
   *
   * @param body what each executes
   * @throws IllegalStateException if the crew is closed, or this is called from inside a task
   */
  public void run(Consumer<Worker> body) {
    requireOutside("run another one on them");
    turn.lock();
    try {
      if (closed) {
        throw new IllegalStateException("these workers are closed; make new ones");
      }
      runAlone(body);
    } finally {
      turn.unlock();
    }
  }

  private void requireOutside(String what) {
    Thread current = Thread.currentThread();
    boolean inside = turn.isHeldByCurrentThread();
    for (int i = 1; i < threads.length; i++) {
      inside |= threads[i] == current;
    }
    if (inside) {
      throw new IllegalStateException("a task of these workers may not " + what);
    }
  }

  private void runAlone(Consumer<Worker> body) {
    task = body;
    failure = null;
    unfinished.set(workers.length - 1);
    generation.incrementAndGet();
    for (int i = 1; i < threads.length; i++) {
      LockSupport.unpark(threads[i]);
    }
    execute(workers[0], body);
    awaitOthers();
    rethrow();
  }

  private void awaitOthers() {
    for (int spins = 0; unfinished.get() > 0; spins++) {
      Barrier.pause(spins);
    }
  }

  private void rethrow() {
    Throwable thrown = failure;
    if (thrown == null) {
      return;
    }
    inside.reset();
    if (thrown instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(thrown);
  }

  private void work(int index) {
    int seen = 0;
    while (true) {
      for (int spins = 0; generation.get() == seen && !closed; spins++) {
        if (spins < SPINS_BEFORE_PARK) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (closed) {
        return;
      }
      seen = generation.get();
      Consumer<Worker> body = task;
      if (body != null) {
        execute(workers[index], body);
      }
      unfinished.decrementAndGet();
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever a worker throws must reach the caller
  private void execute(Worker worker, Consumer<Worker> body) {
    try {
      body.accept(worker);
    } catch (Throwable thrown) {
      noteFailure(thrown);
    }
  }

  private synchronized void noteFailure(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
    inside.breakUp();
  }

  /**
   * Ends the threads; waits for a run that is under way. Closing again does nothing.
   *
   * @throws IllegalStateException if this is called from inside a task
   */
  @Override
  public void close() {
    requireOutside("close them");
    turn.lock();
    try {
      closed = true;
    } finally {
      turn.unlock();
    }
    for (int i = 1; i < threads.length; i++) {
      LockSupport.unpark(threads[i]);
    }
  }
}
