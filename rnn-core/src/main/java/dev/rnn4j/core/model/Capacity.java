package dev.rnn4j.core.model;

/** How large buffers are made that have become too small. */
final class Capacity {
  private Capacity() {}

  /**
   * A quarter more than is needed, so that slowly growing batches do not make new ones each time.
   */
  static int grown(int now, int needed) {
    return needed <= now ? now : (int) Math.min(Integer.MAX_VALUE, needed + needed / 4L);
  }
}
