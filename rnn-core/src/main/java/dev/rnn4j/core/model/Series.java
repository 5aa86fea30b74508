package dev.rnn4j.core.model;

import java.util.List;

/**
 * Numbers in named columns, one row for each moment, evenly spaced in time. NaN is a missing value.
 * Read-only, and shared by any number of threads.
 */
public final class Series {
  private final List<String> columns;
  private final double[] values;

  /**
   * A series.
   *
   * @param columns their names, one or more
   * @param values row by row; shared, must not change
   * @throws IllegalArgumentException if they are no whole number of rows
   */
  public Series(List<String> columns, double[] values) {
    this.columns = List.copyOf(columns);
    this.values = values;
    if (columns.isEmpty() || values.length % columns.size() != 0) {
      throw new IllegalArgumentException(
          values.length + " values are no rows of " + columns.size() + " columns");
    }
  }

  /**
   * A series of rows, which are copied.
   *
   * @param columns their names
   * @param rows one value for each column
   * @return the series
   * @throws IllegalArgumentException if a row has another number of values
   */
  public static Series of(List<String> columns, double[][] rows) {
    double[] values = new double[Math.multiplyExact(rows.length, columns.size())];
    for (int t = 0; t < rows.length; t++) {
      requireWidth(columns, rows[t]);
      System.arraycopy(rows[t], 0, values, t * columns.size(), columns.size());
    }
    return new Series(columns, values);
  }

  static void requireWidth(List<String> columns, double[] row) {
    if (row.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row has "
              + row.length
              + " values; give one for each of the columns "
              + String.join(", ", columns));
    }
  }

  /** {@return the names of the columns} */
  public List<String> columns() {
    return columns;
  }

  /** {@return the number of rows} */
  public int rows() {
    return values.length / columns.size();
  }

  /**
   * A value.
   *
   * @param row from 0
   * @param column from 0
   * @return the value; NaN if it is missing
   */
  public double get(int row, int column) {
    return values[row * columns.size() + column];
  }
}
