package dev.rnn4j.bench.campaign;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What it was measured on. */
public final class Machine {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** The processor's name where the system tells, otherwise its architecture. */
  private static String processor() {
    List<String> lines;
    try {
      lines = Files.readAllLines(CPU_INFO);
    } catch (IOException e) {
      lines = List.of(); // not Linux
    }
    String architecture = System.getProperty("os.arch");
    return lines.stream()
        .filter(line -> line.startsWith("model name") && line.indexOf(':') >= 0)
        .map(line -> line.substring(line.indexOf(':') + 1).strip() + ", " + architecture)
        .findFirst()
        .orElse(architecture);
  }

  /** How many threads wanted to run in the last minute; negative where the system cannot tell. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String java() {
    return System.getProperty("java.vm.name")
        + " "
        + System.getProperty("java.vm.version")
        + ", "
        + System.getProperty("java.vendor");
  }

  /** {@return what a reader of numbers wants to know, by name} */
  public static Map<String, Object> describe() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("processor", processor());
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("system", System.getProperty("os.name"));
    machine.put("java", java());
    return machine;
  }

  /** {@return the same, a line for each} */
  public static List<String> lines() {
    return describe().entrySet().stream().map(e -> line(e.getKey(), e.getValue())).toList();
  }

  /** {@return such a line of something else} */
  public static String line(String name, Object value) {
    return Numbers.format("%-10s %s", name, value);
  }
}
