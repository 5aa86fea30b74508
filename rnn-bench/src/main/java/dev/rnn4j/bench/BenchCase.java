package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Row;

/**
 * One row of the table: an operation on seeded data.
 *
 * @param name for people, and what --filter looks at
 * @param work what one call gets done
 * @param inPlace whether it replaces what it reads, which is put back before every call
 * @param quick whether it is part of a quick run
 * @param maker makes the data
 */
record BenchCase(String name, Work work, boolean inPlace, boolean quick, Maker maker)
    implements Row {
  private static final double SLOW_FLOPS = 4e8;

  /** Makes an operation in the JVM that measures it. */
  interface Maker {
    Operation make(Engine engine);
  }

  Operation prepare(Engine engine) {
    return maker.make(engine);
  }

  /** Whether one call takes the scalar kernels a good part of a second, or more. */
  boolean isSlow() {
    return work.flops() > SLOW_FLOPS;
  }

  /** Whether there is anything to measure; there are no limits of scalar kernels. */
  boolean suits(Implementation implementation) {
    return !isYardstick() || !implementation.isScalar();
  }

  /** The method of JMH that times it. */
  String method() {
    Class<?> type = inPlace ? OperationBenchmark.InPlace.class : OperationBenchmark.class;
    return type.getCanonicalName() + ".run";
  }

  BenchCase onlyInFullRuns() {
    return new BenchCase(name, work, inPlace, false, maker);
  }
}
