package dev.rnn4j.cli.task.forecast;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.core.model.Forecast;
import dev.rnn4j.core.model.ForecastStep;
import dev.rnn4j.core.model.Forecaster;
import dev.rnn4j.core.model.ForecasterSession;
import dev.rnn4j.core.model.SeriesVariables;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code rnn forecast} prints: rows of CSV, or JSON lines. */
final class ForecastRows {
  private final PrintWriter out;
  private final SeriesVariables variables;
  private final boolean json;
  private final boolean times;
  private boolean headed;

  ForecastRows(PrintWriter out, SeriesVariables variables, boolean json) {
    this.out = out;
    this.variables = variables;
    this.json = json;
    times = !variables.time().isEmpty();
  }

  /** A row for each step of the horizon. */
  void forecast(Forecast forecast, RowSource rows) {
    for (int step = 0; step < forecast.horizon(); step++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("step", step + 1);
      if (times) {
        row.put(variables.time(), rows.time(step + 1));
      }
      for (int k = 0; k < forecast.targets().size(); k++) {
        String target = forecast.targets().get(k);
        if (forecast.levels().isEmpty()) {
          row.put(target, forecast.value(step, k));
        }
        for (int q = 0; q < forecast.levels().size(); q++) {
          String name = target + " " + Text.setting(forecast.levels().get(q));
          row.put(name, forecast.quantile(step, k, q));
        }
      }
      print(row);
    }
  }

  /** Every row above a limit, as soon as it has come. */
  void anomalies(Forecaster forecaster, RowSource rows, double limit) throws IOException {
    ForecasterSession session = limit > 0 ? forecaster.newSession(limit) : forecaster.newSession();
    Forecast expected = null;
    for (double[] values = rows.next(); values != null; values = rows.next()) {
      ForecastStep step = session.step(values);
      if (limit < 0 || step.surprise() > limit) {
        print(row(values, expected, step.surprise(), rows));
        if (out.checkError()) {
          return; // nobody reads any more, as after head -1
        }
      }
      expected = step.next();
    }
    rows.requireAny();
    if (!json) {
      printHeader(row(new double[variables.names().size()], null, 0, rows)); // if nothing was
    }
  }

  private Map<String, Object> row(
      double[] values, @Nullable Forecast expected, double surprise, RowSource rows) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("row", rows.count());
    if (times) {
      row.put(variables.time(), rows.time(0));
    }
    for (int k = 0; k < variables.targets().size(); k++) {
      String target = variables.targets().get(k);
      row.put(target, values[variables.column(k)]);
      row.put(target + " expected", expected == null ? Double.NaN : expected.value(0, k));
    }
    row.put("surprise", surprise);
    return row;
  }

  private void print(Map<String, Object> row) {
    if (json) {
      out.println(JsonOutput.of(row));
    } else {
      printHeader(row);
      out.println(row.values().stream().map(ForecastRows::cell).collect(Collectors.joining(",")));
    }
  }

  private void printHeader(Map<String, Object> row) {
    if (!headed) {
      headed = true;
      out.println(
          List.copyOf(row.keySet()).stream()
              .map(ForecastRows::cell)
              .collect(Collectors.joining(",")));
    }
  }

  /** NaN is an empty cell. */
  private static String cell(Object value) {
    if (value instanceof Double number) {
      return Double.isNaN(number) ? "" : Text.setting(number);
    }
    String text = value.toString();
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
