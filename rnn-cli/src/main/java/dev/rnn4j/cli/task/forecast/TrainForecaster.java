package dev.rnn4j.cli.task.forecast;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.option.InitialStateOption;
import dev.rnn4j.cli.option.InitializationOptions;
import dev.rnn4j.cli.option.NetworkOptions;
import dev.rnn4j.cli.option.OptimizationOptions.Usual;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.option.RegularizationOptions;
import dev.rnn4j.cli.task.EarlierModel;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskPlan;
import dev.rnn4j.cli.task.TaskTraining;
import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.io.ForecasterFile;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.CalendarFeatures;
import dev.rnn4j.core.model.Forecaster;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.ForecasterConfig.Framing;
import dev.rnn4j.core.model.ForecasterConfig.Preparation;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.CsvFormat;
import dev.rnn4j.train.data.CsvReader;
import dev.rnn4j.train.data.GeneratedSeries;
import dev.rnn4j.train.data.SeriesSplit;
import dev.rnn4j.train.data.TextInput;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.Schedule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code rnn train --task forecast}. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Train a forecaster on a table of numbers.",
    description = {
      "",
      "Without options, forecasts a generated load: a year of hours with seasons, gaps and wrong values.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn train --task forecast",
      "  rnn train --task forecast --train ETTh1.csv --target OT --split 8640,2880,2880",
      "  rnn train --task forecast --train sales.csv --target sold --time day --window 56"
          + " --horizon 14 --season 7 --loss quantile"
    })
final class TrainForecaster extends TaskTraining {
  private static final long INITIALIZATION = 1;
  private static final int EPOCHS = 10;
  private static final double RATE = 0.001;
  private static final double CLIP = 1;
  private static final int WIDTH = 16;

  /** {@code --loss}. */
  enum LossName {
    squared,
    absolute,
    quantile
  }

  @Option(
      names = "--train",
      paramLabel = "FILE",
      defaultValue = SeriesSource.BUILTIN,
      description =
          "A CSV or .tsv table, evenly spaced in time, whose first row names the columns, UTF-8,"
              + " plain or gzip (default: ${DEFAULT-VALUE}, generated). An empty cell or NA is a"
              + " missing value.")
  private String train = SeriesSource.BUILTIN;

  @Option(
      names = "--target",
      paramLabel = "COL[,COL...]",
      description =
          "What is forecast, from its own past at least. A name with a comma stands in quotes, as"
              + " in the table: --target '\"a,b\",c'.")
  private @Nullable String target;

  @Option(
      names = "--inputs",
      paramLabel = "COL[,COL...]",
      description = "Other columns to read, written like --target (default: none).")
  private @Nullable String inputs;

  @Option(
      names = "--time",
      paramLabel = "COL",
      description =
          "The column of times, to read hour and weekday too; written as 2016-07-01 13:00:00.")
  private @Nullable String time;

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
      names = "--window",
      paramLabel = "N",
      defaultValue = "168",
      description = "Rows that are read before a forecast (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 100_000)
  private int window;

  @Option(
      names = "--horizon",
      paramLabel = "N",
      defaultValue = "24",
      description = "Rows that are forecast at once (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 10_000)
  private int horizon;

  @Option(
      names = "--season",
      paramLabel = "N",
      defaultValue = "24",
      description =
          "Rows of a season, for the rule to compare with and MASE (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 1_000_000)
  private int season;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description =
          "Rows from window to window in training (default: 1; a window with --every-step).")
  @Range(least = 1, most = 100_000)
  private @Nullable Integer stride;

  @Option(
      names = "--every-step",
      description =
          "Forecast after every row of a window (many to many): learns from all, and follows a"
              + " stream without reading its window again.")
  private boolean everyStep;

  @Option(
      names = "--level",
      description = "Forecast values as they are (default: their differences from the last value).")
  private boolean level;

  @Option(
      names = "--relative",
      paramLabel = "true|false",
      description =
          "Read the targets' past as differences from the last value, too, so that a level never"
              + " seen in training does no harm (default: true; with --level or --every-step"
              + " false).")
  private @Nullable Boolean relative;

  @Option(
      names = "--lags",
      paramLabel = "N",
      description =
          "Last values of each target that reach the output layer past the recurrent layers"
              + " (default: the window, 168 at most).")
  @Range(least = 0, most = 100_000)
  private @Nullable Integer lags;

  @Option(
      names = "--loss",
      paramLabel = "squared|absolute|quantile",
      defaultValue = "squared",
      description = "What an error costs (default: ${DEFAULT-VALUE}).")
  private LossName loss = LossName.squared;

  @Option(
      names = "--quantiles",
      paramLabel = "Q[,Q...]",
      description = "Levels for --loss quantile, ascending (default: 0.1,0.5,0.9).")
  private @Nullable String quantiles;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "32",
      description = "Windows in a batch (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 1 << 16)
  private int batch;

  @Mixin private NetworkOptions network;
  @Mixin private InitialStateOption initialState;
  @Mixin private RegularizationOptions regularization;

  TrainForecaster(ForecastTask task, Surroundings surroundings) {
    super(task, surroundings);
  }

  @Override
  protected Usual usual() {
    Optimization how =
        Optimization.adam(RATE).withClip(CLIP).withSchedule(new Schedule.HoldThenDecay(4, 0.7));
    return new Usual(how, EPOCHS, true);
  }

  @Override
  protected TaskPlan prepare(TrainingOptions options, TaskContext context) throws IOException {
    EarlierModel<Forecaster> earlier = earlier(ForecasterFile::load);
    refuseWhatDoesNotFit(earlier != null);
    ForecasterConfig model = earlier == null ? null : earlier.model().config();
    SeriesSource source = model == null ? source(context) : source(context, model.variables());
    Series series = source.series();
    SeriesSplit parts = split.of(series.rows());
    try {
      ForecasterConfig config =
          model == null ? config(source, parts.train()) : config(model, series);
      ForecasterConfig.Framing framing = config.framing();
      int step = stride == null ? (framing.everyStep() ? framing.window() : 1) : stride;
      Parameters parameters =
          config.newParameters(
              start.initialization(
                  network.cell(), InitializationOptions.byWidth(network.widths(List.of(WIDTH))), 1),
              new RandomSource(RandomSource.derive(options.seed(), INITIALIZATION)));
      List<String> remarks = new ArrayList<>();
      if (earlier != null) {
        earlier.copyTo(parameters, Map.of());
        remarks.add(earlier.remark());
      }
      return ForecastPlan.of(
          source,
          new ForecastComparison(config, series, parts, season),
          step,
          batch,
          parameters,
          remarks,
          context);
    } catch (IllegalArgumentException e) {
      throw new CliException(train + ": " + e.getMessage(), e);
    }
  }

  @Override
  protected Set<String> shapeOptions() {
    return Set.of(
        "--target",
        "--inputs",
        "--time",
        "--window",
        "--horizon",
        "--every-step",
        "--level",
        "--relative",
        "--lags",
        "--loss",
        "--quantiles");
  }

  private List<String> targets() throws IOException {
    boolean builtin = train.equals(SeriesSource.BUILTIN);
    return builtin ? List.of(GeneratedSeries.TARGET) : columns("--target", target);
  }

  private SeriesSource source(TaskContext context) throws IOException {
    List<String> others = columns("--inputs", inputs);
    return SeriesSource.read(context.input(), train, targets(), others, time == null ? "" : time);
  }

  /** What a forecaster to go on from reads. */
  private SeriesSource source(TaskContext context, SeriesVariables variables) throws IOException {
    List<String> others = new ArrayList<>(variables.names());
    others.removeAll(variables.targets());
    if (!variables.time().isEmpty()) {
      others.removeAll(CalendarFeatures.NAMES);
    }
    return SeriesSource.read(context.input(), train, variables.targets(), others, variables.time());
  }

  /**
   * A forecaster to go on from: it keeps the means and deviations it normalises with, as its
   * weights are for values so normalised.
   */
  private ForecasterConfig config(ForecasterConfig model, Series series) {
    if (!series.columns().equals(model.variables().names())) {
      throw usage(
          "the model of --from reads %s, but %s has %s"
              .formatted(model.variables().names(), train, series.columns()));
    }
    StackConfig stack = model.stack();
    Regularization own = stack.regularization();
    float dropout = network.dropout(own.dropout().layers());
    return new ForecasterConfig(
        model.variables(),
        model.framing(),
        model.preparation(),
        stack.withRegularization(
            regularization.over(own, dropout, stack.layers().getFirst().cell())),
        model.loss());
  }

  private void refuseWhatDoesNotFit(boolean goesOn) {
    boolean builtin = train.equals(SeriesSource.BUILTIN);
    if (builtin && (target != null || inputs != null || time != null)) {
      throw usage("--target, --inputs and --time are for a table given with --train");
    }
    if (!builtin && target == null && !goesOn) {
      throw usage("say with --target which column of " + train + " is to be forecast");
    }
    if (level && relative != null && relative) {
      throw usage(
          "--level forecasts values as they are, which --relative true does not let it read");
    }
    if (quantiles != null && loss != LossName.quantile) {
      throw usage("--quantiles is for --loss quantile");
    }
    if (spec.commandLine().getParseResult().hasMatchedOption("--embedding")) {
      throw usage("a forecaster reads numbers, so --embedding has no meaning here");
    }
  }

  private ForecasterConfig config(SeriesSource source, int rows) throws IOException {
    SeriesVariables variables = SeriesVariables.of(source.series(), targets(), source.time(), rows);
    boolean masks = source.hasGaps();
    int past = lags == null ? Math.min(window, 168) : lags;
    boolean shifted = relative == null ? !level && !everyStep : relative;
    Preparation preparation = new Preparation(!level, shifted, masks, past);
    StackConfig stack =
        new StackConfig(
            ForecasterConfig.inputSize(variables, preparation),
            initialState.layers(network, List.of(WIDTH)),
            Directions.FORWARD,
            regularization.regularization(network.dropout(0), network.cell()),
            false);
    Framing framing = new Framing(window, horizon, everyStep);
    return new ForecasterConfig(variables, framing, preparation, stack, loss());
  }

  private RegressionLoss loss() {
    return switch (loss) {
      case squared -> new RegressionLoss.Squared();
      case absolute -> new RegressionLoss.Absolute();
      case quantile -> new RegressionLoss.Quantiles(levels());
    };
  }

  private List<Double> levels() {
    List<Double> levels = new ArrayList<>();
    for (String level : (quantiles == null ? "0.1,0.5,0.9" : quantiles).split(",", -1)) {
      try {
        levels.add(Double.valueOf(level));
      } catch (NumberFormatException e) {
        throw usage("--quantiles must be numbers between 0 and 1, not \"" + quantiles + "\"");
      }
    }
    return levels;
  }

  /** Names between commas, as the row of a CSV table that names them. */
  private List<String> columns(String option, @Nullable String names) throws IOException {
    if (names == null) {
      return List.of();
    }
    byte[] bytes = names.getBytes(StandardCharsets.UTF_8);
    TextInput row = TextInput.stream(option, new ByteArrayInputStream(bytes));
    try (CsvReader reader = new CsvReader(row, CsvFormat.CSV)) {
      return reader.header();
    } catch (CorpusException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
