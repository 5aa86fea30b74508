package dev.rnn4j.train.data;

import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.core.text.WordScanner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a vocabulary of the most frequent tokens of one or more texts. Ids go by descending
 * frequency, ties by first occurrence, so the same texts give the same ids everywhere. {@link
 * Vocabulary#UNK} and the token that ends a line are always included, whatever the limits; if the
 * texts do not contain them, they come last.
 */
public final class VocabularyBuilder {
  private static final int SPECIAL_TOKENS = 2;

  private final Level level;
  private final Set<String> special;
  private final String lineEnd;

  /** Frequencies in order of first occurrence. */
  private final Map<String, long[]> counts = new LinkedHashMap<>();

  private int maxSize = Integer.MAX_VALUE;
  private long minCount = 1;

  /**
   * A builder that has seen no text and has no limits.
   *
   * @param level what one token is
   */
  public VocabularyBuilder(Level level) {
    this.level = level;
    this.lineEnd = level.lineEnd();
    this.special = Set.of(Vocabulary.UNK, lineEnd);
  }

  /**
   * Limits the number of tokens, the two special ones included; the rarest are left out.
   *
   * @param size the largest size, at least 2
   * @return this
   * @throws IllegalArgumentException if there is no room for the special tokens
   */
  public VocabularyBuilder maxSize(int size) {
    if (size < SPECIAL_TOKENS) {
      throw new IllegalArgumentException(
          "a vocabulary holds at least the %d tokens %s; a size of %d is too small"
              .formatted(SPECIAL_TOKENS, shownSpecial(), size));
    }
    maxSize = size;
    return this;
  }

  /**
   * Leaves out tokens that are rarer than this.
   *
   * @param count the smallest number of occurrences, at least 1
   * @return this
   * @throws IllegalArgumentException if it is not positive
   */
  public VocabularyBuilder minCount(long count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "the minimum count of a token must be 1 or more, not " + count);
    }
    minCount = count;
    return this;
  }

  /**
   * Counts the tokens of a text, as {@link Corpus#of} would cut them.
   *
   * @param text the text
   * @return this
   */
  public VocabularyBuilder add(String text) {
    if (level == Level.WORD) {
      WordScanner scanner = new WordScanner(text);
      while (scanner.advance()) {
        add(scanner.token(), 1);
      }
    } else {
      addCharacters(text);
    }
    return this;
  }

  private void addCharacters(String text) {
    long[] tally = new long[128];
    int[] order = new int[128];
    int distinct = 0;
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      if (codePoint >= tally.length) {
        tally = Arrays.copyOf(tally, Math.max(codePoint + 1, 2 * tally.length));
      }
      if (tally[codePoint]++ == 0) {
        if (distinct == order.length) {
          order = Arrays.copyOf(order, 2 * distinct);
        }
        order[distinct++] = codePoint;
      }
    }
    for (int i = 0; i < distinct; i++) {
      if (!isSurrogate(order[i])) {
        add(Character.toString(order[i]), tally[order[i]]);
      }
    }
  }

  /** Half a pair is no character and has no UTF-8: no file contains one, a given string might. */
  private static boolean isSurrogate(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  private void add(String token, long times) {
    counts.computeIfAbsent(token, _ -> new long[1])[0] += times;
  }

  /** {@return a vocabulary of the most frequent tokens within the limits} */
  public Vocabulary build() {
    List<Map.Entry<String, long[]>> ranked = new ArrayList<>(counts.entrySet());
    // The sort is stable: equal counts stay in order of first occurrence.
    ranked.sort((a, b) -> Long.compare(b.getValue()[0], a.getValue()[0]));
    List<String> tokens = new ArrayList<>();
    int room = maxSize - SPECIAL_TOKENS;
    for (Map.Entry<String, long[]> entry : ranked) {
      if (special.contains(entry.getKey())) {
        tokens.add(entry.getKey());
      } else if (room > 0 && entry.getValue()[0] >= minCount) {
        tokens.add(entry.getKey());
        room--;
      }
    }
    for (String token : List.of(lineEnd, Vocabulary.UNK)) {
      if (!counts.containsKey(token)) {
        tokens.add(token);
      }
    }
    return new Vocabulary(level, tokens);
  }

  private String shownSpecial() {
    return (level == Level.WORD ? Vocabulary.EOS : "\\n") + " and " + Vocabulary.UNK;
  }
}
