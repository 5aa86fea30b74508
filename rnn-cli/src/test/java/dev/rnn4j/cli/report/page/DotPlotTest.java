package dev.rnn4j.cli.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DotPlotTest {
  private static final double NAN = Double.NaN;
  private static final List<String> SERIES = List.of("a", "b", "c", "d", "e", "f", "g");

  private static DotPlot plot() {
    return new DotPlot("title", "times", SERIES);
  }

  private static List<Double> numbers(Parsed page, String attribute) {
    return page.all("circle").stream()
        .map(circle -> Double.valueOf(circle.getAttribute(attribute)))
        .toList();
  }

  @Test
  void equalFactorsAreEquallyLong() {
    Parsed page =
        Parsed.of(plot().dot("x", "a", 1, 1, 1).dot("y", "a", 4, 4, 4).dot("z", "a", 16, 16, 16));
    List<Double> across = numbers(page, "cx");
    assertEquals(across.get(2) - across.get(1), across.get(1) - across.get(0), 0.2);
    assertTrue(across.get(0) < across.get(1));
    List<Double> down = numbers(page, "cy");
    assertEquals(
        List.of(20.0, 20.0), List.of(down.get(1) - down.get(0), down.get(2) - down.get(1)));
  }

  @Test
  void theLineAtOneIsAlwaysThereAndSplitsSlowerFromFaster() {
    Parsed page = Parsed.of(plot().dot("x", "a", 3, 3, 3).dot("y", "a", 2, 2, 2));
    String path = page.values("path", "one", "d").getFirst();
    double one = Double.parseDouble(path.substring(1, path.indexOf(' ')));
    assertTrue(numbers(page, "cx").stream().allMatch(across -> across > one));
    page = Parsed.of(plot().dot("x", "a", 0.5, 0.5, 0.5));
    path = page.values("path", "one", "d").getFirst();
    double right = Double.parseDouble(path.substring(1, path.indexOf(' ')));
    assertTrue(numbers(page, "cx").getFirst() < right && right < 760, path);
  }

  @Test
  void aRangeIsALineThroughItsDotAndIsSaid() {
    Parsed page = Parsed.of(plot().dot("x", "b", 1.5, 2, 4).dot("y", "b", 2, 2, 2));
    List<String> lines = page.values("path", "c1", "d");
    assertEquals(1, lines.size());
    assertEquals(
        List.of("b, x: 2, from 1.5 to 4", "b, y: 2"),
        page.all("circle").stream().map(dot -> dot.getTextContent()).toList());
  }

  @Test
  void onlySeriesWithDotsAreNamedAndEachHasItsLookWhateverTheOthers() {
    Parsed page = Parsed.of(plot().dot("x", "g", 1, 1, 1).dot("x", "b", 2, 2, 2));
    assertEquals(List.of("b", "g"), page.texts("span"));
    assertEquals(1, page.values("circle", "c1", "cx").size());
    assertEquals(page.values("circle", "c0", "cx"), page.values("circle", "ring", "cx"));
    assertThrows(IllegalArgumentException.class, () -> plot().dot("x", "none", 1, 1, 1));
  }

  @Test
  void whatIsNoRatioIsLeftOut() {
    DotPlot plot =
        plot().dot("x", "a", NAN, 1, 1).dot("x", "a", 0, 1, 1).dot("x", "a", 1, 1, 1 / 0.);
    assertEquals(List.of("nothing to draw"), Parsed.of(plot).texts("p"));
    assertEquals(1, Parsed.of(plot.dot("x", "a", 1, 1, 1)).all("circle").size());
  }

  @Test
  void everythingIsWithinTheDrawing() {
    String longName = "<&\u0000" + "n".repeat(200);
    DotPlot plot = plot().dot(longName, "a", 1e-3, 1, 1e3);
    for (int i = 0; i < 60; i++) {
      plot.dot("row " + i, "b", 1, i + 1, 100);
    }
    Parsed page = Parsed.of(plot);
    String[] box = page.all("svg").getFirst().getAttribute("viewBox").split(" ", -1);
    assertTrue(
        numbers(page, "cx").stream().allMatch(x -> x > 300 && x < Double.parseDouble(box[2])));
    assertTrue(numbers(page, "cy").stream().allMatch(y -> y > 0 && y < Double.parseDouble(box[3])));
    assertEquals(40, page.texts("text").stream().mapToInt(String::length).max().orElse(0));
  }
}
