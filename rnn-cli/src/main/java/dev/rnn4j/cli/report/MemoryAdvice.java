package dev.rnn4j.cli.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What to do where memory does not suffice. */
public final class MemoryAdvice {
  private MemoryAdvice() {}

  /** The bytes of memory this machine, or the container that this is, has. */
  public static long machine() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /** For a heap of {@code bytes}, which helps only if a machine has as many. */
  public static String of(long bytes, long machine) {
    String smaller = "choose a smaller model, vocabulary, batch or window";
    long gigabytes = Math.ceilDiv(bytes, 1L << 30);
    return gigabytes << 30 > machine
        ? smaller
        : smaller + ", or allow more with JAVA_TOOL_OPTIONS=-Xmx" + gigabytes + "g";
  }
}
