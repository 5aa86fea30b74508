package dev.rnn4j.cli.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  private static final List<String> LABELS = List.of("noun", "verb", "adverb");

  private static Parsed confusion(long[]... counts) {
    return Parsed.of(HeatMap.confusion("tags", LABELS, counts));
  }

  @Test
  void aRowIsATrueLabelAndAColumnAPredictedOne() {
    Parsed page = confusion(new long[] {1234, 5, 0}, new long[] {7, 8, 0}, new long[] {0, 0, 0});
    assertEquals(List.of("1,234", "5", "", "7", "8", "", "", "", ""), page.texts("td"));
    assertEquals(
        List.of("true \\ predicted", "noun", "verb", "adverb", "noun", "verb", "adverb"),
        page.texts("th"));
    assertEquals(
        List.of(
            "noun taken for verb: 5, 0.4% of the row", "verb taken for noun: 7, 47% of the row"),
        page.values("td", "wrong", "title"));
  }

  @Test
  void aCellIsColouredByItsShareOfTheRow() {
    Parsed page = confusion(new long[] {75, 25, 0}, new long[] {0, 4, 0}, new long[] {0, 0, 0});
    assertEquals(List.of("--v:0.87", "--v:0.50", "--v:1.00"), page.values("td", "v", "style"));
    assertEquals(List.of("--v:0.50"), page.values("td", "wrong", "style"));
  }

  @Test
  void attentionShowsPercentages() {
    float[][] weights = {{0.9f, 0.06f, 0.04f}, {0, Float.NaN, 1}};
    Parsed page =
        Parsed.of(
            HeatMap.attention("t", List.of("the", "dog"), List.of("der", "Hund", " "), weights));
    assertEquals(List.of("90", "", "", "", Numbers.MISSING, "100"), page.texts("td"));
    assertEquals("the from der: 0.9", page.all("td").getFirst().getAttribute("title"));
    assertEquals(List.of("in percent", "der", "Hund", "\u2423", "the", "dog"), page.texts("th"));
  }

  @Test
  void whatNobodyCouldLookAtIsCut() {
    int n = 250;
    List<String> labels = IntStream.range(0, n).mapToObj(i -> "label" + i).toList();
    long[][] counts = new long[n][n];
    for (long[] row : counts) {
      Arrays.fill(row, 3);
    }
    Parsed page = Parsed.of(HeatMap.confusion("t", labels, counts));
    assertEquals(100 * 100, page.all("td").size());
    assertEquals(
        List.of("The first 100 of 250 rows and the first 100 of 250 columns."), page.texts("p"));
  }

  @Test
  void aLongLabelIsShortened() {
    String label = "x".repeat(1_000_000);
    HeatMap map = HeatMap.confusion("t", List.of(label), new long[][] {{1}});
    assertTrue(new Page("p").add(map).html().length() < 10_000);
  }

  @Test
  void anEmptyMatrixIsNone() {
    List<String> none = Collections.emptyList();
    assertEquals(0, Parsed.of(HeatMap.confusion("t", none, new long[0][])).all("td").size());
  }

  @Test
  void shapesAreChecked() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> confusion(new long[] {1, 2, 3}));
    assertEquals("1 rows for 3 labels", e.getMessage());
    List<String> one = List.of("a");
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> HeatMap.attention("t", one, one, new float[][] {{1, 2}}));
    assertEquals("2 columns for 1 labels", e.getMessage());
  }
}
