package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Campaign;
import dev.rnn4j.bench.campaign.Numbers;
import dev.rnn4j.bench.campaign.Results;
import dev.rnn4j.bench.campaign.Sample;
import dev.rnn4j.bench.campaign.Spread;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the fastest blocking of products, one number after the other, each with the best of those
 * before: numbers that have little to do with each other need no grid.
 */
final class Tuning {
  /** A number that wins by less has won by chance. */
  private static final double GAIN = 1.01;

  private static final List<String> BY_WEIGHTS =
      List.of("NN 20x2600x650", "NN 64x4096x1024", "NN 700x800x200", "NT 700x10000x200");

  private static final List<String> OUTER =
      List.of("TN 200x800x700", "TN 650x2600x700", "TN 200x10000x700", "TN 10000x200x700");

  /** What is measured, in this order. */
  static final List<Step> STEPS =
      List.of(
          new Step("kc", List.of("256", "512", "1024"), BY_WEIGHTS),
          new Step("mc", List.of("48", "96", "192"), BY_WEIGHTS),
          new Step("pack", List.of("512", "never"), BY_WEIGHTS),
          new Step("outer-kc", List.of("352", "704", "1408"), OUTER),
          new Step("outer-mc", List.of("192", "256", "384"), OUTER),
          new Step("outer-nc", List.of("256", "512", "1024"), OUTER),
          new Step("outer-pack", List.of("0", "1"), OUTER));

  /** One candidate, to show that it runs. */
  static final List<Step> SMOKE =
      List.of(new Step("mc", List.of("32"), List.of(BY_WEIGHTS.getFirst())));

  private final Map<String, String> row = new LinkedHashMap<>();
  private final Map<String, String> changes = new LinkedHashMap<>();
  private final List<Step> steps;
  private final int forks;
  private final Campaign.Measurer<BenchCase, Implementation> measurer;
  private final PrintStream progress;
  private boolean failed;

  /**
   * A number and what to try.
   *
   * @param key as the property calls it
   * @param values to be compared with the one in use
   * @param products names of cases that depend on it
   */
  record Step(String key, List<String> values, List<String> products) {}

  /**
   * A search.
   *
   * @param inUse {@link dev.rnn4j.core.kernel.Kernels#tuning()} of the kernels to start with
   * @param forks how often each candidate is measured
   */
  Tuning(
      String inUse,
      List<Step> steps,
      int forks,
      Campaign.Measurer<BenchCase, Implementation> measurer,
      PrintStream progress) {
    this.steps = steps;
    this.forks = forks;
    this.measurer = measurer;
    this.progress = progress;
    for (String part : inUse.replaceFirst("^[^:]*: ", "").split(",", -1)) {
      row.put(part.replaceFirst("=.*", ""), part.replaceFirst(".*=", ""));
    }
  }

  List<Step> steps() {
    return steps;
  }

  /** Whether something could not be measured. */
  boolean hasFailed() {
    return failed;
  }

  private static String text(Map<String, String> numbers) {
    return numbers.entrySet().stream()
        .map(number -> number.getKey() + "=" + number.getValue())
        .collect(Collectors.joining(","));
  }

  /** The changes up to now and another one. */
  private Implementation with(String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(changes);
    changed.put(key, value);
    return Implementation.tuned(text(changed));
  }

  /** Measures a number and keeps the best. */
  List<String> take(Step step) {
    Implementation base = Implementation.tuned(text(changes));
    Map<String, Implementation> candidates = new LinkedHashMap<>();
    step.values().stream()
        .filter(value -> !value.equals(row.get(step.key())))
        .forEach(value -> candidates.put(value, with(step.key(), value)));
    Map<String, List<Sample>> samples = measure(step, base, List.copyOf(candidates.values()));
    List<String> lines = new ArrayList<>();
    String best = "";
    double gain = GAIN;
    for (Map.Entry<String, Implementation> candidate : candidates.entrySet()) {
      List<Double> ratios = ratios(step, samples, base, candidate.getValue());
      double mean =
          Math.exp(
              ratios.stream().mapToDouble(Math::log).average().orElse(Double.NEGATIVE_INFINITY));
      lines.add(line(step, candidate.getKey(), mean, ratios));
      if (mean > gain) {
        gain = mean;
        best = candidate.getKey();
      }
    }
    if (!best.isEmpty()) {
      changes.put(step.key(), best);
      row.put(step.key(), best);
    }
    return lines;
  }

  private Map<String, List<Sample>> measure(
      Step step, Implementation base, List<Implementation> candidates) {
    List<BenchCase> cases = step.products().stream().map(BenchCases::of).toList();
    List<Implementation> all = Stream.concat(Stream.of(base), candidates.stream()).toList();
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    Results results = new Results(cases, base.toString(), false);
    Campaign<BenchCase, Implementation> campaign = new Campaign<>(results, cases, all, progress);
    campaign.measure(
        forks,
        (product, implementation) -> {
          Sample sample = measurer.measure(product, implementation);
          samples
              .computeIfAbsent(key(product.name(), implementation), _ -> new ArrayList<>())
              .add(sample);
          return sample;
        });
    failed |= campaign.hasFailed();
    return samples;
  }

  private static String key(String product, Implementation implementation) {
    return product + " of " + implementation;
  }

  /** How many times as fast as the base, product by product. */
  private static List<Double> ratios(
      Step step, Map<String, List<Sample>> samples, Implementation base, Implementation other) {
    List<Double> ratios = new ArrayList<>();
    for (String product : step.products()) {
      List<Sample> before = samples.getOrDefault(key(product, base), List.of());
      List<Sample> after = samples.getOrDefault(key(product, other), List.of());
      if (!before.isEmpty() && !after.isEmpty()) {
        ratios.add(median(before) / median(after));
      }
    }
    return ratios;
  }

  private static double median(List<Sample> samples) {
    return Spread.of(samples.stream().map(Sample::median).toList()).median();
  }

  private String line(Step step, String value, double mean, List<Double> ratios) {
    String number = step.key() + "=" + value;
    if (ratios.isEmpty()) {
      return Numbers.format("%-22s could not be measured", number);
    }
    Spread spread = Spread.of(ratios);
    return Numbers.format(
        "%-22s %.3f times as fast as with %s (%.3f to %.3f over %d products)",
        number,
        mean,
        row.getOrDefault(step.key(), "none"),
        spread.min(),
        spread.max(),
        ratios.size());
  }

  /** What to do with it. */
  String verdict() {
    return changes.isEmpty()
        ? "The numbers in use are the fastest here, or within 1% of it: " + text(row)
        : "Fastest here: "
            + text(row)
            + System.lineSeparator()
            + "To use them: -D"
            + Engine.BLOCKING_PROPERTY
            + "="
            + text(changes);
  }
}
