package dev.rnn4j.core.text;

import java.util.List;
import java.util.Set;

/**
 * Writes English words as people do, which a tokeniser of the kind of Moses has set apart: a period
 * goes to the word before it, an opening bracket to the one after, quotes to what they enclose, and
 * {@code 's} and {@code 't} to their words. Entities become characters again. Not every text comes
 * back exactly: where the spaces were around a dash or a second quote of the same kind, the words
 * do not say.
 */
public final class EnglishDetokenizer {
  private static final Set<Character> CLOSING =
      Set.of(',', '.', '?', '!', ':', ';', '%', '}', ']', ')', '\\');
  private static final Set<Character> OPENING = Set.of('(', '[', '{', '\u00bf', '\u00a1');
  private static final Set<Character> QUOTES = Set.of('\'', '"', '\u201c', '\u201e', '`');

  private EnglishDetokenizer() {}

  /**
   * Joins words.
   *
   * @param words as the tokeniser has set them apart, with one space between them
   * @return the sentence
   */
  public static String join(String words) {
    return join(List.of(words.strip().split(" +")));
  }

  /**
   * Joins words.
   *
   * @param words as the tokeniser has set them apart
   * @return the sentence
   */
  public static String join(List<String> words) {
    StringBuilder text = new StringBuilder();
    boolean glued = true;
    boolean singleOpen = false;
    boolean doubleOpen = false;
    String before = "";
    for (String escaped : words) {
      String word = unescaped(escaped);
      boolean single = word.equals("'");
      boolean open = single ? singleOpen : doubleOpen;
      boolean quote = consistsOf(word, QUOTES);
      boolean possessive = single && !open && before.endsWith("s");
      boolean toTheLeft =
          consistsOf(word, CLOSING) || isClitic(word) || (quote && (open || possessive));
      boolean joint = word.equals("@-@");
      text.append(glued || toTheLeft || joint || text.isEmpty() ? "" : " ");
      text.append(joint ? "-" : word);
      glued = joint || consistsOf(word, OPENING) || isCurrency(word) || (quote && !toTheLeft);
      if (quote && !possessive) {
        singleOpen ^= single;
        doubleOpen ^= !single;
      }
      before = word;
    }
    return text.toString();
  }

  private static String unescaped(String word) {
    return word.replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#124;", "|")
        .replace("&#91;", "[")
        .replace("&#93;", "]")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&"); // last: what it makes is no entity
  }

  private static boolean consistsOf(String word, Set<Character> characters) {
    return !word.isEmpty() && word.chars().allMatch(c -> characters.contains((char) c));
  }

  private static boolean isCurrency(String word) {
    return !word.isEmpty()
        && word.chars().allMatch(c -> Character.getType(c) == Character.CURRENCY_SYMBOL);
  }

  /** As 's, 't, 're: an apostrophe and a letter. */
  private static boolean isClitic(String word) {
    return word.length() > 1 && word.charAt(0) == '\'' && isLetter(word.charAt(1));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
