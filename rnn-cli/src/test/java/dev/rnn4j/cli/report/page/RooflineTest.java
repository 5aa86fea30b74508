package dev.rnn4j.cli.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RooflineTest {
  private static final Pattern NUMBER = Pattern.compile("-?[\\d.]+");
  private static final List<String> SERIES = List.of("ours", "theirs");

  private static Roofline chart() {
    return new Roofline("title", SERIES, "peak", 100);
  }

  private static double[] numbers(String path) {
    return NUMBER.matcher(path).results().mapToDouble(m -> Double.parseDouble(m.group())).toArray();
  }

  private static double[] place(Parsed page, int circle) {
    return new double[] {
      Double.parseDouble(page.all("circle").get(circle).getAttribute("cx")),
      Double.parseDouble(page.all("circle").get(circle).getAttribute("cy"))
    };
  }

  @Test
  void theSlopeMeetsThePeakWhereBandwidthAllowsIt() {
    Parsed page =
        Parsed.of(
            chart()
                .bandwidth("memory", 20)
                .point("ours", "at the ridge", 5, 100)
                .point("ours", "on the slope", 0.5, 10)
                .point("ours", "far right", 50, 50));
    List<String> roofs = page.values("path", "roof", "d");
    double[] flat = numbers(roofs.get(0)); // x y H x
    double[] slope = numbers(roofs.get(1)); // x y L x y
    double[] ridge = place(page, 0);
    assertEquals(ridge[0], flat[0], 0.2);
    assertEquals(ridge[1], flat[1], 0.2);
    assertEquals(ridge[0], slope[2], 0.2);
    assertEquals(ridge[1], slope[3], 0.2);
    double[] on = place(page, 1);
    double share = (on[0] - slope[0]) / (slope[2] - slope[0]);
    assertEquals(on[1], slope[1] + share * (slope[3] - slope[1]), 0.3);
    assertTrue(place(page, 2)[1] > flat[1], "slower is lower");
  }

  @Test
  void thePeakBeginsAtTheFirstOfSeveralSlopes() {
    Roofline chart = chart().point("ours", "x", 0.1, 1).point("ours", "y", 1000, 90);
    chart.bandwidth("memory", 1).bandwidth("cache", 100);
    Parsed page = Parsed.of(chart.point("ours", "ridge of the cache", 1, 100));
    List<String> roofs = page.values("path", "roof", "d");
    assertEquals(3, roofs.size());
    assertEquals(place(page, 2)[0], numbers(roofs.getFirst())[0], 0.2);
    assertTrue(page.texts("text").containsAll(List.of("peak", "memory", "cache")));
  }

  @Test
  void whatDidTheSameIsJoinedAndSaid() {
    Parsed page =
        Parsed.of(chart().point("ours", "x", 2, 30).point("theirs", "x", 2, 60).bandwidth("m", 9));
    assertEquals(
        List.of("theirs, x: 60 GFLOP/s", "ours, x: 30 GFLOP/s"),
        page.all("circle").stream().map(dot -> dot.getTextContent()).toList());
    double[] range = numbers(page.values("path", "range", "d").getFirst());
    assertEquals(place(page, 0)[1], range[2], 0.2);
    assertEquals(place(page, 1)[1], range[1], 0.2);
  }

  @Test
  void everythingIsWithinTheDrawing() {
    Roofline chart = chart().bandwidth("slow", 1e-6).bandwidth("fast", 1e6);
    chart.point("ours", "x", 1e-3, 1e-4).point("ours", "y", 1e4, 300);
    Parsed page = Parsed.of(chart);
    for (String roof : page.values("path", "roof", "d")) {
      double[] numbers = numbers(roof);
      assertTrue(numbers[0] >= 0 && numbers[0] <= 760, roof);
      assertTrue(numbers[1] >= 0 && numbers[1] <= 440, roof);
    }
    assertTrue(place(page, 1)[1] > 0);
  }

  @Test
  void thePeakIsInTheDrawingHoweverSlowTheRestIs() {
    Parsed page = Parsed.of(chart().bandwidth("m", 50).point("ours", "x", 10, 0.1));
    double[] flat = numbers(page.values("path", "roof", "d").getFirst());
    assertTrue(flat[1] > 8 && flat[1] < place(page, 0)[1], "at " + flat[1]);
  }

  @Test
  void withoutAPointThereIsNothingToDraw() {
    Roofline chart = chart().point("ours", "x", Double.NaN, 1).point("ours", "x", 1, 0);
    assertEquals(List.of("nothing to draw"), Parsed.of(chart).texts("p"));
    assertThrows(
        IllegalArgumentException.class, () -> new Roofline("t", SERIES, "peak", Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> chart.bandwidth("m", 0));
  }
}
