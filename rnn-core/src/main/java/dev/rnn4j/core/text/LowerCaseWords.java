package dev.rnn4j.core.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text as people write it: in lower case, letters and digits together, every other
 * character but white space on its own.
 */
public final class LowerCaseWords {
  private LowerCaseWords() {}

  /**
   * Cuts a text.
   *
   * @param text any text
   * @return its words
   */
  public static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    String lower = text.toLowerCase(Locale.ROOT);
    int start = -1; // of the word that is not complete yet
    for (int i = 0; i < lower.length(); i += Character.charCount(lower.codePointAt(i))) {
      int c = lower.codePointAt(i);
      if (Character.isLetterOrDigit(c)) {
        start = start < 0 ? i : start;
        continue;
      }
      if (start >= 0) {
        words.add(lower.substring(start, i));
        start = -1;
      }
      if (!Character.isWhitespace(c)) {
        words.add(Character.toString(c));
      }
    }
    if (start >= 0) {
      words.add(lower.substring(start));
    }
    return words;
  }
}
