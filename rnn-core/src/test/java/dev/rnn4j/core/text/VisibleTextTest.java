package dev.rnn4j.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, \\u0000",
    "7, \\u0007",
    "9, \\t",
    "10, \\n",
    "13, \\r",
    "27, \\u001b",
    "127, \\u007f",
    "133, \\u0085",
    "155, \\u009b",
    "173, \\u00ad",
    "1564, \\u061c",
    "8203, \\u200b",
    "8204, \\u200c",
    "8206, \\u200e",
    "8232, \\u2028",
    "8233, \\u2029",
    "8238, \\u202e",
    "8294, \\u2066",
    "55296, \\ud800",
    "57344, \\ue000",
    "65279, \\ufeff",
    "65535, \\uffff",
    "917505, \\u{e0001}",
    "1114111, \\u{10ffff}"
  })
  void whatWouldNotShowBecomesAnEscape(int codePoint, String escape) {
    String text = "a" + Character.toString(codePoint) + "b";
    assertEquals("a" + escape + "b", VisibleText.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain text", "a\\nb", "naïve", "тест", "日本語", "שלום", "😀", "e\u0301"})
  void whatShowsStaysTheSameText(String text) {
    assertSame(text, VisibleText.of(text));
    assertSame(text, VisibleText.lines(text));
  }

  @Test
  void noControlCharacterIsForgotten() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String shown = VisibleText.of(Character.toString(c));
      shown.codePoints().forEach(s -> assertFalse(Character.isISOControl(s)));
      if (Character.getType(c) == Character.FORMAT) {
        assertFalse(shown.codePoints().anyMatch(s -> s > '~'), shown);
      }
    }
  }

  @Test
  void whatIsVisibleIsNotChangedAgain() {
    String once = VisibleText.of("\u001b[31m\u202e\n".repeat(5));
    assertEquals(once, VisibleText.of(once));
  }

  @Test
  void longTextIsCutAndSaysHowLongItIs() {
    assertEquals("x".repeat(200), VisibleText.of("x".repeat(200)));
    assertEquals(
        "x".repeat(200) + "... (10000000 characters)", VisibleText.of("x".repeat(10_000_000)));
    assertEquals("ab... (3 characters)", VisibleText.of("abc", 2));
    assertEquals("\\u001b... (3 characters)", VisibleText.of("\u001b\u001b\u001b", 1));
  }

  @Test
  void cuttingSplitsNoPair() {
    assertEquals("a... (5 characters)", VisibleText.of("a😀😀", 2));
    assertEquals("a😀... (5 characters)", VisibleText.of("a😀😀", 3));
    assertEquals("... (2 characters)", VisibleText.of("😀", 0));
  }

  @Test
  void linesKeepTheirEndsAndTabsAndSpelling() {
    String text = "one\ttwo\nمی‌خواهم\n" + "x".repeat(5000);
    assertSame(text, VisibleText.lines(text));
    assertEquals("a\\r\n\\u001b[2J\\u009b", VisibleText.lines("a\r\n\u001b[2J\u009b"));
  }
}
