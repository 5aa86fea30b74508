package dev.rnn4j.bench.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Results as comma-separated values, as RFC 4180 has them: a head, a record for each line of the
 * table, ends of lines as CR LF, quotes around what needs them. Numbers are in full; what was not
 * measured is empty.
 */
public final class Csv {
  private static final List<String> HEAD =
      List.of(
          "case",
          "contestant",
          "forks",
          "median_ns",
          "min_ns",
          "max_ns",
          "gigaflops",
          "share_of_peak",
          "per_second",
          "unit",
          "ratio_median",
          "ratio_min",
          "ratio_max",
          "memory_bytes",
          "distance",
          "flops",
          "moved_bytes");

  private Csv() {}

  /** The whole file. */
  public static String of(ResultsFile results) {
    StringBuilder text = new StringBuilder(line(HEAD));
    results.results().forEach(line -> text.append(line(cells(line))));
    return text.toString();
  }

  private static List<String> cells(Line line) {
    Spread times = line.times();
    Spread ratio = line.timesAsFast();
    Line.Speed speed = line.speed();
    List<String> cells = new ArrayList<>(List.of(line.row(), line.contestant()));
    cells.add(String.valueOf(line.forks().size()));
    cells.addAll(numbers(times.median(), times.min(), times.max()));
    cells.addAll(numbers(speed.gigaflops(), speed.shareOfPeak(), speed.perSecond()));
    cells.add(speed.perSecond() == null ? "" : speed.unit());
    cells.addAll(
        ratio == null
            ? numbers(null, null, null)
            : numbers(ratio.median(), ratio.min(), ratio.max()));
    cells.addAll(numbers(line.bytes(), line.distance()));
    cells.addAll(numbers(counted(line.work().flops()), counted(line.work().bytes())));
    return cells;
  }

  private static @Nullable Double counted(double amount) {
    return amount > 0 ? (Double) amount : null;
  }

  private static List<String> numbers(@Nullable Double... values) {
    List<String> cells = new ArrayList<>();
    for (Double value : values) {
      cells.add(value == null ? "" : String.valueOf(value));
    }
    return cells;
  }

  private static String line(List<String> cells) {
    return cells.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
