package dev.rnn4j.cli.task.forecast;

import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.core.io.ForecasterFile;
import dev.rnn4j.core.model.Forecast;
import dev.rnn4j.core.model.Forecaster;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.train.data.SeriesReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rnn forecast}: what comes after a table, or how surprising its rows are. */
@Command(
    name = "forecast",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Forecast what comes after a table of numbers, or find surprising rows in it.",
    description = {
      "",
      "Prints CSV: the next rows, with a column for each quantile if the model has learned any."
          + " With --anomalies, every row of the table as it comes, with what was expected and how"
          + " many times as far off it is as usual. Takes memory for one window, however long the"
          + " table is.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn forecast --model model.safetensors --data ETTh1.csv",
      "  tail -f meter.csv | rnn forecast --model model.safetensors --anomalies --threshold 5"
    })
final class ForecastCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "FILE",
      description = ModelOption.DESCRIPTION)
  private @Nullable Path model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "A CSV or .tsv table with the columns that the model reads, or - for standard input"
              + " (default: builtin:load if the model was trained on it, else -).")
  private @Nullable String data;

  @Option(names = "--anomalies", description = "Print every row and how surprising it is.")
  private boolean anomalies;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      description =
          "With --anomalies: only rows more surprising than X, such as 5; their values are then"
              + " not believed, but read as missing.")
  private @Nullable Double threshold;

  @Option(names = "--json", description = "Print a line of JSON for each row instead.")
  private boolean json;

  @Mixin private CommonOptions common;

  private final Surroundings surroundings;

  ForecastCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    common.check();
    if (threshold != null && !anomalies) {
      throw new ParameterException(spec.commandLine(), "--threshold is for --anomalies");
    }
    Forecaster forecaster = ForecasterFile.load(Objects.requireNonNull(model));
    SeriesVariables variables = forecaster.config().variables();
    PrintWriter out = spec.commandLine().getOut();
    try (RowSource rows = rows(variables)) {
      ForecastRows printer = new ForecastRows(out, variables, json);
      if (anomalies) {
        double limit = threshold == null ? Double.NEGATIVE_INFINITY : threshold;
        printer.anomalies(forecaster, rows, limit);
      } else {
        printer.forecast(next(forecaster, rows), rows);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private RowSource rows(SeriesVariables variables) throws IOException {
    String name = data == null ? usualData(variables) : data;
    if (name.equals(SeriesSource.BUILTIN)) {
      return RowSource.of(SeriesSource.builtin(), variables);
    }
    SeriesReader reader =
        SeriesSource.open(surroundings.input(), name, variables.names(), variables.time());
    return RowSource.of(reader, name, variables);
  }

  private static String usualData(SeriesVariables variables) {
    SeriesSource builtin = SeriesSource.builtin();
    return builtin.series().columns().equals(variables.names()) ? SeriesSource.BUILTIN : "-";
  }

  /** Keeps the last rows alone. */
  private static Forecast next(Forecaster forecaster, RowSource rows) throws IOException {
    int window = forecaster.config().framing().window();
    Deque<double[]> last = new ArrayDeque<>();
    for (double[] row = rows.next(); row != null; row = rows.next()) {
      if (last.size() == window) {
        last.remove();
      }
      last.add(row);
    }
    rows.requireAny();
    return forecaster.forecast(
        Series.of(forecaster.config().variables().names(), last.toArray(new double[0][])));
  }
}
