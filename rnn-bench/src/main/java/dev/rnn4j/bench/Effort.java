package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Numbers;

/**
 * How long to measure.
 *
 * @param forks fresh JVMs per case and implementation
 * @param warmups iterations that do not count
 * @param iterations iterations that count
 * @param millis least length of an iteration; at least one call is made
 * @param compileMillis longest wait for vector code to be compiled, before all that
 */
record Effort(int forks, int warmups, int iterations, int millis, int compileMillis) {
  /** Five forks: the compiler's result may differ from fork to fork. */
  static final Effort FULL = new Effort(5, 5, 5, 200, 20_000);

  static final Effort QUICK = new Effort(1, 3, 5, 80, 10_000);

  /** Proves that the benchmarks run, and nothing else. */
  static final Effort SMOKE = new Effort(1, 0, 1, 5, 0);

  private static final int SLOW_WARMUPS = 1;
  private static final int SLOW_ITERATIONS = 2;

  Effort withForks(int number) {
    return new Effort(number, warmups, iterations, millis, compileMillis);
  }

  /** The effort for one case: less for scalar ones of which one call is a long iteration. */
  Effort of(BenchCase benchCase, Implementation implementation) {
    if (!benchCase.isSlow() || !implementation.isScalar()) {
      return this;
    }
    return new Effort(
        forks,
        Math.min(warmups, SLOW_WARMUPS),
        Math.min(iterations, SLOW_ITERATIONS),
        millis,
        compileMillis);
  }

  String description() {
    return Numbers.format(
        "%d %s of %d x %d ms after %d x %d ms of warm-up; scalar cases that take long: %d calls"
            + " after %d",
        forks,
        forks == 1 ? "fork" : "forks",
        iterations,
        millis,
        warmups,
        millis,
        SLOW_ITERATIONS,
        SLOW_WARMUPS);
  }
}
