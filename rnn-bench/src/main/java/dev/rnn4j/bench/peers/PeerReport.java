package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.Numbers;
import dev.rnn4j.bench.Spread;
import dev.rnn4j.bench.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The results as text: times and speeds, ratios, memory, notes. */
final class PeerReport {
  private static final String NOTHING = "-";

  /** Cases named in a note; the JSON has all. */
  private static final int NAMED = 5;

  private static final double NANOS_PER_SECOND = 1e9;

  private final PeerResults results;
  private final boolean severalForks;
  private final List<PeerEngine> engines;
  private final List<PeerEngine> rivals;

  PeerReport(PeerResults results, int forks) {
    this.results = results;
    severalForks = forks > 1;
    engines = results.engines();
    rivals = engines.stream().filter(e -> e != PeerEngine.RNN4J).toList();
  }

  /** All of it. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    results.descriptions().forEach((e, text) -> lines.add(padded(e.label()) + text));
    lines.add("");
    lines.addAll(times().lines());
    if (!rivals.isEmpty()) {
      lines.add("");
      lines.addAll(ratios().lines());
    }
    if (results.tasks().stream().anyMatch(PeerTask::isTraining)) {
      lines.add("");
      lines.addAll(memory().lines());
    }
    lines.add("");
    lines.addAll(legend());
    lines.addAll(notes());
    return lines;
  }

  private static String padded(String label) {
    return Numbers.format("%-12s ", label);
  }

  private TextTable times() {
    TextTable table = new TextTable();
    table.group("", List.of("case"));
    engines.forEach(e -> table.group(e.label(), List.of("time", "GFLOP/s")));
    table.group("", List.of("peak"));
    for (PeerTask task : results.tasks()) {
      List<String> row = new ArrayList<>(List.of(task.id()));
      engines.forEach(engine -> row.addAll(speed(task, engine)));
      row.add(share(task));
      table.row(row);
      if (task.isSpeed() && PeerCases.tokens(task.peerCase()) > 0) {
        table.row(tokensRow(task));
      }
    }
    return table;
  }

  /** Under a training or a stream. */
  private List<String> tokensRow(PeerTask task) {
    List<String> row = new ArrayList<>(List.of("  tokens/s"));
    for (PeerEngine engine : engines) {
      OptionalDouble nanos = results.nanos(task, engine);
      double tokens = PeerCases.tokens(task.peerCase()) * NANOS_PER_SECOND;
      row.add("");
      row.add(nanos.isEmpty() ? "" : Numbers.format("%,.0f", tokens / nanos.getAsDouble()));
    }
    row.add("");
    return row;
  }

  private List<String> speed(PeerTask task, PeerEngine engine) {
    OptionalDouble nanos = results.nanos(task, engine);
    if (nanos.isEmpty()) {
      return List.of(NOTHING, "");
    }
    String time = Numbers.time(nanos.getAsDouble());
    return List.of(
        time, task.isSpeed() ? Numbers.gigaflops(gigaflops(task, nanos.getAsDouble())) : "");
  }

  /** Of the dense products. */
  static double gigaflops(PeerTask task, double nanos) {
    return PeerCases.flops(task.peerCase()) / nanos;
  }

  /** Ours of the FMA peak. */
  private String share(PeerTask task) {
    OptionalDouble nanos = results.nanos(task, PeerEngine.RNN4J);
    OptionalDouble peak = results.peak();
    return nanos.isEmpty() || peak.isEmpty() || !task.isSpeed()
        ? ""
        : Numbers.percent(gigaflops(task, nanos.getAsDouble()) / peak.getAsDouble());
  }

  private TextTable ratios() {
    TextTable table = new TextTable();
    table.group("rnn4j is so many times faster than", List.of("case", "the best", "which is"));
    rivals.forEach(e -> table.group("", List.of(e.label())));
    for (PeerTask task : results.tasks()) {
      Optional<PeerEngine> best = results.best(task);
      List<String> row = new ArrayList<>(List.of(task.id()));
      row.add(best.map(e -> ratio(task, e)).orElse(NOTHING));
      row.add(best.map(PeerEngine::label).orElse(""));
      rivals.forEach(engine -> row.add(ratio(task, engine)));
      table.row(row);
    }
    return table;
  }

  private String ratio(PeerTask task, PeerEngine other) {
    Optional<Spread> ratio = results.timesFasterThan(task, other);
    return ratio.map(spread -> Numbers.ratio(spread, severalForks)).orElse(NOTHING);
  }

  private TextTable memory() {
    TextTable table = new TextTable();
    table.group("peak memory, MB", List.of("case"));
    engines.forEach(e -> table.group("", List.of(e.label())));
    for (PeerTask task : results.tasks().stream().filter(PeerTask::isTraining).toList()) {
      List<String> row = new ArrayList<>(List.of(task.id()));
      for (PeerEngine engine : engines) {
        OptionalDouble bytes = results.bytes(task, engine);
        row.add(bytes.isEmpty() ? NOTHING : Numbers.format("%.0f", bytes.getAsDouble() / 1e6));
      }
      table.row(row);
    }
    return table;
  }

  private List<String> legend() {
    List<String> lines = new ArrayList<>();
    lines.add("NN, NT, TN: C (M,N) = A.B, A.B^T, A^T.B of single-precision matrices, as MxNxK");
    lines.add("LSTM, GRU, RNN_TANH: one layer forward over (T,B,I,H); step: one token, B = 1");
    lines.add("training: forward, backward, clip at a norm of 5, SGD; no dropout");
    lines.add(
        "time: of one run, warm, median over the forks of each one's median; GFLOP/s: of its");
    lines.add("dense products; startup: process start to first logits, model read from a file;");
    lines.add("warmup: first training step to 90% of steady speed");
    if (!rivals.isEmpty()) {
      lines.add(
          "times faster: of ours"
              + (severalForks ? ", min/median/max over pairs of forks that ran side by side" : "")
              + "; below 1 is slower");
    }
    results
        .peak()
        .ifPresent(p ->
            lines.add(
                Numbers.format(
                    "peak: our share of %.1f GFLOP/s, the FMA peak of the same cores in this"
                        + " run",
                    p)));
    return lines;
  }

  private List<String> notes() {
    List<String> lines = new ArrayList<>();
    results
        .notes()
        .forEach((engine, texts) ->
            texts.forEach((text, cases) -> lines.add(engine.label() + ": " + text + in(cases))));
    return lines;
  }

  private static String in(List<String> cases) {
    if (cases.isEmpty()) {
      return "";
    }
    int more = cases.size() - NAMED;
    String names = String.join(" ", cases.subList(0, Math.min(NAMED, cases.size())));
    return " (" + names + (more > 0 ? " and " + more + " more" : "") + ")";
  }
}
