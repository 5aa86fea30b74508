package dev.rnn4j.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One row of the table: a case on every implementation that could be measured. */
final class CaseResult {
  private final BenchCase benchCase;
  private final Map<Implementation, Measurement> measurements = new LinkedHashMap<>();

  CaseResult(BenchCase benchCase) {
    this.benchCase = benchCase;
  }

  BenchCase benchCase() {
    return benchCase;
  }

  void put(Implementation implementation, Measurement measurement) {
    measurements.put(implementation, measurement);
  }

  Map<Implementation, Measurement> measurements() {
    return measurements;
  }

  Optional<Measurement> of(Implementation implementation) {
    return Optional.ofNullable(measurements.get(implementation));
  }
}
