package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnicodeNamesTest {
  private static final UnicodeNames NAMES = UnicodeNames.shuffled(new RandomSource(1));

  @Test
  void ordinaryNamesAreIn() {
    assertTrue(
        UnicodeNames.names()
            .containsAll(
                List.of(
                    "SPACE",
                    "LATIN SMALL LETTER A",
                    "GRINNING FACE",
                    "EGYPTIAN HIEROGLYPH A001",
                    "CUNEIFORM SIGN A")));
  }

  @Test
  void numberedAndSynthesisedNamesAreOut() {
    Pattern numbered =
        Pattern.compile(
            "(CJK|HANGUL SYLLABLE|TANGUT|NUSHU CHARACTER|KHITAN|PRIVATE USE AREA)"
                + ".*[- ][0-9A-F]{3,6}|EGYPTIAN HIEROGLYPH-[0-9A-F]+");
    for (String name : UnicodeNames.names()) {
      assertFalse(numbered.matcher(name).matches(), name);
      assertFalse(name.startsWith("HANGUL SYLLABLES") || name.contains("SURROGATES"), name);
    }
    assertFalse(UnicodeNames.names().contains("LINE FEED (LF)"));
  }

  @Test
  void namesAreDistinctLinesOfAscii() {
    List<String> all = UnicodeNames.names();
    assertEquals(all.size(), new HashSet<>(all).size());
    assertTrue(all.stream().allMatch(name -> name.matches("[ -~]+")));
  }

  @Test
  void theTextsAreAllNamesNinetyToFiveToFive() {
    List<String> lines =
        Stream.of(NAMES.train(), NAMES.valid(), NAMES.test()).flatMap(String::lines).toList();
    assertEquals(NAMES.size(), lines.size());
    assertEquals(UnicodeNames.names().stream().sorted().toList(), lines.stream().sorted().toList());
    assertEquals(NAMES.size() * 90L / 100, NAMES.train().lines().count());
    assertTrue(Math.abs(NAMES.size() / 20 - NAMES.valid().lines().count()) <= 1);
    assertTrue(Math.abs(NAMES.size() / 20 - NAMES.test().lines().count()) <= 1);
    assertTrue(NAMES.train().endsWith("\n"));
  }

  @Test
  void theSizeIsReported() {
    assertTrue(NAMES.size() > 30_000, NAMES::toString);
    assertTrue(NAMES.characters() > 800_000, NAMES::toString);
    assertTrue(NAMES.distinctCharacters() > 35 && NAMES.distinctCharacters() < 60, NAMES::toString);
  }

  @Test
  void theSeedDecidesTheOrder() {
    assertEquals(NAMES.train(), UnicodeNames.shuffled(new RandomSource(1)).train());
    assertNotEquals(NAMES.train(), UnicodeNames.shuffled(new RandomSource(2)).train());
  }
}
