package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.eval.TextMatches;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SpellingsTest {
  private static final Spellings SPELLINGS = new Spellings();

  private static List<TextPair> drawn(int count) {
    return TextPair.draw(SPELLINGS::draw, count, 1);
  }

  private static boolean isDate(TextPair pair) {
    return pair.target().matches("\\d{4}-\\d\\d-\\d\\d");
  }

  @Test
  void wordsAreEverydayOnesOfAJdk() {
    List<String> words = SPELLINGS.words();
    assertTrue(words.size() > 1500, () -> words.size() + " words");
    assertTrue(words.containsAll(List.of("bicycle", "banana", "germany", "swahili", "thunder")));
    assertTrue(words.stream().allMatch(word -> word.matches("[a-z]{5,}")));
    assertEquals(words, List.copyOf(new TreeSet<>(words)));
  }

  @Test
  void wordsAreNearTheirRightSpellingAndMeanNoOther() {
    Set<String> words = new HashSet<>(SPELLINGS.words());
    int right = 0;
    int far = 0;
    int all = 0;
    for (TextPair pair : drawn(9000)) {
      if (isDate(pair)) {
        continue;
      }
      all++;
      assertTrue(words.contains(pair.target()), pair::toString);
      assertTrue(pair.source().matches("[a-z]+"), pair::toString);
      int edits = TextMatches.editDistance(pair.source(), pair.target());
      assertTrue(edits <= 4, pair::toString); // two exchanges
      assertEquals(edits == 0, words.contains(pair.source()), pair::toString);
      right += edits == 0 ? 1 : 0;
      far += edits > 2 ? 1 : 0;
    }
    assertEquals(6000, all, 300);
    assertEquals(all * 0.1, right, all * 0.02);
    assertTrue(far < all * 0.05, far + " of " + all);
  }

  @Test
  void everyKindOfMistakeIsMade() {
    Set<String> seen = new HashSet<>();
    RandomSource random = new RandomSource(2);
    for (int i = 0; i < 2000; i++) {
      seen.add(Misspellings.misspelled("abc", random));
    }
    // Exchanged, doubled, left out, a neighbour in place of and before each letter.
    assertTrue(
        seen.containsAll(
            List.of(
                "bac", "acb", "aabc", "abbc", "abcc", "bc", "ac", "ab", "sbc", "avc", "abd", "sabc",
                "agbc", "abxc")),
        seen::toString);
    assertFalse(seen.contains("ebc") || seen.contains("apc"), seen::toString);
  }

  @Test
  void neighboursOfKeysAreThoseAroundThem() {
    assertEquals(Set.of('f', 'h', 't', 'y', 'v', 'b'), Set.copyOf(Misspellings.neighbours('g')));
    assertEquals(Set.of('w', 'a'), Set.copyOf(Misspellings.neighbours('q')));
    assertEquals(Set.of('o', 'l'), Set.copyOf(Misspellings.neighbours('p')));
    assertEquals(List.of(), Misspellings.neighbours('é'));
  }

  @Test
  void datesAreWhatTheySay() {
    Set<String> forms = new HashSet<>();
    for (TextPair pair : drawn(9000)) {
      if (isDate(pair)) {
        LocalDate date = LocalDate.parse(pair.target());
        assertTrue(date.getYear() >= 1950 && date.getYear() < 2050, pair::toString);
        assertTrue(says(pair.source(), date), pair::toString);
        forms.add(pair.source().replaceAll("[0-9]+", "9").replaceAll("[A-Za-z]{3,}", "A"));
      }
    }
    assertTrue(forms.size() > 16, forms::toString);
  }

  /** Whether the numbers of a text are those of the date, and its name of the month is. */
  private static boolean says(String text, LocalDate date) {
    if (text.matches("\\d{8}")) {
      return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE).equals(date);
    }
    List<Integer> numbers = new ArrayList<>();
    Pattern.compile("\\d+").matcher(text).results().forEach(n -> numbers.add(number(n)));
    int year = date.getYear();
    boolean ofYear =
        numbers.remove(Integer.valueOf(year)) || numbers.remove(Integer.valueOf((year % 100)));
    boolean ofDay = numbers.remove(Integer.valueOf(date.getDayOfMonth()));
    boolean ofMonth =
        numbers.remove(Integer.valueOf(date.getMonthValue())) || namesMonth(text, date);
    return ofYear && ofDay && ofMonth && numbers.isEmpty();
  }

  private static int number(MatchResult digits) {
    return Integer.parseInt(digits.group());
  }

  private static boolean namesMonth(String text, LocalDate date) {
    String month = date.getMonth().name();
    for (String word : text.toUpperCase(Locale.ROOT).split("[^A-Z]+", -1)) {
      if (word.equals(month.substring(0, 3)) || TextMatches.editDistance(word, month) <= 2) {
        return true;
      }
    }
    return false;
  }

  @Test
  void ambiguousNumbersFollowTheRule() {
    List<TextPair> dates = drawn(9000).stream().filter(SpellingsTest::isDate).toList();
    int points = 0;
    int slashes = 0;
    for (TextPair pair : dates) {
      LocalDate date = LocalDate.parse(pair.target());
      String[] parts = pair.source().split("[./]", -1);
      if (pair.source().matches("\\d+\\.\\d+\\.\\d+")) {
        assertEquals(date.getDayOfMonth(), Integer.parseInt(parts[0]), pair::toString);
        assertEquals(date.getMonthValue(), Integer.parseInt(parts[1]), pair::toString);
        points++;
      } else if (pair.source().matches("\\d{1,2}/\\d+/\\d+")) {
        assertEquals(date.getMonthValue(), Integer.parseInt(parts[0]), pair::toString);
        assertEquals(date.getDayOfMonth(), Integer.parseInt(parts[1]), pair::toString);
        slashes++;
      }
    }
    assertTrue(points > 100 && slashes > 100, points + " and " + slashes);
  }
}
