package dev.rnn4j.train.data;

import dev.rnn4j.core.model.CalendarFeatures;
import dev.rnn4j.core.model.Series;
import java.io.Closeable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table of numbers, as they arrive: named columns, and if one is named that holds
 * times, their {@link CalendarFeatures}. All other columns are ignored. An empty cell, NA, NaN or
 * null is a missing value; anything else that is no number is refused.
 */
public final class SeriesReader implements Closeable {
  private static final Set<String> MISSING = Set.of("", "na", "nan", "null", "none");

  /** Java reads more as a number than tables mean by one: "1d", "0x1p3", "Infinity". */
  private static final String DIGITS = "+-.0123456789eE";

  private final CsvReader table;
  private final List<String> names;
  private final int[] cells;
  private final int timeCell;
  private final List<String> columns;
  private @Nullable LocalDateTime time;

  /**
   * Opens a table whose first row names its columns.
   *
   * @param input its text
   * @param format how it is written
   * @param names of the columns to read, and in which order; those of {@link CalendarFeatures} are
   *     left out, as they come from the time
   * @param timeColumn the column of times, to be written as 2016-07-01 or 2016-07-01 13:00, with T
   *     in place of the space, seconds and a zone or not; empty for none
   * @throws CorpusException if the text cannot be opened, or has no such column
   */
  public SeriesReader(TextInput input, CsvFormat format, List<String> names, String timeColumn)
      throws CorpusException {
    table = new CsvReader(input, format);
    table.header();
    this.names = names.stream().filter(name -> !CalendarFeatures.NAMES.contains(name)).toList();
    cells = new int[this.names.size()];
    for (int c = 0; c < cells.length; c++) {
      cells[c] = table.column(this.names.get(c));
    }
    timeCell = timeColumn.isEmpty() ? -1 : table.column(timeColumn);
    columns = new ArrayList<>(this.names);
    if (timeCell >= 0) {
      columns.addAll(CalendarFeatures.NAMES);
    }
  }

  /** {@return what the values of a row are: the names, and then the calendar features if any} */
  public List<String> columns() {
    return List.copyOf(columns);
  }

  /**
   * The next row; waits for it.
   *
   * @return a value for each column, NaN where it is missing; null after the last row
   * @throws CorpusException if a cell is no number, or a time none, or as {@link CsvReader#next}
   */
  public double @Nullable [] next() throws CorpusException {
    CsvReader.Row row = table.next();
    while (row != null && row.isBlank() && table.width() > 1) {
      row = table.next();
    }
    if (row == null) {
      return null;
    }
    double[] values = new double[columns.size()];
    for (int c = 0; c < cells.length; c++) {
      values[c] = number(row, c);
    }
    if (timeCell >= 0) {
      time = time(row);
      CalendarFeatures.fill(time, values, cells.length);
    }
    return values;
  }

  private double number(CsvReader.Row row, int column) throws CorpusException {
    String cell = row.cells().get(cells[column]).strip();
    if (MISSING.contains(cell.toLowerCase(Locale.ROOT))) {
      return Double.NaN;
    }
    try {
      double value = Double.parseDouble(cell);
      if (Double.isFinite(value) && cell.chars().allMatch(c -> DIGITS.indexOf(c) >= 0)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw noNumber(row, column, cell);
    }
    throw noNumber(row, column, cell);
  }

  private CorpusException noNumber(CsvReader.Row row, int column, String cell) {
    return table.at(
        row.line(),
        "column %s holds '%s', which is not a number; write one such as 12.5, or nothing where it is missing"
            .formatted(names.get(column), cell));
  }

  private LocalDateTime time(CsvReader.Row row) throws CorpusException {
    String cell = row.cells().get(timeCell).strip();
    try {
      return cell.length() == 10
          ? LocalDate.parse(cell).atStartOfDay()
          : LocalDateTime.parse(cell.replace(' ', 'T'), DateTimeFormatter.ISO_DATE_TIME);
    } catch (DateTimeException e) {
      throw table.at(row.line(), "'" + cell + "' is not a time; write it as 2016-07-01 13:00:00");
    }
  }

  /** {@return the time of the last row; null without a column of times} */
  public @Nullable LocalDateTime time() {
    return time;
  }

  /**
   * Reads all rows.
   *
   * @return the series
   * @throws CorpusException as {@link #next}, or if there is no row
   */
  public Series readAll() throws CorpusException {
    double[] values = new double[1024];
    int length = 0;
    for (double[] row = next(); row != null; row = next()) {
      if (length + row.length > values.length) {
        values = Arrays.copyOf(values, Math.max(2 * values.length, length + row.length));
      }
      System.arraycopy(row, 0, values, length, row.length);
      length += row.length;
    }
    if (length == 0) {
      throw table.at(1, "there is no row after the header; add the values");
    }
    return new Series(columns, Arrays.copyOf(values, length));
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
