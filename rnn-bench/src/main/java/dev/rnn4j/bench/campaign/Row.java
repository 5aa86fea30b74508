package dev.rnn4j.bench.campaign;

import java.util.List;

/** One row of the table: something that every contestant is timed at. */
public interface Row {
  /** Name of the row with the FMA peak, the yardstick of all dense products. */
  String PEAK = "fma peak";

  /** Name of the row that reads what the caches of a core hold. */
  String CACHE = "read 512 KiB";

  /** Name of the row that reads what no cache holds. */
  String MEMORY = "read 256 MiB";

  /** Whether this is a limit of the hardware, which filters never leave out. */
  default boolean isYardstick() {
    return isYardstick(name());
  }

  /** Whether a row of that name is a limit of the hardware. */
  static boolean isYardstick(String name) {
    return List.of(PEAK, CACHE, MEMORY).contains(name);
  }

  /** Name in the table, and what filters look at. */
  String name();

  /** What one run gets done. */
  Work work();

  /**
   * What one run gets done.
   *
   * @param flops floating-point operations of its dense products, whether or not a contestant finds
   *     a way around some of them; 0 if there are none
   * @param bytes that it has to read and write for these operations, in whatever level of memory
   *     they lie: each operand once, but a recurrent weight once a step; 0 if that is not counted
   * @param count how many of the unit
   * @param unit "tokens", "elements", or empty if there is nothing to count
   */
  record Work(double flops, double bytes, double count, String unit) {
    /** Nothing whose speed could be given. */
    public static final Work UNCOUNTED = new Work(0, 0, 0, "");

    /** A dense product. */
    public static Work flops(double flops) {
      return new Work(flops, 0, 0, "");
    }

    /** A step of a model. */
    public static Work tokens(double tokens, double flops) {
      return new Work(flops, 0, tokens, "tokens");
    }

    /** A pass over an array. */
    public static Work elements(double elements) {
      return new Work(0, 0, elements, "elements");
    }

    /** A pass that does nothing but read. */
    public static Work reads(double bytes) {
      return new Work(0, bytes, bytes, "bytes");
    }

    /** {@return the same, with the bytes counted} */
    public Work moving(double number) {
      return new Work(flops, number, count, unit);
    }
  }
}
