package dev.rnn4j.cli.report.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ratios, a row for each thing and a dot for each series, on a logarithmic axis with a line at 1.
 * Where a ratio was found several times, a line through its dot goes from the least to the largest.
 */
public final class DotPlot implements Block {
  private static final int WIDTH = 760;
  private static final int ROW = 20;
  private static final int TOP = 8;
  private static final double LETTER = 7.6;
  private static final int MAX_LETTERS = 40;

  private record Dot(int series, double low, double value, double high) {}

  private final String title;
  private final String xName;
  private final Dots dots;
  private final Map<String, List<Dot>> rows = new LinkedHashMap<>();

  /** An empty plot; equal lists of series have equal colours in all plots. */
  public DotPlot(String title, String xName, List<String> series) {
    this.title = title;
    this.xName = xName;
    dots = new Dots(series);
  }

  /** Adds a ratio with its range; one that is not positive or not finite is left out. */
  public DotPlot dot(String row, String series, double low, double value, double high) {
    int number = dots.of(series);
    if (Scale.holds(low, true) && Scale.holds(value, true) && Scale.holds(high, true)) {
      rows.computeIfAbsent(row, _ -> new ArrayList<>()).add(new Dot(number, low, value, high));
    }
    return this;
  }

  @Override
  public void writeTo(Html html) {
    html.open("figure", "class", "chart").element("figcaption", title);
    if (rows.isEmpty()) {
      html.element("p", "nothing to draw", "class", "none").close();
      return;
    }
    dots.legend(html);
    double bottom = TOP + ROW * (double) rows.size();
    String box = "0 0 " + WIDTH + " " + Numbers.place(bottom + Axes.MARGIN_BELOW);
    html.open("div", "class", "across")
        .open("svg", "class", "wide", "viewBox", box, "role", "img", "aria-label", title);
    draw(html, axes(bottom));
    html.close().close().close();
  }

  private Axes axes(double bottom) {
    double low = 1;
    double high = 1;
    for (List<Dot> row : rows.values()) {
      for (Dot dot : row) {
        low = Math.min(low, dot.low);
        high = Math.max(high, dot.high);
      }
    }
    int letters = rows.keySet().stream().mapToInt(row -> label(row).length()).max().orElse(0);
    return new Axes(
        Scale.logarithmic(low, high),
        Scale.exact(0, rows.size()),
        10 + LETTER * letters,
        TOP,
        WIDTH - Axes.MARGIN_RIGHT,
        bottom);
  }

  private static String label(String row) {
    String label = Labels.of(row);
    return label.length() <= MAX_LETTERS ? label : label.substring(0, MAX_LETTERS - 1) + "\u2026";
  }

  private void draw(Html html, Axes axes) {
    axes.verticals(html);
    String one = Numbers.place(axes.across(1));
    html.empty("path", "class", "one", "d", "M" + one + " " + TOP + "V" + axes.bottom());
    double down = TOP + ROW / 2.0;
    for (Map.Entry<String, List<Dot>> row : rows.entrySet()) {
      String at = Numbers.place(axes.left() - 8);
      String below = Numbers.place(down + 4);
      html.element("text", label(row.getKey()), "x", at, "y", below, "text-anchor", "end");
      for (Dot dot : row.getValue()) {
        whisker(html, axes, dot, down);
      }
      for (Dot dot : row.getValue().reversed()) { // the first on top
        String says = row.getKey() + ": " + says(dot);
        dots.draw(html, dot.series, axes.across(dot.value), down, says);
      }
      down += ROW;
    }
    axes.names(html, xName);
  }

  private static void whisker(Html html, Axes axes, Dot dot, double down) {
    if (dot.low < dot.high) {
      String path = "M" + Numbers.place(axes.across(dot.low)) + " " + Numbers.place(down);
      String end = "H" + Numbers.place(axes.across(dot.high));
      html.empty("path", "class", Dots.style(dot.series), "d", path + end);
    }
  }

  private static String says(Dot dot) {
    String value = Numbers.of(dot.value);
    return dot.low < dot.high
        ? value + ", from " + Numbers.of(dot.low) + " to " + Numbers.of(dot.high)
        : value;
  }
}
