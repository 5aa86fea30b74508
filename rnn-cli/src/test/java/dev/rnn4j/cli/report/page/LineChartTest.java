package dev.rnn4j.cli.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineChartTest {
  private static final double NAN = Double.NaN;
  private static final Pattern POINT = Pattern.compile("[ML]([-\\d.]+) ([-\\d.]+)");

  private static double[] upTo(int n) {
    return IntStream.range(0, n).asDoubleStream().toArray();
  }

  private static Parsed of(double[] x, double... y) {
    return Parsed.of(new LineChart("title", "x").series("s", x, y));
  }

  private static String path(Parsed page) {
    return String.join("", page.values("path", "c0", "d"));
  }

  private static long count(String text, char c) {
    return text.chars().filter(each -> each == c).count();
  }

  /** Every place of a line lies in the drawing. */
  private static List<double[]> places(String path) {
    List<double[]> places =
        POINT
            .matcher(path)
            .results()
            .map(m -> new double[] {Double.parseDouble(m.group(1)), Double.parseDouble(m.group(2))})
            .toList();
    for (double[] place : places) {
      assertTrue(place[0] >= 0 && place[0] <= 460, path);
      assertTrue(place[1] >= 0 && place[1] <= 240, path);
    }
    return places;
  }

  @Test
  void withoutAPointThereIsNothingToDraw() {
    for (Parsed page : List.of(of(upTo(0)), of(upTo(2), NAN, Double.POSITIVE_INFINITY))) {
      assertEquals(List.of("nothing to draw yet"), page.texts("p"));
      assertEquals(List.of(), page.all("svg"));
    }
    assertEquals(1, Parsed.of(new LineChart("title", "x")).texts("p").size());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 2.5, -3, 1e-320, 1e300, -1e300, 4e18})
  void onePointIsADot(double y) {
    Parsed page = of(new double[] {7}, y);
    assertEquals("", path(page));
    assertEquals(1, page.all("circle").size());
    assertTrue(page.texts("text").contains("7"));
  }

  @Test
  void aMissingValueLeavesAGap() {
    Parsed page = of(upTo(7), 1, 2, NAN, 3, Double.NEGATIVE_INFINITY, 5, 6);
    String path = path(page);
    assertEquals(2, count(path, 'M'));
    assertEquals(2, count(path, 'L'));
    assertEquals(5, page.all("circle").size()); // with the one that stands alone
  }

  @Test
  void higherValuesAreHigherAndLaterOnesFurther() {
    List<double[]> places = places(path(of(new double[] {0, 1, 4}, 1, 3, 2)));
    assertTrue(places.get(0)[1] > places.get(2)[1] && places.get(2)[1] > places.get(1)[1]);
    double first = places.get(1)[0] - places.get(0)[0];
    assertEquals(3 * first, places.get(2)[0] - places.get(1)[0], 0.3);
  }

  @Test
  void equalFactorsAreEqualOnALogarithmicAxis() {
    double[] y = {0.01, 1, 100, 0, -5};
    Parsed page = Parsed.of(new LineChart("title", "x").series("s", upTo(5), y).logarithmic());
    List<double[]> places = places(path(page));
    assertEquals(3, places.size());
    assertEquals(places.get(0)[1] - places.get(1)[1], places.get(1)[1] - places.get(2)[1], 0.15);
    assertTrue(page.texts("text").containsAll(List.of("0.1", "1", "10", "100")));
  }

  @Test
  void oneSeriesOfThousandsOfPointsIsThinnedAndKeepsItsExtremes() {
    int n = 200_000;
    double[] y = new double[n];
    Arrays.setAll(y, i -> Math.sin(i * 0.37));
    y[77_777] = 40;
    y[123_456] = -40;
    Parsed page = of(upTo(n), y);
    List<double[]> places = places(path(page));
    assertTrue(places.size() > 400 && places.size() <= 2 * 460, "" + places.size());
    assertEquals(8, places.stream().mapToDouble(p -> p[1]).min().orElseThrow());
    assertEquals(202, places.stream().mapToDouble(p -> p[1]).max().orElseThrow());
    assertEquals(0, page.all("circle").size());
  }

  @Test
  void aWideGapSurvivesThinning() {
    double[] y = new double[5000];
    Arrays.fill(y, 2000, 2500, NAN);
    y[0] = 1;
    assertEquals(2, count(path(of(upTo(5000), y)), 'M'));
  }

  @Test
  void manySmallGapsDoNotMakeALargePage() {
    double[] y = new double[100_000];
    Arrays.setAll(y, i -> i % 3 == 0 ? NAN : i % 7);
    String html = new Page("p").add(new LineChart("t", "x").series("s", upTo(100_000), y)).html();
    assertTrue(html.length() < 40_000, "" + html.length());
  }

  @Test
  void theLegendNamesTheLastValues() {
    double[] x = {1, 2};
    Parsed page =
        Parsed.of(
            new LineChart("title", "x")
                .series("rising", x, new double[] {1, 2.34567})
                .series("missing", x, new double[] {1, NAN})
                .level("limit", 5));
    assertEquals(List.of("2.346", Numbers.MISSING, "5"), page.texts("b"));
    assertEquals(1, page.values("path", "dashed", "d").size());
    places(String.join("", page.values("path", "dashed", "d")));
  }

  @Test
  void everyYHasAnX() {
    LineChart chart = new LineChart("title", "x");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> chart.series("s", upTo(2), upTo(3)));
    assertEquals("s: 2 values of x, but 3 of y", e.getMessage());
  }

  @Test
  void extremesStayInTheDrawing() {
    double[][] all = {
      {-1e300, 1e300}, {1e-300, 2e-300}, {Double.MIN_VALUE, 0}, {1, 1 + 1e-15}, {-7, -7}, {0, 0}
    };
    for (double[] y : all) {
      for (boolean logarithmic : new boolean[] {false, true}) {
        LineChart chart = new LineChart("title", "x").series("s", upTo(2), y);
        Parsed page = Parsed.of(logarithmic ? chart.logarithmic() : chart);
        places(path(page));
        String drawn = String.join(" ", page.texts("text")) + path(page);
        assertFalse(drawn.contains("NaN") || drawn.contains("Infinity"), drawn);
      }
    }
  }

  @Test
  void aPictureIsWellFormedAndHasTheSameLinesAsThePage() {
    LineChart chart =
        new LineChart("title <1>", "x")
            .series("measured", upTo(3), new double[] {1, 10, 100})
            .series("predicted", 0, true, upTo(3), new double[] {2, 20, 200})
            .level("limit", 50)
            .logarithmic();
    Parsed page = Parsed.of(chart);
    Parsed picture = Parsed.of(chart.svg().replace(" xmlns=\"http://www.w3.org/2000/svg\"", ""));
    List<String> texts = picture.texts("text");
    assertTrue(texts.containsAll(List.of("title <1>", "measured", "predicted", "limit")));
    for (String color : List.of("c0", "c2")) {
      List<String> paths = picture.values("path", color, "d");
      assertTrue(paths.containsAll(page.values("path", color, "d")), paths.toString());
    }
    assertEquals(4, picture.values("path", "dashed", "d").size(), "two names and two lines");
    assertEquals(1, picture.all("style").size());
    assertTrue(chart.svg().contains("prefers-color-scheme: dark"));
  }
}
