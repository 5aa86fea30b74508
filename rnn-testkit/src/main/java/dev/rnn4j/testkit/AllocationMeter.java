package dev.rnn4j.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much the current thread allocates. */
final class AllocationMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocationMeter() {}

  /**
   * Bytes allocated by one round, once there is nothing left to compile: rounds are repeated until
   * one stays below a limit. Compilers run beside the test, so when that is cannot be known.
   *
   * @param round what to measure
   * @param limit bytes at which to be content
   * @param rounds how often to try at most
   * @return the fewest bytes of any round
   */
  static long fewestBytes(Runnable round, long limit, int rounds) {
    long fewest = Long.MAX_VALUE;
    for (int n = 0; n < rounds && fewest >= limit; n++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      round.run();
      fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return fewest;
  }
}
