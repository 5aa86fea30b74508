package dev.rnn4j.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One case on one implementation.
 *
 * @param work what one call gets done
 * @param forks in the order of the rounds, 1 or more
 */
record Measurement(Work work, List<Fork> forks) {
  Measurement {
    forks = List.copyOf(forks);
  }

  /** Median over the forks of the median of each. */
  double nanos() {
    return Spread.of(forks.stream().map(Fork::medianNanos).toList()).median();
  }

  /** The fastest iteration of all. */
  double leastNanos() {
    return Spread.of(forks.stream().flatMap(fork -> fork.nanos().stream()).toList()).min();
  }

  /** Whether the JVM could tell what was allocated. */
  boolean hasBytes() {
    return forks.stream().noneMatch(fork -> fork.bytes().isEmpty());
  }

  /** Bytes a call allocates. */
  double bytes() {
    return Spread.of(forks.stream().flatMap(fork -> fork.bytes().stream()).toList()).median();
  }

  /**
   * How many times faster than another. Forks of the same round are compared, which ran one after
   * the other: a machine that is slow for a while is slow for both.
   */
  Spread timesFasterThan(Measurement other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(forks.size(), other.forks.size()); i++) {
      ratios.add(other.forks.get(i).medianNanos() / forks.get(i).medianNanos());
    }
    return Spread.of(ratios);
  }
}
