package dev.rnn4j.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much the current thread allocates, and how much of everybody's heap is in use. */
public final class AllocationMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocationMeter() {}

  /**
   * What the current thread has allocated since it began.
   *
   * @return bytes
   */
  public static long allocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /**
   * The widest vectors that compiled code keeps in registers here; wider ones are objects.
   *
   * @return bits
   */
  public static int widestVectorBits() {
    var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return Byte.SIZE * Integer.parseInt(machine.getVMOption("MaxVectorSize").getValue());
  }

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
      long before = allocatedBytes();
      round.run();
      fewest = Math.min(fewest, allocatedBytes() - before);
    }
    return fewest;
  }

  /**
   * How much of the heap is reachable: the least after some collections.
   *
   * @return bytes
   */
  public static long retainedHeap() {
    long fewest = Long.MAX_VALUE;
    for (int n = 0; n < 4; n++) {
      System.gc();
      fewest = Math.min(fewest, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return fewest;
  }
}
