package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TextMatchesTest {
  @Test
  void knownDistances() {
    assertEquals(3, TextMatches.editDistance("kitten", "sitting"));
    assertEquals(3, TextMatches.editDistance("saturday", "sunday"));
    assertEquals(2, TextMatches.editDistance("ab", "ba"));
    assertEquals(4, TextMatches.editDistance("", "abcd"));
    assertEquals(4, TextMatches.editDistance("abcd", ""));
    assertEquals(1, TextMatches.editDistance("a😀b", "a😃b"));
    assertEquals(0, TextMatches.editDistance("", ""));
  }

  @Property(tries = 200)
  void theDistanceIsThatOfTheDefinition(
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String a,
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String b) {
    assertEquals(byDefinition(a, b), TextMatches.editDistance(a, b));
    assertEquals(TextMatches.editDistance(b, a), TextMatches.editDistance(a, b));
    assertTrue(TextMatches.editDistance(a, b) <= Math.max(a.length(), b.length()));
  }

  private static int byDefinition(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.length() + b.length();
    }
    int replaced = a.charAt(0) == b.charAt(0) ? 0 : 1;
    return Math.min(
        replaced + byDefinition(a.substring(1), b.substring(1)),
        1 + Math.min(byDefinition(a.substring(1), b), byDefinition(a, b.substring(1))));
  }

  @Test
  void ratesAreOfAllTextsTogether() {
    TextMatches matches = new TextMatches();
    assertEquals(Double.NaN, matches.exactMatch());
    matches.add("2026-11-26", "2026-11-26");
    matches.add("abx", "abcd");
    matches.add("😀", "");
    matches.add("", "😀😀");
    assertEquals(4, matches.texts());
    assertEquals(0.25, matches.exactMatch());
    assertEquals(5 / 16.0, matches.characterErrorRate());
  }
}
