package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Machine;
import dev.rnn4j.bench.campaign.Numbers;
import dev.rnn4j.bench.campaign.Report;
import dev.rnn4j.bench.peers.Cores;
import dev.rnn4j.bench.peers.PeerCase;
import dev.rnn4j.bench.peers.PeerCases;
import dev.rnn4j.bench.peers.PeerComparison;
import dev.rnn4j.bench.peers.PeerEffort;
import dev.rnn4j.bench.peers.PeerEngine;
import dev.rnn4j.bench.peers.ProductShape;
import dev.rnn4j.bench.peers.RivalFolders;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rnn bench --peers}: this engine against others. */
@Command(
    name = "rnn bench",
    sortOptions = false,
    description = {
      "Compare this engine with others on the same weights and inputs: matrix products, recurrent"
          + " layers, sequences of different lengths, training steps, single steps, startup,"
          + " warming up, memory. The other engines are fetched on first use and run on the same"
          + " cores, each in JVMs of its own; the outputs are compared first. All of it takes"
          + " hours; the table comes at the end."
    },
    footer = {
      "",
      "Example:",
      "  rnn bench --peers --quick --case 'LSTM|training-char' --rivals pytorch,onednn"
    })
final class PeersCommand extends MeasureCommand {
  /** What sends a command line here. */
  static final String OPTION = "--peers";

  private static final List<String> LEGEND =
      List.of(
          "NN, NT, TN: C (M,N) = A.B, A.B^T, A^T.B of single-precision matrices, as MxNxK",
          "LSTM, GRU, RNN_TANH: one layer forward over (T,B,I,H); step: one token, B = 1",
          "ragged: LSTM of H inputs and units, BxT,H: of B sequences the longest has T steps,",
          "the shortest 1; packed or padded where an engine can do both; full: all have T",
          "training: forward, backward, clip at a norm of 5, SGD; no dropout",
          "startup: process start to first logits, model read from a file",
          "warmup: first training step to 90% of steady speed");

  @Option(names = OPTION, required = true, order = 0, description = "compare with other engines")
  boolean peers;

  @Option(
      names = "--case",
      order = 3,
      paramLabel = "REGEX",
      description = "only cases whose name it finds")
  @Nullable Pattern filter;

  @Option(
      names = "--rivals",
      order = 4,
      split = ",",
      paramLabel = "A,B",
      description =
          "only these; rnn4j always runs, and \"rnn4j\" alone fetches nothing"
              + " (${COMPLETION-CANDIDATES})")
  @Nullable List<PeerEngine> rivals;

  PeersCommand(Writer out, PrintStream err) {
    super(out, err);
  }

  /** {@return all that take part, ours among them} */
  Set<PeerEngine> engines() {
    Set<PeerEngine> engines =
        rivals == null ? EnumSet.allOf(PeerEngine.class) : EnumSet.copyOf(rivals);
    engines.add(PeerEngine.RNN4J);
    return engines;
  }

  /** {@return how long to measure each case} */
  PeerEffort effort() {
    PeerEffort usual = smoke ? PeerEffort.SMOKE : quick ? PeerEffort.QUICK : PeerEffort.FULL;
    return forks == null ? usual : usual.withForks(forks);
  }

  /** {@return what to measure} */
  List<PeerCase> tasks() {
    List<PeerCase> usual = smoke ? PeerCases.smoke() : PeerCases.all();
    List<PeerCase> candidates = withShapes(usual, ProductShape::products);
    return filter == null ? candidates : found("--case", filter, candidates);
  }

  @Override
  public boolean run() throws IOException {
    // More threads than cores would wait for each other, spinning.
    check(Cores.available().size());
    List<PeerCase> tasks = tasks();
    Path scratch = Files.createTempDirectory("rnn4j-peers-");
    try {
      return compare(tasks, scratch);
    } finally {
      delete(scratch);
    }
  }

  private boolean compare(List<PeerCase> tasks, Path scratch) throws IOException {
    Set<PeerEngine> others = engines();
    others.remove(PeerEngine.RNN4J);
    Map<PeerEngine, Path> libraries = RivalFolders.prepare(List.copyOf(others));
    PeerEffort effort = effort();
    PeerComparison comparison = new PeerComparison(tasks, libraries, effort, threads, scratch, err);
    for (PeerEngine other : others) {
      if (!libraries.containsKey(other)) {
        String text = "skipped: could not be fetched or built";
        comparison.results().note(other.toString(), "", text);
      }
    }
    double load = Machine.load();
    String busy =
        Numbers.format("%.1f before the start; anything else that runs spoils the numbers", load);
    printHeader(Map.of("load", busy), comparison.pinning() + "; " + effort.description());
    boolean complete = comparison.run();
    Map<String, Object> method =
        Map.of(
            "threads", threads,
            "pinning", comparison.pinning(),
            "loadBefore", load,
            "effort", effort);
    Report report = new Report(comparison.results(), effort.forks());
    List<String> lines = report.lines("the most that was resident of the process", LEGEND);
    return report(report, lines, method) && complete;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
