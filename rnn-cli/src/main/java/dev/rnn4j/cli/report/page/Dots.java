package dev.rnn4j.cli.report.page;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The dots of several series: those of one look alike, and their names stand above the drawing. */
final class Dots {
  private static final int COLORS = 6;

  private final List<String> names;
  private final Set<Integer> used = new TreeSet<>();

  /** Series in the order of their looks. */
  Dots(List<String> names) {
    this.names = List.copyOf(names);
  }

  /** The number of a series that has a dot. */
  int of(String name) {
    int number = names.indexOf(name);
    if (number < 0) {
      throw new IllegalArgumentException(name + " is none of the series " + names);
    }
    used.add(number);
    return number;
  }

  /** Names of those that have dots beside such a dot. */
  void legend(Html html) {
    html.open("p", "class", "legend");
    for (int i : used) {
      html.open("span").open("i", "class", "dot " + style(i)).close();
      html.text(Labels.of(names.get(i))).close().newline();
    }
    html.close();
  }

  /** A dot that says something when one points at it. */
  void draw(Html html, int series, double across, double down, String says) {
    String cx = Numbers.place(across);
    String cy = Numbers.place(down);
    String radius = series == 0 ? "4.5" : "3.7";
    html.open("circle", "class", style(series), "cx", cx, "cy", cy, "r", radius);
    html.element("title", Labels.of(names.get(series)) + ", " + says).close().newline();
  }

  /** The first six have a colour each, the next six are rings of it. */
  static String style(int series) {
    return "c" + series % COLORS + (series / COLORS % 2 == 0 ? "" : " ring");
  }
}
