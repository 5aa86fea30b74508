package dev.rnn4j.bench.peers;

import dev.rnn4j.bench.Machine;
import dev.rnn4j.bench.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** All that was measured, and why what is missing is missing. */
final class PeerResults {
  private static final double BYTES_PER_KILOBYTE = 1024;

  private final List<PeerTask> tasks;
  private final double load = Machine.load();
  private final Map<PeerTask, Map<PeerEngine, List<PeerSample>>> samples = new LinkedHashMap<>();
  private final Map<PeerTask, Map<PeerEngine, Double>> distances = new LinkedHashMap<>();
  private final Map<PeerEngine, String> descriptions = new EnumMap<>(PeerEngine.class);
  private final Map<PeerEngine, Map<String, List<String>>> notes = new EnumMap<>(PeerEngine.class);
  private final List<Double> peaks = new ArrayList<>();

  PeerResults(List<PeerTask> tasks) {
    this.tasks = List.copyOf(tasks);
  }

  /** How busy the machine was before. */
  double load() {
    return load;
  }

  List<PeerTask> tasks() {
    return tasks;
  }

  void describe(PeerEngine engine, String description) {
    descriptions.put(engine, description);
  }

  /** What the engines that could be started call themselves. */
  Map<PeerEngine, String> descriptions() {
    return descriptions;
  }

  /** Something to say about an engine in general, where {@code where} is empty, or in a case. */
  void note(PeerEngine engine, String where, String text) {
    List<String> places =
        notes
            .computeIfAbsent(engine, e -> new LinkedHashMap<>())
            .computeIfAbsent(text, t -> new ArrayList<>());
    if (!where.isEmpty() && !places.contains(where)) {
      places.add(where);
    }
  }

  /** Per engine, what there is to say, and about which cases. */
  Map<PeerEngine, Map<String, List<String>>> notes() {
    return notes;
  }

  void add(PeerTask task, PeerEngine engine, PeerSample sample) {
    samples
        .computeIfAbsent(task, t -> new EnumMap<>(PeerEngine.class))
        .computeIfAbsent(engine, e -> new ArrayList<>())
        .add(sample);
  }

  void distance(PeerTask task, PeerEngine engine, double distance) {
    distances.computeIfAbsent(task, t -> new EnumMap<>(PeerEngine.class)).put(engine, distance);
  }

  /** How far an engine's output was from the reference's. */
  OptionalDouble distance(PeerTask task, PeerEngine engine) {
    Double distance = distances.getOrDefault(task, Map.of()).get(engine);
    return distance == null ? OptionalDouble.empty() : OptionalDouble.of(distance);
  }

  /** In the order of the rounds; empty if nothing was measured. */
  List<PeerSample> samples(PeerTask task, PeerEngine engine) {
    return samples.getOrDefault(task, Map.of()).getOrDefault(engine, List.of());
  }

  /** The engines that measured anything at all. */
  List<PeerEngine> engines() {
    return List.of(PeerEngine.values()).stream()
        .filter(e -> samples.values().stream().anyMatch(of -> of.containsKey(e)))
        .toList();
  }

  /** Median over the rounds. */
  OptionalDouble nanos(PeerTask task, PeerEngine engine) {
    return median(samples(task, engine).stream().map(PeerSample::nanos).toList());
  }

  /** Median over the rounds, in bytes. */
  OptionalDouble bytes(PeerTask task, PeerEngine engine) {
    return median(
        samples(task, engine).stream()
            .filter(s -> s.kilobytes() > 0)
            .map(s -> s.kilobytes() * BYTES_PER_KILOBYTE)
            .toList());
  }

  private static OptionalDouble median(List<Double> values) {
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Spread.of(values).median());
  }

  /** The fastest engine but ours. */
  Optional<PeerEngine> best(PeerTask task) {
    Optional<PeerEngine> best = Optional.empty();
    double least = Double.MAX_VALUE;
    for (PeerEngine engine : engines()) {
      double nanos = nanos(task, engine).orElse(Double.MAX_VALUE);
      if (engine != PeerEngine.RNN4J && nanos < least) {
        least = nanos;
        best = Optional.of(engine);
      }
    }
    return best;
  }

  /**
   * How many times faster ours is than another. Samples of the same round are compared, which were
   * taken one after the other: a machine that is slow for a while is slow for both.
   */
  Optional<Spread> timesFasterThan(PeerTask task, PeerEngine other) {
    List<PeerSample> ours = samples(task, PeerEngine.RNN4J);
    List<PeerSample> theirs = samples(task, other);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      double oursNanos = ours.get(i).nanos();
      double theirsNanos = theirs.get(i).nanos();
      if (oursNanos > 0 && theirsNanos > 0) { // who needs no warming up has no ratio
        ratios.add(theirsNanos / oursNanos);
      }
    }
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }

  void addPeak(double gigaflops) {
    peaks.add(gigaflops);
  }

  /** The best FMA peak of any round, in GFLOP/s. */
  OptionalDouble peak() {
    return peaks.stream().mapToDouble(Double::doubleValue).max();
  }
}
