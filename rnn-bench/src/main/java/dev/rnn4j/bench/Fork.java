package dev.rnn4j.bench;

import java.util.List;

/**
 * What one fresh JVM measured.
 *
 * @param nanos time of a call, per iteration
 * @param bytes bytes allocated by a call, per iteration; JMH's own few are among them
 */
record Fork(List<Double> nanos, List<Double> bytes) {
  Fork {
    nanos = List.copyOf(nanos);
    bytes = List.copyOf(bytes);
  }

  double medianNanos() {
    return Spread.of(nanos).median();
  }
}
