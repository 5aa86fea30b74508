package dev.rnn4j.bench.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All that was measured, and why what is missing is missing. Contestants go by their names. */
public final class Results {
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<Row> rows;
  private final Ratio ratio;
  private final Map<Row, Map<String, List<Sample>>> samples = new LinkedHashMap<>();
  private final Map<Row, Map<String, Double>> distances = new LinkedHashMap<>();
  private final Map<String, String> descriptions = new LinkedHashMap<>();
  private final Map<String, Map<String, List<String>>> notes = new LinkedHashMap<>();

  /**
   * No results yet.
   *
   * @param rows in the order of the table
   * @param base the contestant all others are compared with
   * @param baseAgainstOthers whether ratios say how many times as fast the base is as each other
   *     one, or each other one as the base
   */
  public Results(List<? extends Row> rows, String base, boolean baseAgainstOthers) {
    this.rows = List.copyOf(rows);
    ratio = new Ratio(base, baseAgainstOthers);
  }

  /**
   * What ratios are.
   *
   * @param base the contestant all others are compared with
   * @param ofBase whether they say how many times as fast the base is, or each other one
   */
  public record Ratio(String base, boolean ofBase) {
    /** {@return what they are, for people} */
    public String title() {
      return ofBase ? base + " is so many times as fast" : "times as fast as " + base;
    }
  }

  /** {@return what the ratios are} */
  Ratio ratio() {
    return ratio;
  }

  /** Keeps what a contestant calls itself. */
  public void describe(String contestant, String description) {
    descriptions.put(contestant, description);
  }

  Map<String, String> descriptions() {
    return descriptions;
  }

  /** Something to say about a contestant in general, where {@code row} is empty, or in a row. */
  public void note(String contestant, String row, String text) {
    List<String> places =
        notes
            .computeIfAbsent(contestant, _ -> new LinkedHashMap<>())
            .computeIfAbsent(text, _ -> new ArrayList<>());
    if (!row.isEmpty() && !places.contains(row)) {
      places.add(row);
    }
  }

  /** {@return per contestant, what there is to say, and about which rows} */
  Map<String, Map<String, List<String>>> notes() {
    return notes;
  }

  /** Adds what a round measured. */
  public void add(Row row, String contestant, Sample sample) {
    samples
        .computeIfAbsent(row, _ -> new LinkedHashMap<>())
        .computeIfAbsent(contestant, _ -> new ArrayList<>())
        .add(sample);
  }

  /** Keeps how far a contestant's output was from the reference's. */
  public void distance(Row row, String contestant, double distance) {
    distances.computeIfAbsent(row, _ -> new LinkedHashMap<>()).put(contestant, distance);
  }

  /** In the order of the rounds; empty if nothing was measured. */
  private List<Sample> samples(Row row, String contestant) {
    return samples.getOrDefault(row, Map.of()).getOrDefault(contestant, List.of());
  }

  /** {@return row by row, of each the base first and then the others, the fastest first} */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      samples.getOrDefault(row, Map.of()).keySet().stream()
          .map(contestant -> line(row, contestant))
          .sorted(
              Comparator.<Line, Boolean>comparing(line -> !line.contestant().equals(ratio.base()))
                  .thenComparingDouble(line -> line.speed().medianNanos()))
          .forEach(lines::add);
    }
    return lines;
  }

  private Line line(Row row, String contestant) {
    List<Sample> forks = samples(row, contestant);
    List<Double> bytes = forks.stream().map(Sample::bytes).filter(b -> !Double.isNaN(b)).toList();
    return new Line(
        row.name(),
        contestant,
        speed(row.work(), Spread.of(forks.stream().map(Sample::median).toList()).median()),
        contestant.equals(ratio.base()) ? null : ratio(row, contestant),
        bytes.isEmpty() ? null : Spread.of(bytes).median(),
        distances.getOrDefault(row, Map.of()).get(contestant),
        forks,
        row.work());
  }

  private Line.Speed speed(Row.Work work, double nanos) {
    Double gigaflops = work.flops() > 0 ? (Double) (work.flops() / nanos) : null;
    return new Line.Speed(
        nanos,
        gigaflops,
        gigaflops == null || peak().isEmpty() ? null : gigaflops / peak().getAsDouble(),
        work.count() > 0 ? (Double) (work.count() / nanos * NANOS_PER_SECOND) : null,
        work.unit());
  }

  /**
   * How many times as fast. Samples of the same round are compared, which were taken one after the
   * other: a machine that is slow for a while is slow for both.
   */
  private @Nullable Spread ratio(Row row, String other) {
    List<Sample> fast = samples(row, ratio.ofBase() ? ratio.base() : other);
    List<Sample> slow = samples(row, ratio.ofBase() ? other : ratio.base());
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(fast.size(), slow.size()); i++) {
      double numerator = slow.get(i).median();
      double denominator = fast.get(i).median();
      if (numerator > 0 && denominator > 0) { // who needs no warming up has no ratio
        ratios.add(numerator / denominator);
      }
    }
    return ratios.isEmpty() ? null : Spread.of(ratios);
  }

  /** {@return the best FMA peak of a core that was measured, in GFLOP/s} */
  OptionalDouble peak() {
    return best(Row.PEAK, Row.Work::flops);
  }

  /** {@return how fast a core reads at best what lies where, in GB/s, as far as it was measured} */
  Map<String, Double> reads() {
    Map<String, Double> reads = new LinkedHashMap<>();
    for (String name : List.of(Row.CACHE, Row.MEMORY)) {
      best(name, Row.Work::bytes).ifPresent(best -> reads.put(name, best));
    }
    return reads;
  }

  private OptionalDouble best(String name, ToDoubleFunction<Row.Work> amount) {
    Optional<Row> row = rows.stream().filter(r -> r.name().equals(name)).findFirst();
    return row.stream()
        .flatMap(r -> samples.getOrDefault(r, Map.of()).values().stream())
        .flatMap(List::stream)
        .flatMap(sample -> sample.nanos().stream())
        .mapToDouble(nanos -> amount.applyAsDouble(row.orElseThrow().work()) / nanos)
        .max();
  }
}
