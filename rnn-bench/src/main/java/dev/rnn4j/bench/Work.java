package dev.rnn4j.bench;

/**
 * What one call of a benchmark gets done.
 *
 * @param unit what its speed is counted in
 * @param amount how many of them
 * @param flops floating-point operations of dense products; 0 if there are none
 */
record Work(Unit unit, double amount, double flops) {
  /** What speed is counted in. */
  enum Unit {
    GFLOPS("GFLOP/s"),
    ELEMENTS("elements/s"),
    TOKENS("tokens/s");

    private final String label;

    Unit(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  static Work flops(double flops) {
    return new Work(Unit.GFLOPS, flops / 1e9, flops);
  }

  static Work elements(double count) {
    return new Work(Unit.ELEMENTS, count, 0);
  }

  static Work tokens(double count, double flops) {
    return new Work(Unit.TOKENS, count, flops);
  }

  /** Units per second if a call takes so long. */
  double rate(double nanos) {
    return amount / nanos * 1e9;
  }

  /** GFLOP/s of the dense products if a call takes so long. */
  double gigaflops(double nanos) {
    return flops / nanos;
  }
}
