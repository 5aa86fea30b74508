package dev.rnn4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The results as text: one table, a row per case, a group of columns per implementation. */
final class Report {
  private static final String NOTHING = "-";

  private final List<Implementation> implementations;
  private final List<CaseResult> results;
  private final int forks;
  private final OptionalDouble peak;

  Report(List<Implementation> implementations, List<CaseResult> results, int forks) {
    this.implementations = implementations;
    this.results = results;
    this.forks = forks;
    peak = peak(results);
  }

  /** The best FMA iteration of all widths, in GFLOP/s; empty if there was none. */
  static OptionalDouble peak(List<CaseResult> results) {
    return results.stream()
        .filter(result -> result.benchCase().isPeak())
        .flatMap(result -> result.measurements().values().stream())
        .mapToDouble(m -> m.work().gigaflops(m.leastNanos()))
        .max();
  }

  /** The table and what its columns mean. */
  List<String> lines() {
    TextTable table = new TextTable();
    table.group("", List.of("case", "speed in"));
    for (Implementation implementation : implementations) {
      table.group(implementation.label(), columns(implementation));
    }
    for (CaseResult result : results) {
      table.row(caseRow(result));
      if (result.benchCase().work().unit() == Work.Unit.TOKENS) {
        table.row(denseRow(result));
      }
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.addAll(legend());
    return lines;
  }

  private static List<String> columns(Implementation implementation) {
    return implementation.isScalar()
        ? List.of("time", "speed", "B/op")
        : List.of("time", "speed", "B/op", "x scalar", "peak");
  }

  private List<String> caseRow(CaseResult result) {
    List<String> row = new ArrayList<>();
    row.add(result.benchCase().name());
    row.add(result.benchCase().work().unit().label());
    for (Implementation implementation : implementations) {
      Optional<Measurement> measurement = result.of(implementation);
      if (measurement.isEmpty()) {
        columns(implementation).forEach(column -> row.add(NOTHING));
        continue;
      }
      Measurement m = measurement.get();
      row.add(Numbers.time(m.nanos()));
      row.add(Numbers.rate(m.work(), m.nanos()));
      row.add(m.hasBytes() ? Numbers.big(m.bytes()) : NOTHING);
      if (!implementation.isScalar()) {
        row.add(ratio(result, m));
        row.add(m.work().unit() == Work.Unit.GFLOPS ? share(m) : "");
      }
    }
    return row;
  }

  /** The dense products of a training step, under its row. */
  private List<String> denseRow(CaseResult result) {
    List<String> row = new ArrayList<>();
    row.add("  its dense products");
    row.add(Work.Unit.GFLOPS.label());
    for (Implementation implementation : implementations) {
      Optional<Measurement> m = result.of(implementation);
      row.add("");
      row.add(m.map(x -> Numbers.gigaflops(x.work().gigaflops(x.nanos()))).orElse(NOTHING));
      row.add("");
      if (!implementation.isScalar()) {
        row.add("");
        row.add(m.map(this::share).orElse(NOTHING));
      }
    }
    return row;
  }

  private String ratio(CaseResult result, Measurement m) {
    return result
        .of(Implementation.SCALAR)
        .map(scalar -> Numbers.ratio(m.timesFasterThan(scalar), forks > 1))
        .orElse(NOTHING);
  }

  private String share(Measurement m) {
    return peak.isPresent()
        ? Numbers.percent(m.work().gigaflops(m.nanos()) / peak.getAsDouble())
        : NOTHING;
  }

  private List<String> legend() {
    List<String> lines = new ArrayList<>();
    lines.add("NN, NT, TN: C (M,N) = A.B, A.B^T, A^T.B of single-precision matrices, as MxNxK");
    lines.add("time: of one call, median over the forks of each one's median");
    lines.add(
        "B/op: bytes allocated by one call; JMH's own 6 k per iteration are spread over them");
    lines.add(
        "x scalar: how many times faster than the scalar kernels"
            + (forks > 1 ? ", min/median/max over pairs of forks that ran side by side" : ""));
    if (peak.isPresent()) {
      lines.add(
          Numbers.format(
              "peak: share of %.1f GFLOP/s, the best FMA peak of any iteration in this run",
              peak.getAsDouble()));
    }
    return lines;
  }
}
