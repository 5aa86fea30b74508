package dev.rnn4j.cli.io;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Works on what is read piece by piece, on several threads, and hands on the results in the order
 * of the input. Reads only a few chunks ahead, so its memory does not grow with the input.
 */
public final class OrderedWork {
  private static final int CHUNKS_PER_THREAD = 2;

  private OrderedWork() {}

  /** Where pieces come from. */
  @FunctionalInterface
  public interface Source<T> {
    /** {@return the next piece, or null after the last} */
    @Nullable T next() throws IOException;
  }

  /** What is done with a chunk of pieces; called on any thread. */
  @FunctionalInterface
  public interface Work<T, R> {
    R apply(List<T> pieces) throws IOException;
  }

  /** Where results go; called on one thread, in order. */
  @FunctionalInterface
  public interface Sink<R> {
    /** {@return whether more is wanted} */
    boolean accept(R result) throws IOException;
  }

  /**
   * Works until the source ends or the sink wants no more.
   *
   * @param source where pieces come from
   * @param chunk how many are worked on together; a source that waits, as for somebody who types,
   *     needs 1
   * @param threads how many work
   * @param work what is done
   * @param sink where results go
   * @throws CliException if there is not memory enough for a piece
   */
  public static <T, R> void run(
      Source<T> source, int chunk, int threads, Work<T, R> work, Sink<R> sink) throws IOException {
    try {
      all(source, chunk, threads, work, sink);
    } catch (OutOfMemoryError e) {
      long heap = Runtime.getRuntime().maxMemory();
      throw new CliException(
          "out of memory, Java may use %d MB here; give shorter lines, or allow more with"
                  .formatted(heap >> 20)
              + " JAVA_TOOL_OPTIONS=-Xmx%dg".formatted(Math.ceilDiv(2 * heap, 1L << 30)),
          e);
    }
  }

  private static <T, R> void all(
      Source<T> source, int chunk, int threads, Work<T, R> work, Sink<R> sink) throws IOException {
    if (threads == 1) {
      alone(source, chunk, work, sink);
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(threads, OrderedWork::thread);
    try {
      together(source, chunk, CHUNKS_PER_THREAD * threads, executor, work, sink);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Thread thread(Runnable body) {
    return Thread.ofPlatform().daemon().name("rnn-work").unstarted(body);
  }

  private static <T, R> void alone(Source<T> source, int chunk, Work<T, R> work, Sink<R> sink)
      throws IOException {
    for (List<T> pieces = read(source, chunk); !pieces.isEmpty(); pieces = read(source, chunk)) {
      if (!sink.accept(work.apply(pieces))) {
        return;
      }
    }
  }

  private static <T, R> void together(
      Source<T> source,
      int chunk,
      int ahead,
      ExecutorService executor,
      Work<T, R> work,
      Sink<R> sink)
      throws IOException {
    Deque<Future<R>> pending = new ArrayDeque<>();
    boolean more = true;
    while (more || !pending.isEmpty()) {
      while (more && pending.size() < ahead) {
        List<T> pieces = read(source, chunk);
        more = !pieces.isEmpty();
        if (more) {
          Callable<R> one = () -> work.apply(pieces);
          pending.add(executor.submit(one));
        }
      }
      if (!pending.isEmpty() && !sink.accept(result(pending.remove()))) {
        return;
      }
    }
  }

  private static <T> List<T> read(Source<T> source, int chunk) throws IOException {
    List<T> pieces = new ArrayList<>(chunk);
    while (pieces.size() < chunk) {
      T next = source.next();
      if (next == null) {
        break;
      }
      pieces.add(next);
    }
    return pieces;
  }

  private static <R> R result(Future<R> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new CliException(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
