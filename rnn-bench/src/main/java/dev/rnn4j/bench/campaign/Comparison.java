package dev.rnn4j.bench.campaign;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two runs of the same kind on the same machine, A and B: how many times as fast as A B is. The
 * runs were not side by side, so forks cannot be paired: the range of a ratio is that of any fork
 * of A with any of B. A change is marked where no fork of one run is as fast as one of the other.
 */
public final class Comparison {
  /** What must be the same, or the numbers are of different things. */
  private static final List<String> SAME =
      List.of("processor", "cores", "system", ResultsFile.THREADS);

  /** What may differ, as it may be what is compared, but has to be said. */
  private static final List<String> SAID = List.of("java", "effort");

  private final String nameA;
  private final String nameB;
  private final ResultsFile a;
  private final ResultsFile b;

  private Comparison(String nameA, ResultsFile a, String nameB, ResultsFile b) {
    this.nameA = nameA;
    this.nameB = nameB;
    this.a = a;
    this.b = b;
  }

  /**
   * Reads both.
   *
   * @throws MeasurementException if one cannot be read, or they cannot be compared
   */
  public static Comparison of(Path fileA, Path fileB) throws MeasurementException {
    ResultsFile a = ResultsFile.read(fileA);
    ResultsFile b = ResultsFile.read(fileB);
    Comparison comparison = new Comparison(fileA.toString(), a, fileB.toString(), b);
    comparison.requireComparable();
    return comparison;
  }

  private void requireComparable() throws MeasurementException {
    String both = nameA + " and " + nameB + " cannot be compared: ";
    if (!a.ratio().equals(b.ratio())) {
      throw new MeasurementException(
          both + "one is of kernels (rnn bench), the other of engines (rnn bench --peers)");
    }
    List<String> differences = differences(SAME);
    if (!differences.isEmpty()) {
      throw new MeasurementException(both + String.join("; ", differences));
    }
    if (a.results().stream().noneMatch(line -> counts(line) && isIn(b, line))) {
      throw new MeasurementException(both + "they have no case of the same kernels in common");
    }
  }

  /** Limits of the hardware are shown, but are nobody's doing. */
  private static boolean counts(Line line) {
    return !Row.isYardstick(line.row());
  }

  private static boolean isIn(ResultsFile results, Line line) {
    return results.line(line.row(), line.contestant()) != null;
  }

  private List<String> differences(List<String> names) {
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      if (!a.about(name).equals(b.about(name))) {
        differences.add(
            name + " is \"" + a.about(name) + "\" in A, but \"" + b.about(name) + "\" in B");
      }
    }
    return differences;
  }

  /** {@return those of one file that the other lacks, as "NN 1x800x200 (256 bits, 512 bits)"} */
  private static List<String> only(ResultsFile in, ResultsFile notIn) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (Line line : in.results()) {
      if (!isIn(notIn, line)) {
        rows.computeIfAbsent(line.row(), _ -> new ArrayList<>()).add(line.contestant());
      }
    }
    return rows.entrySet().stream()
        .map(row -> row.getKey() + " (" + String.join(", ", row.getValue()) + ")")
        .toList();
  }

  /** {@return the comparison for people} */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("A " + nameA + ", " + a.date());
    lines.add("B " + nameB + ", " + b.date());
    warn(lines);
    lines.add("");
    lines.addAll(table());
    lines.add("");
    lines.add("B/A: how many times as fast as A B is, the least/median/most of any two forks");
    lines.add("change: where the ranges of the forks do not touch");
    lines.add(Numbers.format("geometric mean of B/A: %.3f", mean()));
    missing(lines, "A", only(a, b));
    missing(lines, "B", only(b, a));
    return lines;
  }

  private void warn(List<String> lines) {
    differences(SAID).forEach(text -> lines.add("warning: " + text));
    if (a.smoke() || b.smoke()) {
      lines.add("warning: a smoke run is among them, its numbers mean nothing");
    }
    if (a.forks() < 2 || b.forks() < 2) {
      lines.add(
          "warning: of a single fork no spread is known, so no change is marked there; measure with"
              + " --forks 5");
    }
  }

  private static void missing(List<String> lines, String name, List<String> cases) {
    if (!cases.isEmpty()) {
      lines.add("only in " + name + ": " + String.join(", ", cases));
    }
  }

  private List<String> table() {
    TextTable table = new TextTable(2);
    table.row(List.of("case", "", "A", "spread", "B", "spread", "B/A", "change"));
    String last = "";
    for (Line before : a.results()) {
      Line after = b.line(before.row(), before.contestant());
      if (after != null) {
        String row = before.row().equals(last) ? "" : before.row();
        last = before.row();
        table.row(cells(row, before, after));
      }
    }
    return table.lines();
  }

  private static List<String> cells(String row, Line before, Line after) {
    boolean several = isSpread(before) && isSpread(after);
    Spread ratio = ratio(before.times(), after.times());
    boolean exists = Double.isFinite(ratio.max()) && ratio.min() > 0;
    return List.of(
        row,
        before.contestant(),
        Numbers.time(before.times().median()),
        isSpread(before) ? Numbers.around(before.times()) : "",
        Numbers.time(after.times().median()),
        isSpread(after) ? Numbers.around(after.times()) : "",
        exists ? Numbers.ratio(ratio, several) : "",
        !several || !exists ? "" : ratio.min() > 1 ? "faster" : ratio.max() < 1 ? "SLOWER" : "");
  }

  private static boolean isSpread(Line line) {
    return line.forks().size() > 1;
  }

  /** Who needs no warming up takes no time for it: then it is no number. */
  private static Spread ratio(Spread before, Spread after) {
    return new Spread(
        before.min() / after.max(), before.median() / after.median(), before.max() / after.min());
  }

  /** Of those whose ratio is a number. */
  private double mean() {
    return Math.exp(
        a.results().stream()
            .filter(Comparison::counts)
            .flatMap(before ->
                Stream.ofNullable(b.line(before.row(), before.contestant()))
                    .map(after -> before.times().median() / after.times().median()))
            .filter(ratio -> ratio > 0 && Double.isFinite(ratio))
            .mapToDouble(Math::log)
            .average()
            .orElse(Double.NaN));
  }
}
