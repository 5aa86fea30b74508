package dev.rnn4j.bench.campaign;

import java.util.List;

/**
 * Smallest, middle and largest of some values.
 *
 * @param min the smallest
 * @param median the middle one, or the mean of the two in the middle
 * @param max the largest
 */
public record Spread(double min, double median, double max) {
  /** Of one value or more. */
  public static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    return new Spread(sorted.getFirst(), median, sorted.getLast());
  }
}
