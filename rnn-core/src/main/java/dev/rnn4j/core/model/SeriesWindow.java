package dev.rnn4j.core.model;

/**
 * Rows of a series that a forecaster reads, and the rows after them that it is held against.
 *
 * @param series the data
 * @param from the first row that is read
 * @param to behind the last row that is read
 * @param firstTarget rows before this one are not predicted: they belong to another part
 * @param endOfTargets nor are this row and those after it
 */
public record SeriesWindow(Series series, int from, int to, int firstTarget, int endOfTargets) {
  /**
   * Checks the rows.
   *
   * @throws IllegalArgumentException if nothing is read, or there are no such rows
   */
  public SeriesWindow {
    if (from < 0 || to <= from || to > series.rows()) {
      throw new IllegalArgumentException(
          "a window must read one row or more of %d, not rows %d to %d"
              .formatted(series.rows(), from, to));
    }
    if (firstTarget < 0 || endOfTargets < firstTarget || endOfTargets > series.rows()) {
      throw new IllegalArgumentException(
          "targets must be rows of %d, not rows %d to %d"
              .formatted(series.rows(), firstTarget, endOfTargets));
    }
  }

  /**
   * A window without targets, to forecast what comes after it.
   *
   * @param series the data
   * @param to behind the last row that is read
   * @param length how many rows are read; fewer if there are not as many
   * @return the window
   */
  public static SeriesWindow ending(Series series, int to, int length) {
    return new SeriesWindow(series, Math.max(0, to - length), to, 0, 0);
  }

  /** {@return how many rows are read} */
  public int length() {
    return to - from;
  }

  /** The value of a column in a row if that is a target, otherwise NaN. */
  double target(int row, int column) {
    return row >= firstTarget && row < endOfTargets ? series.get(row, column) : Double.NaN;
  }
}
