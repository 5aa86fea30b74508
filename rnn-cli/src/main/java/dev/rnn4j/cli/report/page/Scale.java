package dev.rnn4j.cli.report.page;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis: where values lie on it, and its ticks at round numbers.
 *
 * @param low the value at its beginning
 * @param high the value at its end, more than {@code low}
 * @param logarithmic whether equal factors are equally long; then both are positive
 * @param ticks within, ascending
 */
record Scale(double low, double high, boolean logarithmic, List<BigDecimal> ticks) {
  private static final double LARGEST = 1e300;
  private static final double SMALLEST = 1e-300;
  private static final double LEAST_SPREAD = 1e-6;
  private static final int TICKS = 5;
  private static final int MORE_TICKS = 7;
  private static final int LEAST_TICKS = 3;
  private static final int MAX_DECADES = 6;
  private static final double FEW_DECADES = 2.5;

  /** From {@code low} to {@code high}, with ticks where they fall. */
  static Scale exact(double low, double high) {
    double[] range = widened(low, high);
    List<BigDecimal> ticks = linearTicks(range[0], range[1], step(range[0], range[1], MORE_TICKS));
    return new Scale(range[0], range[1], false, ticks);
  }

  /** From a tick below {@code low} to one above {@code high}. */
  static Scale rounded(double low, double high) {
    double[] range = widened(low, high);
    BigDecimal step = step(range[0], range[1], TICKS);
    double size = step.doubleValue();
    double from = Math.floor(range[0] / size + LEAST_SPREAD) * size;
    double to = Math.ceil(range[1] / size - LEAST_SPREAD) * size;
    return new Scale(from, to, false, linearTicks(from, to, step));
  }

  /** Logarithmic, a little beyond both ends. */
  static Scale logarithmic(double low, double high) {
    double from = low / 1.1;
    double to = high * 1.1;
    List<BigDecimal> ticks = decades(from, to);
    boolean few = ticks.size() < LEAST_TICKS;
    return new Scale(from, to, true, few ? linearTicks(from, to, step(from, to, TICKS)) : ticks);
  }

  /** A range that has a length; equal ends get a value in their middle. */
  private static double[] widened(double low, double high) {
    double size = Math.max(Math.abs(low), Math.abs(high));
    if (high - low > Math.max(LEAST_SPREAD * size, SMALLEST)) {
      return new double[] {low, high};
    }
    double half = size < SMALLEST ? 1 : size / 10;
    return new double[] {low - half, high + half};
  }

  /** 1, 2 or 5 times a power of ten. */
  private static BigDecimal step(double low, double high, int ticks) {
    double wanted = (high - low) / ticks;
    int exponent = (int) Math.floor(Math.log10(wanted));
    double digit = wanted / Math.pow(10, exponent);
    int round = digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10;
    return BigDecimal.valueOf(round).scaleByPowerOfTen(exponent);
  }

  private static List<BigDecimal> linearTicks(double low, double high, BigDecimal step) {
    double size = step.doubleValue();
    List<BigDecimal> ticks = new ArrayList<>();
    long last = (long) Math.floor(high / size + LEAST_SPREAD);
    for (long k = (long) Math.ceil(low / size - LEAST_SPREAD); k <= last; k++) {
      ticks.add(step.multiply(BigDecimal.valueOf(k)));
    }
    return ticks;
  }

  /** Powers of ten, with 2 and 5 times them if they are few, every n-th if they are many. */
  private static List<BigDecimal> decades(double low, double high) {
    int first = (int) Math.floor(Math.log10(low));
    int last = (int) Math.ceil(Math.log10(high));
    double length = Math.log10(high) - Math.log10(low);
    int every = (int) (length / MAX_DECADES) + 1;
    List<BigDecimal> powers = decades(low, high, first, last, every, 1);
    boolean few = length < FEW_DECADES || powers.size() < LEAST_TICKS;
    return few ? decades(low, high, first, last, 1, 1, 2, 5) : powers;
  }

  private static List<BigDecimal> decades(
      double low, double high, int first, int last, int every, int... digits) {
    List<BigDecimal> ticks = new ArrayList<>();
    for (int exponent = Math.floorDiv(first, every) * every; exponent <= last; exponent += every) {
      for (int digit : digits) {
        BigDecimal tick = BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
        if (tick.doubleValue() >= low && tick.doubleValue() <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** Where a value lies, 0 at the beginning and 1 at the end. */
  double at(double value) {
    return logarithmic
        ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
        : (value - low) / (high - low);
  }

  /** Whether a value can be drawn on such an axis: beyond, differences would be infinite. */
  static boolean holds(double value, boolean logarithmic) {
    return Math.abs(value) <= LARGEST && (!logarithmic || value >= SMALLEST);
  }
}
