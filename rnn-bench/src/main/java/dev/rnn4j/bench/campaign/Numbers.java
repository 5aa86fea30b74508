package dev.rnn4j.bench.campaign;

import java.util.Locale;

/** Numbers for people, the same in every country. */
public final class Numbers {
  private static final double THOUSAND = 1000;

  private Numbers() {}

  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** A duration with three digits, such as "12.3 us". */
  public static String time(double nanos) {
    String[] units = {"ns", "us", "ms", "s"};
    double value = nanos;
    int unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= THOUSAND;
      unit++;
    }
    return threeDigits(value) + " " + units[unit];
  }

  /** Such as "2.31 G". */
  public static String big(double count) {
    String[] prefixes = {"", "k", "M", "G", "T"};
    double value = count;
    int prefix = 0;
    while (value >= 999.5 && prefix < prefixes.length - 1) {
      value /= THOUSAND;
      prefix++;
    }
    return prefix == 0 ? format("%.0f", value) : threeDigits(value) + " " + prefixes[prefix];
  }

  /** "9.8", or "9.1/9.8/10.4" if there is a spread. */
  public static String ratio(Spread spread, boolean several) {
    String median = threeDigits(spread.median());
    return several
        ? threeDigits(spread.min()) + "/" + median + "/" + threeDigits(spread.max())
        : median;
  }

  /** How far from the median the smallest and the largest are, such as "-1% +4%". */
  public static String around(Spread spread) {
    double below = 100 * (1 - spread.min() / spread.median());
    double above = 100 * (spread.max() / spread.median() - 1);
    return spread.median() > 0 ? format("-%.0f%% +%.0f%%", below, above) : "";
  }

  private static String threeDigits(double value) {
    if (value >= 99.95) {
      return format("%.0f", value);
    }
    return format(value >= 9.995 ? "%.1f" : "%.2f", value);
  }
}
