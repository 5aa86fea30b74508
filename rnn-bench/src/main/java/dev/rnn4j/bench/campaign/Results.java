package dev.rnn4j.bench.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** All that was measured, and why what is missing is missing. Contestants go by their names. */
public final class Results {
  private final List<Row> rows;
  private final String base;
  private final Map<Row, Map<String, List<Sample>>> samples = new LinkedHashMap<>();
  private final Map<Row, Map<String, Double>> distances = new LinkedHashMap<>();
  private final Map<String, String> descriptions = new LinkedHashMap<>();
  private final Map<String, Map<String, List<String>>> notes = new LinkedHashMap<>();

  /**
   * No results yet.
   *
   * @param rows in the order of the table
   * @param base the contestant all others are compared with
   */
  public Results(List<? extends Row> rows, String base) {
    this.rows = List.copyOf(rows);
    this.base = base;
  }

  List<Row> rows() {
    return rows;
  }

  String base() {
    return base;
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

  Optional<Double> distance(Row row, String contestant) {
    return Optional.ofNullable(distances.getOrDefault(row, Map.of()).get(contestant));
  }

  /** {@return in the order of the rounds; empty if nothing was measured} */
  List<Sample> samples(Row row, String contestant) {
    return samples.getOrDefault(row, Map.of()).getOrDefault(contestant, List.of());
  }

  /** {@return the contestants that measured anything at all, the base first} */
  List<String> contestants() {
    return samples.values().stream()
        .flatMap(of -> of.keySet().stream())
        .distinct()
        .sorted(Comparator.comparing(c -> !c.equals(base)))
        .toList();
  }

  /** {@return the median over the rounds of the median of each} */
  OptionalDouble nanos(Row row, String contestant) {
    return median(samples(row, contestant).stream().map(Sample::median).toList());
  }

  /** {@return the median over the rounds} */
  OptionalDouble bytes(Row row, String contestant) {
    List<Double> bytes = samples(row, contestant).stream().map(Sample::bytes).toList();
    return median(bytes.stream().filter(b -> !Double.isNaN(b)).toList());
  }

  private static OptionalDouble median(List<Double> values) {
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Spread.of(values).median());
  }

  /** {@return the fastest contestant apart from the base} */
  public Optional<String> best(Row row) {
    return contestants().stream()
        .filter(c -> !c.equals(base) && nanos(row, c).isPresent())
        .min(Comparator.comparingDouble(c -> nanos(row, c).orElseThrow()));
  }

  /**
   * How many times as fast one contestant is as another. Samples of the same round are compared,
   * which were taken one after the other: a machine that is slow for a while is slow for both.
   */
  Optional<Spread> timesAsFast(Row row, String one, String other) {
    List<Sample> ours = samples(row, one);
    List<Sample> theirs = samples(row, other);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      double numerator = theirs.get(i).median();
      double denominator = ours.get(i).median();
      if (numerator > 0 && denominator > 0) { // who needs no warming up has no ratio
        ratios.add(numerator / denominator);
      }
    }
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }

  /** {@return the best FMA peak that was measured, in GFLOP/s} */
  OptionalDouble peak() {
    return rows.stream()
        .filter(row -> row.name().equals(Row.PEAK))
        .flatMap(row ->
            samples.getOrDefault(row, Map.of()).values().stream()
                .flatMap(List::stream)
                .map(s -> row.work().flops() / Spread.of(s.nanos()).min()))
        .mapToDouble(Double::doubleValue)
        .max();
  }
}
