package dev.rnn4j.cli.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The roofline model of S. Williams, A. Waterman and D. Patterson, "Roofline: an insightful visual
 * performance model for multicore architectures", Communications of the ACM 52 (2009): speed in
 * GFLOP/s over operations per byte, both logarithmic. What reads so many bytes for an operation
 * cannot be faster than its level of memory delivers them, nor than the arithmetic's peak.
 */
public final class Roofline implements Block {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 440;
  private static final int TOP = 8;
  private static final double AROUND = 1.5;

  private record Point(int series, String label, double intensity, double speed) {}

  /** What caps speed at an intensity. */
  private record Roof(String name, double bandwidth) {}

  private final String title;
  private final Dots dots;
  private final List<Point> points = new ArrayList<>();
  private final List<Roof> slopes = new ArrayList<>();
  private final String peakName;
  private final double peak;

  /** A chart without points; the peak is in GFLOP/s. Equal series have equal colours anywhere. */
  public Roofline(String title, List<String> series, String peakName, double peak) {
    this.title = title;
    dots = new Dots(series);
    this.peakName = peakName;
    this.peak = positive(peakName, peak);
  }

  /** Adds what a level of memory delivers, in GB/s. */
  public Roofline bandwidth(String name, double gigabytes) {
    slopes.add(new Roof(name, positive(name, gigabytes)));
    return this;
  }

  private static double positive(String name, double value) {
    if (!Scale.holds(value, true)) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
    return value;
  }

  /** Adds a measurement: operations per byte, and GFLOP/s. One without both is left out. */
  public Roofline point(String series, String label, double intensity, double speed) {
    int number = dots.of(series);
    if (Scale.holds(intensity, true) && Scale.holds(speed, true)) {
      points.add(new Point(number, label, intensity, speed));
    }
    return this;
  }

  @Override
  public void writeTo(Html html) {
    html.open("figure", "class", "chart").element("figcaption", title);
    if (points.isEmpty()) {
      html.element("p", "nothing to draw", "class", "none").close();
      return;
    }
    dots.legend(html);
    String box = "0 0 " + WIDTH + " " + HEIGHT;
    html.open("div", "class", "across")
        .open("svg", "class", "wide", "viewBox", box, "role", "img", "aria-label", title);
    Axes axes = axes();
    axes.verticals(html);
    axes.horizontals(html);
    axes.names(html, "floating-point operations per byte");
    ranges(html, axes);
    roofs(html, axes);
    points.stream()
        .sorted(Comparator.comparingInt(Point::series).reversed()) // the first on top
        .forEach(p -> {
          String says = p.label + ": " + Numbers.of(p.speed) + " GFLOP/s";
          dots.draw(html, p.series, axes.across(p.intensity), axes.down(p.speed), says);
        });
    html.close().close().close();
  }

  private Axes axes() {
    Scale x = scale(points.stream().mapToDouble(Point::intensity));
    DoubleStream speeds = points.stream().mapToDouble(Point::speed);
    Scale y = scale(DoubleStream.concat(speeds, DoubleStream.of(peak)));
    return new Axes(x, y, Axes.room(y), TOP, WIDTH - Axes.MARGIN_RIGHT, HEIGHT - Axes.MARGIN_BELOW);
  }

  private static Scale scale(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return Scale.logarithmic(sorted[0] / AROUND, sorted[sorted.length - 1] * AROUND);
  }

  /** A thin line from the slowest to the fastest of those that did the same. */
  private void ranges(Html html, Axes axes) {
    Map<String, double[]> ranges = new LinkedHashMap<>();
    for (Point p : points) {
      double[] range =
          ranges.computeIfAbsent(p.label, _ -> new double[] {p.intensity, p.speed, p.speed});
      range[1] = Math.min(range[1], p.speed);
      range[2] = Math.max(range[2], p.speed);
    }
    StringBuilder path = new StringBuilder();
    for (double[] range : ranges.values()) {
      path.append("M").append(Numbers.place(axes.across(range[0]))).append(' ');
      path.append(Numbers.place(axes.down(range[1])));
      path.append("V").append(Numbers.place(axes.down(range[2])));
    }
    html.empty("path", "class", "range", "d", path.toString());
  }

  private void roofs(Html html, Axes axes) {
    double low = axes.x().low();
    double high = axes.x().high();
    double ridge = slopes.stream().mapToDouble(s -> peak / s.bandwidth).min().orElse(low);
    if (ridge < high) {
      String begin = place(axes.across(Math.max(ridge, low)), axes.down(peak));
      String end = "H" + Numbers.place(axes.right());
      html.empty("path", "class", "roof", "d", "M" + begin + end);
    }
    String right = Numbers.place(axes.right() - 4);
    String above = Numbers.place(axes.down(peak) - 6);
    html.element("text", peakName, "class", "name", "x", right, "y", above, "text-anchor", "end");
    for (Roof slope : slopes) {
      double from = Math.max(low, axes.y().low() / slope.bandwidth);
      double to = Math.min(high, peak / slope.bandwidth);
      if (from < to) {
        double[] begin = {axes.across(from), axes.down(from * slope.bandwidth)};
        double[] end = {axes.across(to), axes.down(to * slope.bandwidth)};
        html.empty("path", "class", "roof", "d", "M" + place(begin) + "L" + place(end));
        name(html, slope.name, begin, end);
      }
    }
  }

  /** Along the line, above it. */
  private static void name(Html html, String name, double[] begin, double[] end) {
    double angle = Math.toDegrees(Math.atan2(end[1] - begin[1], end[0] - begin[0]));
    String turned = "translate(" + place(begin) + ") rotate(" + Numbers.place(angle) + ")";
    html.element("text", name, "class", "name", "x", "12", "y", "-6", "transform", turned);
  }

  private static String place(double... point) {
    return Numbers.place(point[0]) + " " + Numbers.place(point[1]);
  }
}
