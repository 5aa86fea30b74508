package dev.rnn4j.cli.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines over a common x axis. Missing values (NaN, infinite, or not positive on a logarithmic axis)
 * leave gaps; of more points than can be seen each column of the drawing keeps its least and its
 * largest.
 */
public final class LineChart implements Block {
  /** Units of the drawing; the text in it has 12. */
  private static final int WIDTH = 460;

  private static final int HEIGHT = 240;
  private static final int TOP = 8;
  private static final int MAX_MARKED = 40;
  private static final int COLORS = 6;

  /** Of an SVG file: the height of its title, and of a row of two names. */
  private static final int PICTURE_TITLE = 38;

  private static final int PICTURE_ROW = 16;
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /** One line, or a level that is drawn across the chart. */
  private static final class Series {
    private final String name;
    private final String color;
    private final boolean dashed;
    private final double[] x;
    private final double[] y;

    Series(String name, int color, boolean dashed, double[] x, double[] y) {
      this.name = name;
      this.color = "c" + color % COLORS;
      this.dashed = dashed;
      this.x = x;
      this.y = y;
    }

    boolean isLevel() {
      return x.length < y.length;
    }
  }

  private final String title;
  private final String xName;
  private final List<Series> series = new ArrayList<>();
  private final List<Double> included = new ArrayList<>();
  private boolean logarithmic;

  public LineChart(String title, String xName) {
    this.title = title;
    this.xName = xName;
  }

  /** Adds a line; {@code x} ascends. */
  public LineChart series(String name, double[] x, double[] y) {
    return series(name, series.size(), false, x, y);
  }

  /** Adds a line in a colour of its own, of six that come again, dashed if it is no measurement. */
  public LineChart series(String name, int color, boolean dashed, double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          name + ": " + x.length + " values of x, but " + y.length + " of y");
    }
    series.add(new Series(name, color, dashed, x.clone(), y.clone()));
    return this;
  }

  /** Adds a level, such as a limit. */
  public LineChart level(String name, double y) {
    series.add(new Series(name, series.size(), true, new double[] {}, new double[] {y}));
    return this;
  }

  /** Makes the y axis logarithmic; values that are not positive are missing. */
  public LineChart logarithmic() {
    logarithmic = true;
    return this;
  }

  /** Makes the y axis show a value. */
  public LineChart including(double y) {
    included.add(y);
    return this;
  }

  @Override
  public void writeTo(Html html) {
    html.open("figure", "class", "chart").element("figcaption", title);
    Scale[] scales = scales();
    if (scales.length == 0) {
      html.element("p", "nothing to draw yet", "class", "none").close();
      return;
    }
    legend(html);
    html.open(
        "svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", label());
    new Drawing(html, scales[0], scales[1]).draw();
    html.close().close();
  }

  private String label() {
    return title + " over " + xName;
  }

  /** Of x and y; none if there is nothing to draw. */
  private Scale[] scales() {
    double[] xs = series.stream().flatMapToDouble(s -> Arrays.stream(s.x)).toArray();
    double[] ys = series.stream().flatMapToDouble(s -> Arrays.stream(s.y)).toArray();
    double[] xRange = range(xs, false);
    double[] yRange = range(ys, logarithmic);
    if (xRange.length == 0 || yRange.length == 0) {
      return new Scale[0];
    }
    Scale y = logarithmic ? Scale.logarithmic(yRange[0], yRange[1]) : linear(yRange);
    return new Scale[] {Scale.exact(xRange[0], xRange[1]), y};
  }

  /**
   * The chart with its title and its names as the text of an SVG file, which needs nothing else and
   * is light or dark as the reader prefers.
   */
  public String svg() {
    int rows = Math.ceilDiv(series.size(), 2);
    int top = PICTURE_TITLE + rows * PICTURE_ROW;
    int height = top + HEIGHT;
    Html html = new Html();
    String box = "0 0 " + WIDTH + " " + height;
    html.open("svg", "xmlns", NAMESPACE, "viewBox", box, "role", "img", "aria-label", label());
    html.open("style").raw(Page.resource("picture.css")).close().newline();
    html.empty("rect", "width", "" + WIDTH, "height", "" + height);
    html.element("text", title, "class", "title", "x", "10", "y", "18").newline();
    for (int i = 0; i < series.size(); i++) {
      Series each = series.get(i);
      int x = 10 + i % 2 * (WIDTH / 2);
      int y = PICTURE_TITLE + i / 2 * PICTURE_ROW;
      String path = "M" + x + " " + (y - 4) + "h20";
      html.empty("path", "class", each.color + (each.dashed ? " dashed" : ""), "d", path);
      html.element("text", each.name, "x", "" + (x + 26), "y", "" + y).newline();
    }
    Scale[] scales = scales();
    html.open("g", "transform", "translate(0 " + (top - PICTURE_ROW / 2) + ")");
    if (scales.length > 0) {
      new Drawing(html, scales[0], scales[1]).draw();
    }
    return html.close().close().newline().toString();
  }

  private Scale linear(double[] range) {
    for (double value : included) {
      range[0] = Math.min(range[0], value);
      range[1] = Math.max(range[1], value);
    }
    return Scale.rounded(range[0], range[1]);
  }

  /** Least and largest of those that can be drawn; empty if none can. */
  private static double[] range(double[] values, boolean positive) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Scale.holds(value, positive)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return low <= high ? new double[] {low, high} : new double[0];
  }

  /** Names beside their colours, with the last value of each. */
  private void legend(Html html) {
    html.open("p", "class", "legend");
    for (Series each : series) {
      html.open("span", "class", each.color).open("i", "class", each.dashed ? "dashed" : "");
      html.close().text(each.name + " ").element("b", Numbers.of(last(each.y))).close();
    }
    html.close();
  }

  private static double last(double[] y) {
    return y.length == 0 ? Double.NaN : y[y.length - 1];
  }

  /** The axes and lines of this chart. */
  private final class Drawing {
    private final Html html;
    private final Axes axes;

    Drawing(Html html, Scale x, Scale y) {
      this.html = html;
      axes =
          new Axes(x, y, Axes.room(y), TOP, WIDTH - Axes.MARGIN_RIGHT, HEIGHT - Axes.MARGIN_BELOW);
    }

    void draw() {
      axes.horizontals(html);
      axes.names(html, xName);
      series.forEach(this::line);
    }

    private void line(Series each) {
      String color = each.color;
      if (each.isLevel()) {
        if (Scale.holds(each.y[0], logarithmic)) {
          String path =
              "M" + Numbers.place(axes.left()) + " " + Numbers.place(axes.down(each.y[0]));
          String end = "H" + Numbers.place(axes.right());
          html.empty("path", "class", color + " dashed", "d", path + end);
        }
        return;
      }
      List<double[]> points = points(each);
      String path = path(points);
      if (!path.isEmpty()) {
        html.empty("path", "class", each.dashed ? color + " dashed" : color, "d", path);
      }
      boolean few = each.x.length <= MAX_MARKED && !each.dashed;
      for (int i = 0; i < points.size(); i++) {
        if (isPoint(points, i) && (few || (!isPoint(points, i - 1) && !isPoint(points, i + 1)))) {
          dot(points.get(i), color);
        }
      }
    }

    private void dot(double[] point, String color) {
      String cx = Numbers.place(axes.across(point[0]));
      String cy = Numbers.place(axes.down(point[1]));
      html.open("circle", "class", color, "cx", cx, "cy", cy, "r", "2.5");
      html.element("title", xName + " " + Numbers.of(point[0]) + ": " + Numbers.of(point[1]));
      html.close();
    }

    /** A line through points that follow each other; one alone is only a dot. */
    private String path(List<double[]> points) {
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < points.size(); i++) {
        boolean begins = !isPoint(points, i - 1);
        if (isPoint(points, i) && (!begins || isPoint(points, i + 1))) {
          double[] point = points.get(i);
          path.append(begins ? "M" : "L").append(Numbers.place(axes.across(point[0])));
          path.append(' ').append(Numbers.place(axes.down(point[1])));
        }
      }
      return path.toString();
    }

    private static boolean isPoint(List<double[]> points, int i) {
      return i >= 0 && i < points.size() && points.get(i).length > 0;
    }

    /** What is drawn, with an empty point for a gap. */
    private List<double[]> points(Series each) {
      Thinning thinning = new Thinning(each.x.length > 2 * WIDTH);
      for (int i = 0; i < each.x.length; i++) {
        if (Scale.holds(each.x[i], false) && Scale.holds(each.y[i], logarithmic)) {
          thinning.point(each.x[i], each.y[i], (int) axes.across(each.x[i]));
        } else {
          thinning.gap();
        }
      }
      return thinning.points();
    }
  }
}
