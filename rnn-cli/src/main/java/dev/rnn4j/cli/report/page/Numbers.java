package dev.rnn4j.cli.report.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers on a page, the same in every country. */
public final class Numbers {
  /** What stands for a number that is missing or infinite. */
  public static final String MISSING = "\u2013";

  private static final MathContext FOUR_DIGITS = new MathContext(4);
  private static final double LARGEST_EXACT = 1e15;

  private Numbers() {}

  /** Whole numbers in full, others with four digits; huge and tiny ones with an exponent. */
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      return MISSING;
    }
    if (value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    BigDecimal rounded = new BigDecimal(value, FOUR_DIGITS);
    return Math.abs(value) >= 1000 && Math.abs(value) < 1e7
        ? String.format(Locale.ROOT, "%,d", Math.round(value))
        : of(rounded.stripTrailingZeros());
  }

  /** Every digit of it that is not zero. */
  static String of(BigDecimal value) {
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    int exponent = stripped.precision() - stripped.scale() - 1;
    if (exponent >= -4 && exponent < 7) {
      return String.format(Locale.ROOT, "%,." + Math.max(0, stripped.scale()) + "f", stripped);
    }
    return stripped.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }

  /** A place in a drawing, to a tenth of its unit. */
  static String place(double value) {
    long tenths = Math.round(value * 10);
    String sign = tenths < 0 ? "-" : "";
    long size = Math.abs(tenths);
    return sign + size / 10 + (size % 10 == 0 ? "" : "." + size % 10);
  }

  /** A share of 1 with two decimals, for a style. */
  static String share(double value) {
    return String.format(Locale.ROOT, "%.2f", Math.clamp(value, 0, 1));
  }
}
