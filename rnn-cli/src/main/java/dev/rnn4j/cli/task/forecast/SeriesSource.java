package dev.rnn4j.cli.task.forecast;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.train.data.CsvFormat;
import dev.rnn4j.train.data.GeneratedSeries;
import dev.rnn4j.train.data.SeriesReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A series that was given by name.
 *
 * @param name as given
 * @param series its columns
 * @param time the column of times; empty without
 * @param generated how it was generated, if it was
 */
record SeriesSource(String name, Series series, String time, Optional<GeneratedSeries> generated) {
  static final String BUILTIN = "builtin:load";
  private static final int HOURS = 365 * 24;
  private static final long SEED = 20_240_101;

  /** Generates or reads a series: the targets, then the other columns, then the calendar. */
  static SeriesSource read(
      StandardInput input, String name, List<String> targets, List<String> others, String time)
      throws IOException {
    if (name.equals(BUILTIN)) {
      return builtin();
    }
    List<String> columns = new ArrayList<>(targets);
    others.stream().filter(other -> !columns.contains(other)).forEach(columns::add);
    try (SeriesReader reader = open(input, name, columns, time)) {
      return new SeriesSource(name, reader.readAll(), time, Optional.empty());
    }
  }

  /** Whether a value is missing. */
  boolean hasGaps() {
    for (int t = 0; t < series.rows(); t++) {
      for (int c = 0; c < series.columns().size(); c++) {
        if (Double.isNaN(series.get(t, c))) {
          return true;
        }
      }
    }
    return false;
  }

  static SeriesSource builtin() {
    GeneratedSeries generated = new GeneratedSeries(HOURS, SEED);
    return new SeriesSource(
        BUILTIN, generated.series(), GeneratedSeries.TIME, Optional.of(generated));
  }

  static SeriesReader open(StandardInput input, String name, List<String> columns, String time)
      throws IOException {
    return new SeriesReader(input.text(name), CsvFormat.of(name), columns, time);
  }
}
