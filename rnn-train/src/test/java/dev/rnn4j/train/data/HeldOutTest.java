package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.core.text.WordScanner;
import dev.rnn4j.testkit.SharedData;
import java.io.IOException;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  @Test
  void theHeldOutPartBeginsWithALine() {
    String text = "0123456789\n".repeat(100);
    HeldOut cut = HeldOut.end(text, Level.CHARACTER, 5).orElseThrow();
    assertEquals(1056, cut.character());
    assertEquals(1056, cut.token());
    HeldOut words = HeldOut.end(text, Level.WORD, 5).orElseThrow();
    assertEquals(11 * 95 + 11, words.character());
    assertEquals(2 * 95 + 2, words.token());
  }

  @Test
  void aTextOnOneLineIsCutBetweenTwoWords() {
    String text = "elephantine ".repeat(400).strip();
    HeldOut cut = HeldOut.end(text, Level.WORD, 5).orElseThrow();
    assertEquals(380, cut.token()); // of 401, the line end counts
    assertEquals(12 * 380, cut.character());
  }

  @Test
  void aTextOnOneLineIsCutBetweenTwoCharacters() {
    HeldOut cut = HeldOut.end("\ud83d\ude00".repeat(50), Level.CHARACTER, 5).orElseThrow();
    assertEquals(new HeldOut(94, 47), cut);
  }

  @Test
  void aLongLineAtTheCutLeavesNoNextToNothing() {
    String text = "a short line\n".repeat(10) + "x".repeat(10_000) + "\nend\n";
    HeldOut cut = HeldOut.end(text, Level.CHARACTER, 5).orElseThrow();
    assertEquals(text.length() * 95 / 100, cut.token());
  }

  @Test
  void aLineEndShortlyBeforeIsTakenIfNoneIsAfter() {
    String text = "y".repeat(940) + "\n" + "z".repeat(58) + "\n";
    assertEquals(new HeldOut(941, 941), HeldOut.end(text, Level.CHARACTER, 5).orElseThrow());
  }

  @Test
  void aTextOfOneTokenIsTooShort() {
    assertEquals(Optional.empty(), HeldOut.end("", Level.CHARACTER, 5));
    assertEquals(Optional.empty(), HeldOut.end("x", Level.CHARACTER, 5));
    assertEquals(Optional.empty(), HeldOut.end("\n", Level.WORD, 5));
    assertEquals(new HeldOut(1, 1), HeldOut.end("x", Level.WORD, 5).orElseThrow());
    assertThrows(IllegalArgumentException.class, () -> HeldOut.end("xy", Level.WORD, 0));
    assertThrows(IllegalArgumentException.class, () -> HeldOut.end("xy", Level.WORD, 100));
  }

  @Property(tries = 500)
  void betweenHalfOfWhatWasAskedAndOnceAndAHalfIsHeldOutOfWholeTokens(
      @ForAll @StringLength(min = 2, max = 300) @Chars({'a', 'b', ' ', '\n', '\u00e9'}) String text,
      @ForAll @IntRange(min = 1, max = 99) int percent,
      @ForAll boolean words) {
    Level level = words ? Level.WORD : Level.CHARACTER;
    Optional<HeldOut> found = HeldOut.end(text, level, percent);
    int tokens = tokens(text, level);
    int asked = tokens - (int) (tokens * (100L - percent) / 100);
    if (found.isEmpty()) {
      assertTrue(2 * asked >= tokens, () -> "nothing found, asked for " + asked);
      return;
    }
    HeldOut cut = found.get();
    int heldOut = tokens - cut.token();
    assertTrue(2 * heldOut >= asked && 2 * heldOut <= 3 * asked, () -> heldOut + " of " + asked);
    assertTrue(cut.token() > 0);
    // encoded alone, a part gets a line end where a line was cut, and no other token
    String first = text.substring(0, cut.character());
    int added = words && !first.endsWith("\n") ? 1 : 0;
    assertEquals(cut.token() + added, tokens(first, level));
  }

  @Test
  void tinyShakespeareIsCutWhereItAlwaysWas() throws IOException {
    String text = TextInput.file(SharedData.require("tinyshakespeare/input.txt")).read();
    int lineAfter = text.indexOf('\n', (int) (text.length() * 0.95)) + 1;
    assertEquals(
        new HeldOut(lineAfter, lineAfter), HeldOut.end(text, Level.CHARACTER, 5).orElseThrow());
  }

  private static int tokens(String text, Level level) {
    return level == Level.WORD ? WordScanner.count(text) : text.codePointCount(0, text.length());
  }
}
