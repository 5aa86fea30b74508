package dev.rnn4j.bench.peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The cores this process may use, and how to keep another on some of them. */
public final class Cores {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  private Cores() {}

  /** Their numbers, in ascending order. */
  public static List<Integer> available() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(ALLOWED)) {
          return parse(line.substring(ALLOWED.length()).strip());
        }
      }
    } catch (IOException e) {
      // Not Linux: counted below.
    }
    return IntStream.range(0, Runtime.getRuntime().availableProcessors()).boxed().toList();
  }

  /** Reads a list such as "0-3,8". */
  public static List<Integer> parse(String list) {
    List<Integer> cores = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", -1);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
        cores.add(core);
      }
    }
    return cores;
  }

  /**
   * What to put before a command so that it stays on so many cores: the last ones, as the first is
   * where interrupts are usually served. Empty where the system has no taskset.
   */
  static List<String> pinning(int threads) {
    List<Integer> cores = available();
    if (!hasTaskset() || cores.size() < threads) {
      return List.of();
    }
    List<String> last =
        cores.subList(cores.size() - threads, cores.size()).stream().map(String::valueOf).toList();
    return List.of("taskset", "-c", String.join(",", last));
  }

  private static boolean hasTaskset() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "taskset")));
  }
}
