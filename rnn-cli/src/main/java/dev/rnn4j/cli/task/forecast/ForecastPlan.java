package dev.rnn4j.cli.task.forecast;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.Measure;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.cli.report.page.LineChart;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskPlan;
import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.io.ForecasterFile;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.Forecast;
import dev.rnn4j.core.model.Forecaster;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.ForecasterNetwork;
import dev.rnn4j.core.model.ForecasterPass;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesWindow;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.eval.ExampleEvaluation;
import dev.rnn4j.train.eval.ForecastSpread;
import dev.rnn4j.train.model.ExampleTask;
import dev.rnn4j.train.task.TrainingTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * A forecaster that is about to be trained.
 *
 * @param source where the series comes from
 * @param test the series and its parts
 * @param training how many windows there are to train on
 * @param batching how they make a batch
 * @param kernels the arithmetic
 * @param workers who compute
 * @param task what is trained
 * @param remarks what is easily overlooked
 */
record ForecastPlan(
    SeriesSource source,
    ForecastComparison test,
    int training,
    String batching,
    Kernels kernels,
    Workers workers,
    TrainingTask task,
    List<String> remarks)
    implements TaskPlan {
  private static final int VALIDATION_BATCH = 128;

  private static final int SAMPLE_STEPS = 6;

  static ForecastPlan of(
      SeriesSource source,
      ForecastComparison test,
      int stride,
      int batch,
      Parameters parameters,
      List<String> remarks,
      TaskContext context) {
    ForecasterConfig config = test.config();
    List<SeriesWindow> windows = test.split().training(test.series(), config, stride);
    if (windows.isEmpty()) {
      throw new CliException(
          "%s: the %s to train on are fewer than a window of %d and a horizon of %d; shorten them"
              .formatted(
                  source.name(),
                  Text.count(test.split().train(), "row"),
                  config.framing().window(),
                  config.framing().horizon()));
    }
    Kernels kernels = context.kernels().kernels();
    ForecasterNetwork network = ForecasterNetwork.trainable(config, parameters, kernels);
    ExampleTask.Builder<SeriesWindow> task =
        ExampleTask.<SeriesWindow>builder(
                network, gradients -> new ForecasterPass(network, gradients), windows)
            .batch(batch)
            .targets(config::targets)
            .description(ForecasterFile.describe(config))
            .settings(settings(test, stride))
            .fingerprint(fingerprint(test.series()));
    List<SeriesWindow> valid = test.split().validation(test.series(), config);
    if (!valid.isEmpty()) {
      ExampleEvaluation<SeriesWindow, ForecasterPass> evaluation =
          new ExampleEvaluation<>(new ForecasterPass(network, null), valid, VALIDATION_BATCH);
      task.validation((workers, stop) -> evaluation.meanLoss(workers, stop, config::targets));
    }
    return new ForecastPlan(
        source,
        test,
        windows.size(),
        "batch " + batch + (stride == 1 ? "" : ", a window every " + stride + " rows"),
        kernels,
        context.workers(),
        task.build(),
        remarks);
  }

  private static Map<String, Object> settings(ForecastComparison test, int stride) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("train_rows", test.split().train());
    settings.put("valid_rows", test.split().valid());
    settings.put("stride", stride);
    return settings;
  }

  private static long fingerprint(Series series) {
    long sum = series.rows();
    for (int t = 0; t < series.rows(); t++) {
      for (int c = 0; c < series.columns().size(); c++) {
        sum = 31 * sum + Double.doubleToLongBits(series.get(t, c));
      }
    }
    return sum;
  }

  @Override
  public String data() {
    return "%s: %,d / %,d / %,d rows for training / validation / test, %s to train on"
        .formatted(
            source.name(),
            test.split().train(),
            test.split().valid(),
            test.split().test(),
            Text.count(training, "window"));
  }

  @Override
  public String network() {
    ForecasterConfig config = test.config();
    int lags = config.preparation().lags();
    return "%s, %s read over %s, %s of %s forecast%s%s"
        .formatted(
            Wording.of(config.stack()),
            Text.count(config.variables().columns().size(), "column"),
            Text.count(config.framing().window(), "row"),
            Text.count(config.framing().horizon(), "value"),
            String.join(", ", config.variables().targets()),
            config.framing().everyStep() ? " after every row" : "",
            lags == 0 ? "" : ", " + Text.count(lags, "lag"));
  }

  @Override
  public Measure measure() {
    return switch (test.config().loss()) {
      case RegressionLoss.Squared _ -> measure("mse", 2);
      case RegressionLoss.Absolute _ -> measure("mae", 1);
      case RegressionLoss.Quantiles _ -> measure("pinball", 1);
    };
  }

  private static Measure measure(String name, double factor) {
    DoubleFunction<String> shown = loss -> name + Text.format(" %.5f", factor * loss);
    DoubleUnaryOperator value = loss -> factor * loss;
    return new Measure("targets", "loss", shown, name, value, shown, true);
  }

  @Override
  public String version() {
    return ForecasterFile.VERSION;
  }

  @Override
  public Map<String, String> description() {
    return ForecasterFile.describe(test.config());
  }

  @Override
  public Map<String, String> description(Parameters best) {
    return ForecasterFile.describe(test.config(), spread(network(best)));
  }

  private ForecasterNetwork network(Parameters best) {
    Parameters copy = new Parameters(best.layout(), best.values().clone());
    return ForecasterNetwork.of(test.config(), copy, kernels);
  }

  /** From the errors in validation; without one, from those of what was trained on. */
  private List<Double> spread(ForecasterNetwork network) {
    ForecasterConfig config = test.config();
    List<SeriesWindow> valid = test.split().validation(test.series(), config);
    List<SeriesWindow> windows =
        valid.isEmpty()
            ? test.split().training(test.series(), config, config.framing().horizon())
            : valid;
    return ForecastSpread.of(
        config, windows, ForecastComparison.forecasts(network, windows, workers));
  }

  @Override
  public List<Block> report(Parameters best, Workers workers, PrintWriter out) throws IOException {
    List<SeriesWindow> windows = test.split().test(test.series(), test.config());
    if (windows.isEmpty()) {
      out.println("no test: there are no rows for it");
      return List.of();
    }
    ForecasterNetwork network = network(best);
    ForecastComparison.Result result = test.run(network, workers);
    result.lines().forEach(out::println);
    List<Block> blocks = new ArrayList<>(List.of(Block.heading("Test"), result.table()));
    Forecaster forecaster = new Forecaster(network, spread(network));
    source
        .generated()
        .ifPresent(generated -> {
          String line = Anomalies.in(generated, test.split(), forecaster).line();
          out.println(line);
          blocks.add(Block.paragraph(line));
        });
    SeriesWindow last = windows.getLast();
    Forecast forecast = forecaster.forecast(List.of(last)).getFirst();
    samples(last, forecast).forEach(out::println);
    blocks.add(chart(last, forecast));
    return blocks;
  }

  private List<String> samples(SeriesWindow window, Forecast forecast) {
    List<String> lines = new ArrayList<>();
    lines.add("the last forecast of the test, and what came:");
    int steps = Math.min(SAMPLE_STEPS, forecast.horizon());
    for (int k = 0; k < forecast.targets().size(); k++) {
      int column = test.config().variables().column(k);
      StringBuilder line = new StringBuilder("  ").append(forecast.targets().get(k)).append(':');
      for (int step = 0; step < steps; step++) {
        double came = window.series().get(window.to() + step, column);
        line.append(
            Text.format(
                "  %.4g (%s)",
                forecast.value(step, k), Double.isNaN(came) ? "-" : Text.format("%.4g", came)));
      }
      lines.add(line + (steps < forecast.horizon() ? " ..." : ""));
    }
    return lines;
  }

  /** The first target: what came, and the forecast. */
  private Block chart(SeriesWindow window, Forecast forecast) {
    int column = test.config().variables().column(0);
    int before = Math.min(2 * forecast.horizon(), window.length());
    double[] rows = new double[before + forecast.horizon()];
    Arrays.setAll(rows, i -> window.to() - before + i);
    double[] came = new double[rows.length];
    Arrays.setAll(came, i -> window.series().get((int) rows[i], column));
    double[] steps = Arrays.copyOfRange(rows, before, rows.length);
    double[] values = new double[steps.length];
    Arrays.setAll(values, step -> forecast.value(step, 0));
    return new LineChart("The last forecast of " + forecast.targets().getFirst(), "row")
        .series("what came", rows, came)
        .series("forecast", steps, values);
  }

  @Override
  public List<String> next(String model) {
    String data = source.generated().isPresent() ? "" : " --data " + Text.argument(source.name());
    return List.of(
        "forecast --model " + model + data,
        "forecast --model " + model + data + " --anomalies",
        "eval --model " + model + data);
  }
}
