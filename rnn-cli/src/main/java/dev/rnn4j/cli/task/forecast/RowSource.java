package dev.rnn4j.cli.task.forecast;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.train.data.GeneratedSeries;
import dev.rnn4j.train.data.SeriesReader;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that a forecaster reads, as they come, and their times if the table has any. */
final class RowSource implements Closeable {
  /** A row and its time. */
  private interface Rows {
    double @Nullable [] next() throws IOException;

    @Nullable LocalDateTime time();

    void close() throws IOException;
  }

  private final Rows rows;
  private final String name;
  private final int[] order;
  private long count;
  private @Nullable LocalDateTime time;
  private @Nullable Duration step;

  private RowSource(Rows rows, String name, int[] order) {
    this.rows = rows;
    this.name = name;
    this.order = order;
  }

  static RowSource of(SeriesReader reader, String name, SeriesVariables variables) {
    Rows rows =
        new Rows() {
          @Override
          public double @Nullable [] next() throws IOException {
            return reader.next();
          }

          @Override
          public @Nullable LocalDateTime time() {
            return reader.time();
          }

          @Override
          public void close() throws IOException {
            reader.close();
          }
        };
    return new RowSource(rows, name, order(reader.columns(), variables, name));
  }

  static RowSource of(SeriesSource source, SeriesVariables variables) {
    Series series = source.series();
    Rows rows =
        new Rows() {
          private int at;

          @Override
          public double @Nullable [] next() {
            if (at == series.rows()) {
              return null;
            }
            double[] row = new double[series.columns().size()];
            Arrays.setAll(row, c -> series.get(at, c));
            at++;
            return row;
          }

          @Override
          public LocalDateTime time() {
            return GeneratedSeries.time(at - 1);
          }

          @Override
          public void close() {}
        };
    return new RowSource(rows, source.name(), order(series.columns(), variables, source.name()));
  }

  private static int[] order(List<String> columns, SeriesVariables variables, String name) {
    int[] order = new int[variables.names().size()];
    for (int c = 0; c < order.length; c++) {
      order[c] = columns.indexOf(variables.names().get(c));
      if (order[c] < 0) {
        throw new CliException(
            "%s has the columns %s; the model reads %s, so give a table of those with --data"
                .formatted(name, columns, variables.names()));
      }
    }
    return order;
  }

  /** The next row, in the order of the model's columns; null after the last. */
  double @Nullable [] next() throws IOException {
    double[] row = rows.next();
    if (row == null) {
      return null;
    }
    LocalDateTime before = time;
    time = rows.time();
    step = before == null || time == null ? step : Duration.between(before, time);
    count++;
    double[] ordered = new double[order.length];
    Arrays.setAll(ordered, c -> row[order[c]]);
    return ordered;
  }

  /** How many rows were read. */
  long count() {
    return count;
  }

  /** The time of a row after the last one, as far as that is known; empty otherwise. */
  String time(int ahead) {
    LocalDateTime last = time;
    Duration each = step;
    if (last == null || (ahead > 0 && each == null)) {
      return "";
    }
    LocalDateTime then = each == null ? last : last.plus(each.multipliedBy(ahead));
    return then.toString().replace('T', ' ');
  }

  void requireAny() {
    if (count == 0) {
      throw new CliException(name + " has no row after the header; give it the last values");
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
