package dev.rnn4j.cli.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a page is made of, it is well-formed, says nothing else, and needs nothing else. */
class PageTest {
  /** Markup, quotes, control characters, an override of direction, half a pair, no character. */
  private static final String HOSTILE =
      "</style><b a='1' b=\"2\">&amp; ]]> \u0000\u0007\u001b[31m\u202e\ud800\ufffe\uffff \ud83d\ude00";

  private static final String SHOWN =
      "</style><b a='1' b=\"2\">&amp; ]]> \\u0000\\u0007\\u001b[31m\\u202e\\ud800\\ufffe\\uffff"
          + " \ud83d\ude00";

  @Test
  void everyTextIsShownAsItIs() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(HOSTILE, HOSTILE);
    String html =
        new Page(HOSTILE)
            .add(Block.heading(HOSTILE))
            .add(Block.paragraph(HOSTILE))
            .add(Block.note(HOSTILE))
            .add(Block.values(values))
            .add(Block.preformatted(HOSTILE))
            .add(Block.lines(List.of(HOSTILE)))
            .add(new Table(HOSTILE).row(HOSTILE))
            .html();
    Parsed page = Parsed.of(html);
    for (String element : List.of("title", "h1", "h2", "p", "pre", "li", "th", "td")) {
      List<String> texts = page.texts(element);
      assertFalse(texts.isEmpty(), element);
      texts.forEach(text -> assertEquals(SHOWN, text, element));
    }
    assertEquals(List.of(), page.all("b"));
  }

  @Test
  void namesInDrawingsAreShownAsTheyAre() {
    double[] x = {1};
    Parsed page =
        Parsed.of(
            new LineChart(HOSTILE, HOSTILE).series(HOSTILE, x, x).level(HOSTILE, 2),
            HeatMap.confusion(HOSTILE, List.of(HOSTILE), new long[][] {{1}}),
            HeatMap.attention(HOSTILE, List.of(HOSTILE), List.of(HOSTILE), new float[][] {{1}}),
            new ColouredText(HOSTILE, HOSTILE, new Shades(0, 1)).token(HOSTILE, 1));
    assertEquals(List.of(SHOWN, SHOWN, SHOWN, SHOWN), page.texts("figcaption"));
    assertEquals(SHOWN + " over " + SHOWN, page.all("svg").getFirst().getAttribute("aria-label"));
    assertTrue(page.texts("span").contains(SHOWN));
    assertTrue(page.values("span", "v", "title").contains(SHOWN + " 1"));
    assertTrue(page.texts("th").contains(SHOWN));
  }

  @Test
  void linesOfATextStay() {
    Parsed page = Parsed.of(Block.preformatted("one\n\ttwo"), Block.lines(List.of("a\nb")));
    assertEquals(List.of("one\n\ttwo"), page.texts("pre"));
    assertEquals(List.of("a\nb"), page.texts("li"));
  }

  @Test
  void valuesKeepTheirOrder() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : List.of("z", "a", "m", "b")) {
      values.put(name, name + "!");
    }
    Parsed page = Parsed.of(Block.values(values));
    assertEquals(List.of("z", "a", "m", "b"), page.texts("th"));
    assertEquals(List.of("z!", "a!", "m!", "b!"), page.texts("td"));
  }

  @Test
  void equalPagesAreEqualBytesInEveryCountry() {
    Locale before = Locale.getDefault();
    try {
      String here = example().html();
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(here, example().html());
      Locale.setDefault(Locale.GERMANY);
      assertEquals(here, example().html());
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Page example() {
    double[] x = {0, 1234.5, 1e9};
    return new Page("example")
        .add(new LineChart("chart", "x").series("s", x, x).level("l", 0.25))
        .add(HeatMap.confusion("heat", List.of("a", "b"), new long[][] {{1234, 5}, {0, 7}}))
        .add(new ColouredText("text", "bits", new Shades(-1.5, 1.5)).token("t", 0.123456))
        .add(new Table("a", "b").row(Numbers.of(12345.6), Numbers.of(0.5)));
  }

  @Test
  void numbersStandToTheRightWithTheirHeading() {
    Parsed page =
        Parsed.of(
            new Table("name", "value", "mixed")
                .row("a", "1,234.5", "1")
                .row("b", Numbers.MISSING, "x")
                .row("1b", "12.5%", "0:12"));
    List<String> heads = page.all("th").stream().map(e -> e.getAttribute("class")).toList();
    assertEquals(List.of("", "number", ""), heads);
    List<String> cells = page.all("td").stream().map(e -> e.getAttribute("class")).toList();
    assertEquals(List.of("", "number", "number", "", "number", "", "", "number", "number"), cells);
  }

  @Test
  void aRowHasACellForEachColumn() {
    Table table = new Table("a", "b");
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> table.row("1"));
    assertEquals("a row has 1 cells, but the table 2 columns", e.getMessage());
  }

  @Test
  void aPageKnowsItsOwnKind(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("p.html");
    new Page("one").write(file);
    assertTrue(Page.isPage(file));
    new Page("two").add(Block.paragraph("\u00e4")).write(file);
    assertEquals(List.of("two"), Parsed.of(Files.readString(file)).texts("title"));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
    Files.writeString(file, "<!DOCTYPE html>\n<html><body>precious</body></html>");
    assertFalse(Page.isPage(file));
    assertFalse(Page.isPage(Files.createFile(folder.resolve("empty"))));
  }
}
