package dev.rnn4j.core.model;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Passes over one network, to be used again: a pass owns large buffers and belongs to one thread at
 * a time, and a model is used by any number of threads. Keeps as many as there are processors, so
 * what a model holds does not grow with the number of threads that have ever called it.
 *
 * <pre>{@code
 * P pass = passes.take();
 * ... // compute; a pass that failed is not given back
 * passes.give(pass);
 * }</pre>
 *
 * <p>Thread safety: any number of threads. What one wrote into a pass before it gave it back, the
 * next one that takes it sees.
 *
 * @param <P> a pass
 */
public final class Passes<P> {
  private final Supplier<? extends P> maker;
  private final int most;
  private final ConcurrentLinkedQueue<P> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger kept = new AtomicInteger();

  /**
   * A pool, empty at first.
   *
   * @param maker makes a pass; called by whatever thread finds none
   */
  public Passes(Supplier<? extends P> maker) {
    this(maker, Runtime.getRuntime().availableProcessors());
  }

  Passes(Supplier<? extends P> maker, int most) {
    this.maker = maker;
    this.most = most;
  }

  /**
   * Takes a pass, a new one if there is none; never waits.
   *
   * @return a pass that nobody else uses until it is given back
   */
  public P take() {
    P pass = idle.poll();
    if (pass == null) {
      return maker.get();
    }
    kept.decrementAndGet();
    return pass;
  }

  /**
   * Gives a pass back, once. It is kept unless there are enough.
   *
   * @param pass one that was taken
   */
  public void give(P pass) {
    if (kept.incrementAndGet() <= most) {
      idle.add(pass);
    } else {
      kept.decrementAndGet();
    }
  }
}
