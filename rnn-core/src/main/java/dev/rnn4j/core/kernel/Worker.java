package dev.rnn4j.core.kernel;

/**
 * One of {@code count} threads that execute the same code and share out its outputs. Who owns what
 * follows from {@link #index()} alone, never from timing, so a result does not depend on the
 * threads.
 */
public final class Worker {
  private final int index;
  private final int count;
  private final Barrier barrier;
  private final float[][] scratch = new float[Scratch.values().length][0];

  Worker(int index, int count, Barrier barrier) {
    this.index = index;
    this.count = count;
    this.barrier = barrier;
  }

  /**
   * The only worker of a single-threaded computation. Not shared between threads: it owns scratch.
   *
   * @return a new worker 0 of 1
   */
  public static Worker solo() {
    return new Worker(0, 1, new Barrier(1));
  }

  /**
   * A worker whose barriers do nothing, to run the shares of {@code count} workers one after the
   * other; for tests of single operations, which have no barriers inside.
   *
   * @param index which worker
   * @param count of how many
   * @return worker {@code index} of {@code count}
   * @throws IllegalArgumentException unless 0 &lt;= index &lt; count
   */
  public static Worker sequential(int index, int count) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("no worker " + index + " of " + count);
    }
    return new Worker(index, count, new Barrier(1));
  }

  /**
   * Which worker this is.
   *
   * @return 0 to {@code count() - 1}
   */
  public int index() {
    return index;
  }

  /**
   * How many share the work.
   *
   * @return 1 or more
   */
  public int count() {
    return count;
  }

  /**
   * Start of this worker's share of 0..n.
   *
   * @param n how much there is to share
   * @param granule shares are cut at multiples of this
   * @return the first index of the share
   */
  public int from(int n, int granule) {
    return cut(index, n, granule);
  }

  /**
   * End of this worker's share of 0..n.
   *
   * @param n how much there is to share
   * @param granule shares are cut at multiples of this
   * @return the index after the last of the share; equal to {@link #from} if the share is empty
   */
  public int to(int n, int granule) {
    return cut(index + 1, n, granule);
  }

  private int cut(int worker, int n, int granule) {
    long granules = (n + (granule - 1L)) / granule;
    return (int) Math.min(n, granules * worker / count * granule);
  }

  /**
   * Waits until every worker is here. What any of them wrote before, all of them see after.
   *
   * @throws IllegalStateException if another worker failed
   */
  public void barrier() {
    barrier.await();
  }

  /**
   * A private buffer that only grows.
   *
   * @param slot which one
   * @param length at least this many floats
   * @return the buffer; its contents are whatever was left there
   */
  @SuppressWarnings("EnumOrdinal") // an index of this array only; a map would cost what it saves
  public float[] scratch(Scratch slot, int length) {
    float[] buffer = scratch[slot.ordinal()];
    if (buffer.length < length) {
      buffer = new float[length];
      scratch[slot.ordinal()] = buffer;
    }
    return buffer;
  }
}
