package dev.rnn4j.cli.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColouredTextTest {
  /** The spans after the legend's, which are five and their own frame. */
  private static List<String> tokens(Parsed page, String attribute) {
    List<String> all = page.values("span", "v", attribute);
    return all.subList(5, all.size());
  }

  @Test
  void aTokenIsTheStrongerColouredTheLargerItsValue() {
    Parsed page =
        Parsed.of(
            new ColouredText("t", "bits", new Shades(2, 12))
                .token("The ", 2)
                .token("ox", 7)
                .token(" far", 99)
                .token("?", Double.NaN)
                .token("!", Double.POSITIVE_INFINITY));
    assertEquals(
        List.of("--v:0.00", "--v:0.50", "--v:1.00", "--v:0.00", "--v:1.00"), tokens(page, "style"));
    assertEquals(
        List.of("bits 2", "bits 7", "bits 99", "bits \u2013", "bits \u2013"),
        tokens(page, "title"));
    assertEquals("The ox far?!", page.texts("p").get(1));
  }

  @Test
  void negativeValuesHaveAColourOfTheirOwn() {
    Parsed page =
        Parsed.of(
            new ColouredText("t", "activation", new Shades(-1, 1))
                .token("a", -0.8)
                .token("b", 0)
                .token("c", 0.5));
    assertEquals(List.of("--v:0.80", "--v:0.00", "--v:0.50"), tokens(page, "style"));
    assertEquals(List.of("v wrong strong", "v", "v"), tokens(page, "class"));
  }

  @Test
  void lineEndsAreSeenAndStay() {
    Parsed page =
        Parsed.of(new ColouredText("t", "bits", new Shades(0, 1)).token("a\n", 1).token("\tb", 1));
    assertEquals("a\u21b5\n\tb", page.texts("p").get(1));
  }

  /** The style keeps it beside the word before it. */
  @Test
  void aLineEndByItselfIsSaidToBeOne() {
    Parsed page =
        Parsed.of(new ColouredText("t", "bits", new Shades(0, 1)).token("a", 0).token("\n", 1));
    assertEquals(List.of("v", "v strong end"), tokens(page, "class"));
  }

  @Test
  void aVeryLongTokenIsShortened() {
    ColouredText text =
        new ColouredText("t", "bits", new Shades(0, 1)).token("x".repeat(1_000_000), 1);
    assertTrue(new Page("p").add(text).html().length() < 15_000);
  }
}
