package dev.rnn4j.cli.io;

import dev.rnn4j.core.text.VisibleText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Locale;

/** Numbers and names for people, the same in every country. */
public final class Text {
  private static final MathContext SIX_DIGITS = new MathContext(6);

  private static final long MEGABYTE = 1L << 20;

  /** The most characters of a file's name that a message shows. */
  private static final int MAX_NAME = 1000;

  private static final String NAME = "rnn";

  private Text() {}

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is not among the dependencies
  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** A number with what it counts: 1 epoch, 2 epochs. */
  public static String count(long number, String noun) {
    return format("%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  /** A number of bytes, in MB from one on. */
  public static String size(long bytes) {
    return bytes < MEGABYTE ? count(bytes, "byte") : format("%,.1f MB", (double) bytes / MEGABYTE);
  }

  /** A number of bytes in whole MB, not less. */
  public static long megabytes(long bytes) {
    return Math.ceilDiv(bytes, MEGABYTE);
  }

  /** A file's name in a message. */
  public static String shown(Path file) {
    return VisibleText.of(file.toString(), MAX_NAME);
  }

  /** A perplexity: two decimals, or an exponent if it is huge. */
  public static String perplexity(double value) {
    return format(value < 1e7 ? "%.2f" : "%.3g", value);
  }

  /** A setting, without digits that say nothing: 0.002, 1, 0.833333. */
  public static String setting(double value) {
    BigDecimal rounded = new BigDecimal(value, SIX_DIGITS).stripTrailingZeros();
    return rounded.precision() - rounded.scale() < -6
        ? rounded.toString()
        : rounded.toPlainString();
  }

  /** A duration as 0:05, 12:34 or 1:02:03. */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    long hours = whole / 3600;
    long minutes = whole / 60 % 60;
    return hours > 0
        ? format("%d:%02d:%02d", hours, minutes, whole % 60)
        : format("%d:%02d", minutes, whole % 60);
  }

  /** A command to copy, with the name the launcher goes by here. */
  public static String command(String arguments) {
    return argument(System.getProperty("dev.rnn4j.command", NAME)) + " " + arguments;
  }

  /** A command's own name, such as {@code rnn train}, to copy. */
  public static String launched(String qualifiedName) {
    return command(qualifiedName.substring(NAME.length()).strip()).strip();
  }

  /** An argument as a shell needs it. */
  public static String argument(String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      return "$'" + escaped(value) + "'";
    }
    boolean plain = value.matches("[\\w@%+=:,./-]+");
    return plain ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  /** As between {@code $'} and {@code '}: no control character reaches the terminal. */
  private static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    value
        .codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            escaped.append(format("\\u%04x", c));
          } else if (c == '\'' || c == '\\') {
            escaped.append('\\').appendCodePoint(c);
          } else {
            escaped.appendCodePoint(c);
          }
        });
    return escaped.toString();
  }
}
