package dev.rnn4j.bench.campaign;

/** One row of the table: something that every contestant is timed at. */
public interface Row {
  /** Name of the row with the FMA peak, the yardstick of all dense products. */
  String PEAK = "fma peak";

  /** Name in the table, and what filters look at. */
  String name();

  /** What one run gets done. */
  Work work();

  /**
   * What one run gets done.
   *
   * @param flops floating-point operations of its dense products, whether or not a contestant finds
   *     a way around some of them; 0 if there are none
   * @param count how many of the unit
   * @param unit "tokens", "elements", or empty if there is nothing to count
   */
  record Work(double flops, double count, String unit) {
    /** Nothing whose speed could be given. */
    public static final Work UNCOUNTED = new Work(0, 0, "");

    /** A dense product. */
    public static Work flops(double flops) {
      return new Work(flops, 0, "");
    }

    /** A step of a model. */
    public static Work tokens(double tokens, double flops) {
      return new Work(flops, tokens, "tokens");
    }

    /** A pass over an array. */
    public static Work elements(double elements) {
      return new Work(0, elements, "elements");
    }
  }
}
