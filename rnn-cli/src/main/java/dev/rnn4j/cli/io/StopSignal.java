package dev.rnn4j.cli.io;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command finish in good order when the process is told to end, as by Ctrl-C. The virtual
 * machine runs {@link #awaitEnd} on a thread of its own while the command continues. A second
 * Ctrl-C ends the process at once; whatever is written then is written to a temporary file, so no
 * file is damaged.
 */
public final class StopSignal {
  /** The exit code of a process that Ctrl-C ended. */
  public static final int INTERRUPTED = 130;

  private final CountDownLatch finished = new CountDownLatch(1);
  private @Nullable Runnable action;
  private final Deque<Runnable> endings = new ArrayDeque<>();
  private volatile int exitCode;

  /** While open, a request to end is left to the command. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** From now on the virtual machine asks here before it ends. */
  public void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::awaitEnd, "rnn-stop"));
  }

  /** Has {@code onStop} called, from another thread, when the process is told to end. */
  public synchronized Watch watch(Runnable onStop) {
    action = onStop;
    return this::forget;
  }

  private synchronized void forget() {
    action = null;
  }

  /** Has {@code ending} called before the process ends at once, as it does unless watched. */
  public synchronized Watch whenEnding(Runnable ending) {
    endings.push(ending);
    return () -> forget(ending);
  }

  private synchronized void forget(Runnable ending) {
    endings.remove(ending);
  }

  /** Tells the command to end; false if there is none that wants to, and the process may. */
  public synchronized boolean request() {
    if (action == null) {
      endings.forEach(Runnable::run);
      return false;
    }
    action.run();
    return true;
  }

  /** The command is over and has printed all it had to. */
  public void finish(int code) {
    exitCode = code;
    finished.countDown();
  }

  private void awaitEnd() {
    if (!request()) {
      return;
    }
    try {
      while (!finished.await(100, TimeUnit.MILLISECONDS)) {
        if (signals() > 1) {
          Runtime.getRuntime().halt(INTERRUPTED);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(exitCode);
  }

  /**
   * How often the process was told to end. Once it is ending, Java hears of no further signal, but
   * the virtual machine starts a thread for each, which waits for the end: these are counted.
   */
  private static long signals() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("SIG[A-Z]+ handler"))
        .count();
  }
}
