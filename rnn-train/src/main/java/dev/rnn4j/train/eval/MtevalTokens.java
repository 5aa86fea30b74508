package dev.rnn4j.train.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Sentences cut into words as scoring programs do. The rules of mteval-v13a, the program of the
 * translation contests: entities become characters, punctuation stands apart, and a period or comma
 * does unless it is in a number.
 */
final class MtevalTokens {
  private static final Pattern PUNCTUATION = Pattern.compile("[\\p{Punct}&&[^'.,-]]");
  private static final Pattern POINT_AFTER_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
  private static final Pattern POINT_BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
  private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

  private MtevalTokens() {}

  static List<String> v13a(String sentence) {
    String text =
        sentence
            .stripTrailing()
            .replace("<skipped>", "")
            .replace("-\n", "")
            .replace('\n', ' ')
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
    text = PUNCTUATION.matcher(" " + text + " ").replaceAll(" $0 ");
    text = POINT_AFTER_NO_DIGIT.matcher(text).replaceAll("$1 $2 ");
    text = POINT_BEFORE_NO_DIGIT.matcher(text).replaceAll(" $1 $2");
    return atWhiteSpace(DASH_AFTER_DIGIT.matcher(text).replaceAll("$1 $2 "));
  }

  /** Cut at white space of any kind, no-break spaces too. */
  static List<String> atWhiteSpace(String text) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= text.length(); at++) {
      if (at == text.length() || isWhiteSpace(text.charAt(at))) {
        if (at > from) {
          words.add(text.substring(from, at));
        }
        from = at + 1;
      }
    }
    return words;
  }

  private static boolean isWhiteSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
