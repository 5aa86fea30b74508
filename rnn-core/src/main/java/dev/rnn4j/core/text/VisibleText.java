package dev.rnn4j.core.text;

/**
 * Text from a file, an argument or a model, as it may be shown to people. What a terminal would
 * obey or what would show nothing becomes an escape: control characters, line and paragraph
 * separators, marks that reverse or join text, invisible characters, halves of pairs, and code
 * points that are private or mean nothing. Newline, return and tab become {@code \n}, {@code \r}
 * and {@code \t}, others <code>&#92;u001b</code>, and beyond 16 bits <code>&#92;u{e0001}</code>.
 *
 * <p>For people, not to be parsed again: a backslash stays one, so that what is visible already is
 * not changed again. Results that a program reads keep their characters; JSON has escapes of its
 * own.
 */
public final class VisibleText {
  /** The most characters of one value that a message shows. */
  public static final int LIMIT = 200;

  private static final String HEX = "0123456789abcdef";
  private static final String KEPT_IN_LINES = "\n\t\u200c\u200d";

  private VisibleText() {}

  /**
   * A value in a message: visible, on one line, and not longer than {@link #LIMIT}.
   *
   * @param text any text
   * @return the text itself if nothing is to be changed
   */
  public static String of(String text) {
    return of(text, LIMIT);
  }

  /**
   * Visible, on one line, and not longer than a limit.
   *
   * @param text any text
   * @param limit how many of its characters to show, 0 or more; a longer text ends with dots and
   *     its length
   * @return the text itself if nothing is to be changed
   */
  public static String of(String text, int limit) {
    if (text.length() <= limit) {
      return visible(text, text.length(), "");
    }
    boolean splitsPair = limit > 0 && Character.isHighSurrogate(text.charAt(limit - 1));
    String head = visible(text, splitsPair ? limit - 1 : limit, "");
    return head + "... (" + text.length() + " characters)";
  }

  /**
   * A result on a terminal: visible at any length, but newlines, tabs and the joiners that some
   * scripts are spelled with stay.
   *
   * @param text any text
   * @return the text itself if nothing is to be changed
   */
  public static String lines(String text) {
    return visible(text, text.length(), KEPT_IN_LINES);
  }

  /** The first {@code end} characters; copies only if it must. */
  private static String visible(String text, int end, String kept) {
    StringBuilder out = new StringBuilder();
    int run = 0;
    for (int i = 0; i < end; ) {
      int codePoint = text.codePointAt(i);
      int next = i + Character.charCount(codePoint);
      if (!isVisible(codePoint) && kept.indexOf(codePoint) < 0) {
        escape(codePoint, out.append(text, run, i));
        run = next;
      }
      i = next;
    }
    return run == 0 ? text.substring(0, end) : out.append(text, run, end).toString();
  }

  private static boolean isVisible(int codePoint) {
    if (codePoint >= ' ' && codePoint <= '~') {
      return true;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static void escape(int codePoint, StringBuilder out) {
    switch (codePoint) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        boolean small = codePoint <= 0xffff;
        out.append(small ? "\\u" : "\\u{");
        for (int shift = small ? 12 : 20; shift >= 0; shift -= 4) {
          if (small || codePoint >> shift != 0) {
            out.append(HEX.charAt(codePoint >> shift & 15));
          }
        }
        out.append(small ? "" : "}");
      }
    }
  }
}
