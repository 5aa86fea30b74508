package dev.rnn4j.bench.campaign;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The results as one table of text with what its columns mean, and as a file for programs. */
public final class Report {
  /** Rows named in a note; the JSON has all. */
  private static final int NAMED = 5;

  private final Results results;
  private final boolean severalForks;

  /** A report of results from so many forks. */
  public Report(Results results, int forks) {
    this.results = results;
    severalForks = forks > 1;
  }

  /**
   * The results for people.
   *
   * @param memory what the numbers of bytes are
   * @param legend what the rows are
   */
  public List<String> lines(String memory, List<String> legend) {
    List<String> lines = new ArrayList<>();
    results.descriptions().forEach((c, text) -> lines.add(Numbers.format("%-12s %s", c, text)));
    lines.add("");
    lines.addAll(table());
    lines.add("");
    lines.addAll(legend);
    lines.add("time: of one run, warm, median over the forks of each one's median");
    if (severalForks) {
      lines.add("spread: how far from it the fastest and the slowest fork are");
    }
    lines.add("GFLOP/s: of its dense products");
    results
        .peak()
        .ifPresent(p ->
            lines.add(
                Numbers.format("peak: share of %.1f GFLOP/s, the best FMA peak of this run", p)));
    lines.add(
        "ratio: "
            + results.ratio().title()
            + (severalForks ? ", min/median/max over pairs of forks that ran side by side" : ""));
    lines.add("memory: " + memory);
    lines.addAll(notes());
    return lines;
  }

  private List<String> table() {
    TextTable table = new TextTable(2);
    table.row(List.of("case", "", "time", "spread", "GFLOP/s", "peak", "speed", "ratio", "memory"));
    String last = "";
    for (Line line : results.lines()) {
      List<String> cells = line.cells(severalForks);
      if (line.row().equals(last)) {
        cells.set(0, "");
      }
      last = line.row();
      table.row(cells);
    }
    return table.lines();
  }

  private List<String> notes() {
    List<String> lines = new ArrayList<>();
    results
        .notes()
        .forEach((contestant, texts) ->
            texts.forEach((text, rows) -> lines.add(contestant + ": " + text + in(rows))));
    return lines;
  }

  private static String in(List<String> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    int more = rows.size() - NAMED;
    String names = String.join(", ", rows.subList(0, Math.min(NAMED, rows.size())));
    return " (" + names + (more > 0 ? " and " + more + " more" : "") + ")";
  }

  /**
   * The results for programs, with the numbers of every fork.
   *
   * @param method how it was measured
   */
  public ResultsFile file(Map<String, Object> method) {
    return new ResultsFile(
        ResultsFile.FORMAT,
        LocalDate.now(ZoneId.systemDefault()).toString(),
        Machine.describe(),
        method,
        results.peak().isPresent() ? results.peak().getAsDouble() : null,
        results.reads(),
        results.descriptions(),
        results.notes(),
        results.ratio(),
        results.lines());
  }
}
