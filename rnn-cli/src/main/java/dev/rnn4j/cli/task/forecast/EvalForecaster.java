package dev.rnn4j.cli.task.forecast;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskEvaluation;
import dev.rnn4j.core.io.ForecasterFile;
import dev.rnn4j.core.model.Forecaster;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.train.data.SeriesSplit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rnn eval} of a forecaster. */
@Command(
    name = "eval",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measure a forecaster on a table of numbers, beside simpler rules.",
    description = {
      "",
      "The last part of the table is the test; a linear model is fitted to the first part. Squared"
          + " and absolute errors (MSE, MAE) are those of normalised values; MASE is the absolute"
          + " error divided by that of repeating the last season in the first part.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn eval --model model.safetensors",
      "  rnn eval --model model.safetensors --data ETTh1.csv --split 8640,2880,2880 --json"
    })
final class EvalForecaster extends TaskEvaluation {
  @Option(
      names = "--data",
      paramLabel = "FILE",
      defaultValue = SeriesSource.BUILTIN,
      description =
          "A table with the columns that the model reads (default: ${DEFAULT-VALUE}, generated).")
  private String data = SeriesSource.BUILTIN;

  @Option(
      names = "--split",
      paramLabel = "A,B,C",
      converter = SplitValue.Converter.class,
      defaultValue = SplitValue.USUAL,
      description =
          "Rows, or shares of them, for training, validation and test, in the order of time"
              + " (default: ${DEFAULT-VALUE}).")
  private SplitValue split = new SplitValue(0, 0, 0, true);

  @Option(
      names = "--season",
      paramLabel = "N",
      defaultValue = "24",
      description = "Rows of a season (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 1_000_000)
  private int season;

  EvalForecaster(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected Result evaluate(Path model, TaskContext context) throws IOException {
    Forecaster forecaster = ForecasterFile.load(model);
    ForecasterConfig config = forecaster.config();
    SeriesVariables variables = config.variables();
    SeriesSource source =
        SeriesSource.read(context.input(), data, variables.names(), List.of(), variables.time());
    if (!source.series().columns().equals(variables.names())) {
      throw new CliException(
          "%s has the columns %s; the model reads %s, so give a table of those with --data"
              .formatted(data, source.series().columns(), variables.names()));
    }
    SeriesSplit parts = split.of(source.series().rows());
    ForecastComparison test = new ForecastComparison(config, source.series(), parts, season);
    if (parts.test(source.series(), config).isEmpty()) {
      throw new CliException(
          "%s: the last part, %,d rows, has no horizon of %d with a value; change --split"
              .formatted(data, parts.test(), config.framing().horizon()));
    }
    ForecastComparison.Result result = test.run(forecaster.network(), context.workers());
    return new Result(result.values(), result.lines());
  }
}
