package dev.rnn4j.bench;

import java.util.Map;

/**
 * One row of the table: a benchmark method with its parameters.
 *
 * @param name for people, and what --filter looks at
 * @param benchmark the JMH class
 * @param method its method
 * @param parameters values of its fields annotated with Param
 * @param work what one call gets done
 * @param quick whether it is part of a quick run
 */
record BenchCase(
    String name,
    Class<?> benchmark,
    String method,
    Map<String, String> parameters,
    Work work,
    boolean quick) {
  private static final double SLOW_FLOPS = 4e8;

  /** Whether one call takes the scalar kernels a good part of a second, or more. */
  boolean slow() {
    return work.flops() > SLOW_FLOPS;
  }

  /** Whether this is the yardstick of the others. */
  boolean isPeak() {
    return benchmark == FmaPeakBenchmark.class;
  }

  /** Whether there is anything to measure; there is no peak of scalar kernels. */
  boolean suits(Implementation implementation) {
    return !isPeak() || !implementation.isScalar();
  }

  /** What one call does with this implementation on so many threads. */
  Work work(Implementation implementation, int threads) {
    return isPeak() ? Work.flops(threads * FmaPeakBenchmark.flops(implementation.bits())) : work;
  }

  BenchCase onlyInFullRuns() {
    return new BenchCase(name, benchmark, method, parameters, work, false);
  }
}
