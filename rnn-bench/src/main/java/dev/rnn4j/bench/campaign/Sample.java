package dev.rnn4j.bench.campaign;

import java.util.List;

/**
 * What one fresh JVM measured.
 *
 * @param nanos time of a run, as often as it was taken; once or more
 * @param bytes memory, in the sense the report gives it; NaN if unknown
 */
public record Sample(List<Double> nanos, double bytes) {
  public Sample {
    nanos = List.copyOf(nanos);
  }

  /** {@return the middle of the times} */
  public double median() {
    return Spread.of(nanos).median();
  }
}
