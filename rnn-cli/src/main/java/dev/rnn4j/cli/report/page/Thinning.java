package dev.rnn4j.cli.report.page;

import java.util.ArrayList;
import java.util.List;

/** Keeps the least and the largest point of each column of a drawing, in their order. */
final class Thinning {
  /** An empty point. */
  private static final double[] GAP = {};

  private final boolean thins;
  private final List<double[]> points = new ArrayList<>();
  private int column = -1;
  private int columnBegin;

  /** Keeps everything unless {@code thins}. */
  Thinning(boolean thins) {
    this.thins = thins;
  }

  /** Adds a point in a column of the drawing. */
  void point(double x, double y, int itsColumn) {
    if (!thins || itsColumn != column) {
      column = itsColumn;
      columnBegin = points.size();
    } else if (!points.isEmpty() && points.getLast().length == 0) {
      points.removeLast(); // nobody would see it within a column
    }
    points.add(new double[] {x, y});
    if (points.size() - columnBegin > 2) {
      points.remove(columnBegin + middle());
    }
  }

  /** Which of the last three is neither least nor largest. */
  private int middle() {
    double a = points.get(columnBegin)[1];
    double b = points.get(columnBegin + 1)[1];
    double c = points.get(columnBegin + 2)[1];
    boolean rising = a <= b;
    if (rising == b <= c) {
      return 1;
    }
    return rising == a <= c ? 2 : 0;
  }

  /** The line is broken here. */
  void gap() {
    if (!points.isEmpty() && points.getLast().length > 0) {
      points.add(GAP);
    }
  }

  List<double[]> points() {
    return points;
  }
}
