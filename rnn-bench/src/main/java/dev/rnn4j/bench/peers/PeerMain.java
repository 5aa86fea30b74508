package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.Machine;
import dev.rnn4j.bench.Numbers;
import dev.rnn4j.bench.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code rnn bench --peers}: the table goes to standard output, progress to standard error. */
public final class PeerMain {
  /** What sends a command line here. */
  public static final String OPTION = "--peers";

  private PeerMain() {}

  /**
   * Compares.
   *
   * @param args see {@code --help}
   * @return whether everything could be measured and written
   * @throws UsageException if the arguments make no sense
   */
  public static boolean run(List<String> args, PrintStream out, PrintStream err)
      throws UsageException {
    PeerOptions options = PeerOptions.parse(args);
    if (options.help()) {
      out.print(PeerOptions.HELP);
      return true;
    }
    options.tasks(); // complains before anything is fetched
    try {
      Path scratch = Files.createTempDirectory("rnn4j-peers-");
      try {
        return compare(options, scratch, out, err);
      } finally {
        delete(scratch);
      }
    } catch (IOException e) {
      err.println("rnn bench: " + e.getMessage());
      return false;
    }
  }

  private static boolean compare(
      PeerOptions options, Path scratch, PrintStream out, PrintStream err)
      throws UsageException, IOException {
    PeerResults results = new PeerResults(options.tasks());
    Map<PeerEngine, Optional<Path>> engines = engines(options, results);
    PeerEffort effort = options.effort();
    PeerMeasurer measurer = new PeerMeasurer(engines, effort, options.threads(), scratch);
    header(options, results, measurer.pinning()).forEach(out::println);
    out.flush();
    PeerCampaign campaign =
        new PeerCampaign(results, List.copyOf(engines.keySet()), measurer, effort, scratch, err);
    campaign.run();
    new PeerReport(results, effort.forks()).lines().forEach(out::println);
    if (options.json().isPresent()) {
      Files.writeString(
          options.json().get(),
          PeerJson.text(results, effort, options.threads(), measurer.pinning()));
    }
    return !campaign.hasFailed();
  }

  /** Ours needs nothing; the others' libraries are fetched, or noted as missing. */
  private static Map<PeerEngine, Optional<Path>> engines(PeerOptions options, PeerResults results)
      throws IOException {
    List<PeerEngine> rivals =
        options.engines().stream().filter(e -> e != PeerEngine.RNN4J).toList();
    Map<PeerEngine, Path> folders = RivalFolders.prepare(rivals);
    Map<PeerEngine, Optional<Path>> engines = new EnumMap<>(PeerEngine.class);
    engines.put(PeerEngine.RNN4J, Optional.empty());
    for (PeerEngine rival : rivals) {
      if (folders.containsKey(rival)) {
        engines.put(rival, Optional.ofNullable(folders.get(rival)));
      } else {
        results.note(rival, "", "skipped: could not be fetched or built");
      }
    }
    return engines;
  }

  private static List<String> header(PeerOptions options, PeerResults results, String pinning) {
    int threads = options.threads();
    String method =
        options.smoke() ? "a smoke run, the numbers mean nothing" : options.effort().description();
    return List.of(
        "machine  "
            + Machine.processor()
            + ", "
            + Machine.cores()
            + " cores, "
            + Machine.operatingSystem(),
        "java     " + Machine.java(),
        "load     "
            + Numbers.format("%.1f", results.load())
            + " before the start; anything else that runs spoils the numbers",
        "method   "
            + threads
            + (threads == 1 ? " thread, " : " threads, ")
            + pinning
            + "; "
            + method,
        "");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
