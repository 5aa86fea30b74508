package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Machine;
import dev.rnn4j.bench.campaign.Numbers;
import dev.rnn4j.bench.campaign.Report;
import dev.rnn4j.bench.peers.Agreement;
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
          + " hours; the table comes at the end.",
      "With --agreement: whether this engine computes what PyTorch does; a minute."
    },
    footer = {
      "",
      "Example:",
      "  rnn bench --peers --quick --case 'LSTM|training-char' --rivals pytorch,onednn",
      "  rnn bench --peers --agreement --seed 7"
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
      names = "--agreement",
      order = 8,
      description = {
        "measure nothing; compare outputs, states and gradients of simple RNN, LSTM and GRU of one"
            + " to three layers with PyTorch's, on the scalar and on the vector kernels, and fail"
            + " if they differ by more than 1e-5 forward or 1e-4 of a gradient"
      })
  boolean agreement;

  @Option(
      names = "--seed",
      order = 8,
      paramLabel = "N",
      description = "of the sizes, weights and inputs that --agreement compares (default: 1)")
  @Nullable Long seed;

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
    if (agreement) {
      return agree();
    }
    if (seed != null) {
      throw refused("--seed is for --agreement; what is measured is always the same");
    }
    List<PeerCase> tasks = tasks();
    Path scratch = Files.createTempDirectory("rnn4j-peers-");
    try {
      return compare(tasks, scratch);
    } finally {
      delete(scratch);
    }
  }

  private boolean agree() throws IOException {
    if (quick || smoke || forks != null || filter != null || writesOrShapes()) {
      throw refused("--agreement takes --seed, --rivals and --threads, and no other option");
    }
    Set<PeerEngine> others = rivals == null ? EnumSet.of(PeerEngine.PYTORCH) : engines();
    others.remove(PeerEngine.RNN4J);
    Agreement comparison = new Agreement(seed == null ? 1 : seed, threads);
    Path scratch = Files.createTempDirectory("rnn4j-peers-");
    try {
      Map<PeerEngine, Path> libraries = RivalFolders.prepare(List.copyOf(others));
      printHeader(Map.of(), comparison.description());
      if (others.isEmpty()) {
        comparison.compareOwn();
      }
      for (PeerEngine other : others) {
        Path folder = libraries.get(other);
        if (folder == null) {
          comparison.missing(other + " could not be fetched or built");
        } else {
          comparison.compare(other, folder, scratch);
        }
      }
    } finally {
      delete(scratch);
    }
    print(comparison.lines());
    return comparison.agrees();
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
