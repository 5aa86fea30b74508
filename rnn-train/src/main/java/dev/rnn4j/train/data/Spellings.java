package dev.rnn4j.train.data;

import dev.rnn4j.core.random.RandomSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Misspelled words with their right spelling, and dates in many forms with that of ISO 8601. The
 * words are those a JDK carries: from the names of pictographs, countries, languages. The same JDK
 * release gives the same words; another may know more. Training and test misspell the same words:
 * which of two unknown words was meant, nobody could tell.
 */
public final class Spellings {
  private static final int SHORTEST = 5;

  /** Blocks of pictographs: miscellaneous symbols and dingbats, and those since Unicode 6. */
  private static final int[][] PICTOGRAPHS = {{0x2600, 0x27C0}, {0x1F300, 0x1FB00}};

  private final List<String> words;
  private final Set<String> known;

  /** A generator. */
  public Spellings() {
    words = List.copyOf(new TreeSet<>(wordsOfTheJdk()));
    known = new HashSet<>(words);
  }

  private static Set<String> wordsOfTheJdk() {
    Set<String> words = new HashSet<>();
    for (int[] block : PICTOGRAPHS) {
      for (int symbol = block[0]; symbol < block[1]; symbol++) {
        if (Character.getType(symbol) == Character.OTHER_SYMBOL) {
          addWords(Character.getName(symbol), words);
        }
      }
    }
    for (String country : Locale.getISOCountries()) {
      addWords(Locale.of("", country).getDisplayCountry(Locale.ENGLISH), words);
    }
    for (String language : Locale.getISOLanguages()) {
      addWords(Locale.of(language).getDisplayLanguage(Locale.ENGLISH), words);
    }
    return words;
  }

  private static void addWords(String name, Set<String> words) {
    for (String word : name.toLowerCase(Locale.ROOT).split("[^\\p{IsLatin}]+", -1)) {
      if (word.length() >= SHORTEST && word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
        words.add(word);
      }
    }
  }

  /** {@return the words in alphabetical order, unmodifiable} */
  public List<String> words() {
    return words;
  }

  /**
   * Draws a line: two of three times a word, else a date.
   *
   * @param random where chance comes from
   * @return what was written, and what is right
   */
  public TextPair draw(RandomSource random) {
    return random.nextInt(3) == 0 ? DateForms.draw(random) : word(random);
  }

  /** One word of ten is right as it is, long ones may have two mistakes. */
  private TextPair word(RandomSource random) {
    String word = words.get(random.nextInt(words.size()));
    if (random.nextInt(10) == 0) {
      return new TextPair(word, word);
    }
    boolean twice = word.length() >= 8 && random.nextInt(4) == 0;
    String wrong = word;
    while (known.contains(wrong)) { // another word would be right
      wrong = Misspellings.misspelled(word, random);
      wrong = twice ? Misspellings.misspelled(wrong, random) : wrong;
    }
    return new TextPair(wrong, word);
  }
}
