package dev.rnn4j.cli.report.page;

import java.math.BigDecimal;

/**
 * The axes of a drawing: where values lie in it, its grid and the labels of its ticks.
 *
 * @param x from left to right
 * @param y from bottom to top
 * @param left where x begins
 * @param top where y ends
 * @param right where x ends
 * @param bottom where y begins
 */
record Axes(Scale x, Scale y, double left, double top, double right, double bottom) {
  /** Of a digit, in the units of the drawing, in which text has 12. */
  static final double CHARACTER = 7;

  /** What a drawing needs to the right of its axes, and below them. */
  static final int MARGIN_RIGHT = 14;

  static final int MARGIN_BELOW = 38;

  /** Room to the left for the labels of an axis. */
  static double room(Scale y) {
    int longest = y.ticks().stream().mapToInt(t -> Numbers.of(t).length()).max().orElse(0);
    return 10 + CHARACTER * longest;
  }

  double across(double value) {
    return left + x.at(value) * (right - left);
  }

  double down(double value) {
    return bottom - y.at(value) * (bottom - top);
  }

  /** A line for each tick of y, with its label to the left. */
  void horizontals(Html html) {
    StringBuilder grid = new StringBuilder();
    for (BigDecimal tick : y.ticks()) {
      double at = down(tick.doubleValue());
      grid.append("M").append(Numbers.place(left)).append(' ').append(Numbers.place(at));
      grid.append("H").append(Numbers.place(right));
      label(html, tick, left - 6, at + 4, "end");
    }
    html.empty("path", "class", "grid", "d", grid.toString());
  }

  /** A line for each tick of x. */
  void verticals(Html html) {
    StringBuilder grid = new StringBuilder();
    for (BigDecimal tick : x.ticks()) {
      grid.append("M").append(Numbers.place(across(tick.doubleValue()))).append(' ');
      grid.append(Numbers.place(top)).append("V").append(Numbers.place(bottom));
    }
    html.empty("path", "class", "grid", "d", grid.toString());
  }

  /** The labels of the ticks of x, and what x is. */
  void names(Html html, String xName) {
    for (BigDecimal tick : x.ticks()) {
      double most = right + MARGIN_RIGHT - CHARACTER * Numbers.of(tick).length() / 2;
      double at = Math.min(across(tick.doubleValue()), most); // not beyond the drawing
      label(html, tick, at, bottom + 16, "middle");
    }
    String middle = Numbers.place((left + right) / 2);
    String below = Numbers.place(bottom + MARGIN_BELOW - 6);
    html.element("text", xName, "x", middle, "y", below, "text-anchor", "middle");
  }

  private static void label(Html html, BigDecimal tick, double across, double down, String anchor) {
    String at = Numbers.place(across);
    html.element(
        "text", Numbers.of(tick), "x", at, "y", Numbers.place(down), "text-anchor", anchor);
  }
}
