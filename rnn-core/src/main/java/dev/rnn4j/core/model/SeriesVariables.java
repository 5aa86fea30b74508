package dev.rnn4j.core.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What a forecaster reads and what it predicts.
 *
 * @param columns what it reads, in the order of its rows; one or more, of different names
 * @param targets what it predicts: names of some of the columns, one or more
 * @param time the column of the data whose times became the {@link CalendarFeatures} among the
 *     columns; empty without
 */
public record SeriesVariables(List<SeriesColumn> columns, List<String> targets, String time) {
  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if there are none, two are equal, or a target is no column
   */
  public SeriesVariables {
    columns = List.copyOf(columns);
    targets = List.copyOf(targets);
    List<String> names = names(columns);
    if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "a forecaster needs one column or more, of different names, not " + names);
    }
    if (targets.isEmpty() || new HashSet<>(targets).size() < targets.size()) {
      throw new IllegalArgumentException(
          "a forecaster needs one target or more, of different names, not " + targets);
    }
    for (String target : targets) {
      if (!names.contains(target)) {
        throw new IllegalArgumentException(
            "target " + target + " must be one of the columns that are read: " + names);
      }
    }
    if (!time.isEmpty() && !names.containsAll(CalendarFeatures.NAMES)) {
      throw new IllegalArgumentException(
          "a forecaster that reads times needs the columns " + CalendarFeatures.NAMES);
    }
  }

  private static List<String> names(List<SeriesColumn> columns) {
    return columns.stream().map(SeriesColumn::name).toList();
  }

  /**
   * Columns of a series, normalised over some of its rows.
   *
   * @param series the data, of which all columns are read
   * @param targets names of some of them
   * @param time see {@link #time}
   * @param rows the first so many are those that are trained on
   * @return the variables
   * @throws IllegalArgumentException if a column has no value there, or the names do not fit
   */
  public static SeriesVariables of(Series series, List<String> targets, String time, int rows) {
    List<SeriesColumn> columns = new ArrayList<>();
    for (int c = 0; c < series.columns().size(); c++) {
      columns.add(SeriesColumn.of(series, c, 0, rows));
    }
    return new SeriesVariables(columns, targets, time);
  }

  /** {@return the names of the columns} */
  public List<String> names() {
    return names(columns);
  }

  /**
   * Where a target stands among the columns.
   *
   * @param target from 0
   * @return the index of its column
   */
  public int column(int target) {
    int column = 0;
    while (!columns.get(column).name().equals(targets.get(target))) {
      column++;
    }
    return column;
  }
}
