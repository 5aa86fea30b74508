package dev.rnn4j.bench.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/** The results as text: times and speeds, ratios, memory, what the columns mean, notes. */
public final class Report {
  private static final String NOTHING = "-";

  /** Rows named in a note; the JSON has all. */
  private static final int NAMED = 5;

  private static final double NANOS_PER_SECOND = 1e9;

  private final Results results;
  private final Wording wording;
  private final boolean severalForks;
  private final List<String> contestants;
  private final List<String> others;

  /**
   * What differs from program to program.
   *
   * @param baseAgainstOthers whether ratios say how many times as fast the base is as each other
   *     one, or each other one as the base
   * @param memory what the numbers of bytes are
   * @param legend what the rows are
   */
  public record Wording(boolean baseAgainstOthers, String memory, List<String> legend) {
    public Wording {
      legend = List.copyOf(legend);
    }
  }

  /** A report of results from so many forks. */
  public Report(Results results, Wording wording, int forks) {
    this.results = results;
    this.wording = wording;
    severalForks = forks > 1;
    contestants = results.contestants();
    others = contestants.stream().filter(c -> !c.equals(results.base())).toList();
  }

  /** {@return all of it} */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    results.descriptions().forEach((c, text) -> lines.add(Numbers.format("%-12s %s", c, text)));
    lines.add("");
    lines.addAll(times().lines());
    if (!others.isEmpty()) {
      lines.add("");
      lines.addAll(ratios().lines());
    }
    lines.add("");
    lines.addAll(memory().lines());
    lines.add("");
    lines.addAll(legend());
    lines.addAll(notes());
    return lines;
  }

  private TextTable times() {
    TextTable table = new TextTable();
    table.group("", List.of("case", "speed in"));
    contestants.forEach(c -> table.group(c, List.of("time", "speed", "peak")));
    for (Row row : results.rows()) {
      List<String> first = new ArrayList<>(List.of(row.name(), unit(row)));
      contestants.forEach(c -> first.addAll(speed(row, c)));
      table.row(first);
      if (row.work().flops() > 0 && row.work().count() > 0) {
        List<String> second = new ArrayList<>(List.of("", row.work().unit() + "/s"));
        contestants.forEach(c -> second.addAll(List.of("", count(row, c), "")));
        table.row(second);
      }
    }
    return table;
  }

  private static String unit(Row row) {
    Row.Work work = row.work();
    return work.flops() > 0 ? "GFLOP/s" : work.count() > 0 ? work.unit() + "/s" : "";
  }

  private List<String> speed(Row row, String contestant) {
    OptionalDouble nanos = results.nanos(row, contestant);
    if (nanos.isEmpty()) {
      return List.of(NOTHING, "", "");
    }
    String time = Numbers.time(nanos.getAsDouble());
    if (row.work().flops() == 0) {
      return List.of(time, count(row, contestant), "");
    }
    double gigaflops = row.work().flops() / nanos.getAsDouble();
    OptionalDouble peak = results.peak();
    String share = peak.isEmpty() ? "" : Numbers.percent(gigaflops / peak.getAsDouble());
    return List.of(time, Numbers.gigaflops(gigaflops), share);
  }

  private String count(Row row, String contestant) {
    OptionalDouble nanos = results.nanos(row, contestant);
    if (nanos.isEmpty() || row.work().count() == 0) {
      return "";
    }
    double rate = row.work().count() / nanos.getAsDouble() * NANOS_PER_SECOND;
    return row.work().flops() > 0 ? Numbers.format("%,.0f", rate) : Numbers.big(rate);
  }

  private TextTable ratios() {
    String than =
        wording.baseAgainstOthers()
            ? results.base() + " is so many times as fast as"
            : "so many times as fast as " + results.base();
    TextTable table = table(than, List.of("case", "the best", "which is"), others);
    for (Row row : results.rows()) {
      Optional<String> best = results.best(row);
      List<String> cells = new ArrayList<>(List.of(row.name()));
      cells.add(best.map(other -> ratio(row, other)).orElse(NOTHING));
      cells.add(best.orElse(""));
      others.forEach(other -> cells.add(ratio(row, other)));
      table.row(cells);
    }
    return table;
  }

  private String ratio(Row row, String other) {
    Optional<Spread> ratio =
        wording.baseAgainstOthers()
            ? results.timesAsFast(row, results.base(), other)
            : results.timesAsFast(row, other, results.base());
    return ratio.map(spread -> Numbers.ratio(spread, severalForks)).orElse(NOTHING);
  }

  private TextTable memory() {
    TextTable table = table(wording.memory(), List.of("case"), contestants);
    BiFunction<Row, String, String> cell =
        (row, c) -> {
          OptionalDouble bytes = results.bytes(row, c);
          return bytes.isEmpty() ? NOTHING : Numbers.big(bytes.getAsDouble());
        };
    for (Row row : results.rows()) {
      if (contestants.stream().anyMatch(c -> results.bytes(row, c).isPresent())) {
        List<String> cells = new ArrayList<>(List.of(row.name()));
        contestants.forEach(c -> cells.add(cell.apply(row, c)));
        table.row(cells);
      }
    }
    return table;
  }

  /** A group of columns with a title, and a column for each of some contestants. */
  private static TextTable table(String title, List<String> columns, List<String> named) {
    TextTable table = new TextTable();
    table.group(title, columns);
    named.forEach(c -> table.group("", List.of(c)));
    return table;
  }

  private List<String> legend() {
    List<String> lines = new ArrayList<>(wording.legend());
    lines.add("time: of one run, warm, median over the forks of each one's median");
    lines.add("GFLOP/s: of its dense products");
    if (!others.isEmpty() && severalForks) {
      lines.add("times as fast: min/median/max over pairs of forks that ran side by side");
    }
    results
        .peak()
        .ifPresent(p ->
            lines.add(
                Numbers.format("peak: share of %.1f GFLOP/s, the best FMA peak of this run", p)));
    return lines;
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
}
