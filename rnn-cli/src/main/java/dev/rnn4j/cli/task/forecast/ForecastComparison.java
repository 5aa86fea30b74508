package dev.rnn4j.cli.task.forecast;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.page.Table;
import dev.rnn4j.core.head.RegressionLoss.Quantiles;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.Forecast;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.ForecasterNetwork;
import dev.rnn4j.core.model.ForecasterPass;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesWindow;
import dev.rnn4j.train.data.SeriesSplit;
import dev.rnn4j.train.eval.ForecastBaseline;
import dev.rnn4j.train.eval.ForecastScore;
import dev.rnn4j.train.eval.LinearForecast;
import dev.rnn4j.train.eval.QuantileScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A forecaster and simpler rules on the same windows.
 *
 * @param config the forecaster's
 * @param series the data
 * @param split its parts: the first one is what the linear model is fitted to
 * @param season the length of a season in rows
 */
record ForecastComparison(ForecasterConfig config, Series series, SeriesSplit split, int season) {
  private static final int BATCH = 128;

  /** A linear model of more weights than this takes minutes. */
  private static final int MOST_FEATURES = 1500;

  private static final double RIDGE = 1;

  /**
   * What was measured.
   *
   * @param values by name, for programs
   * @param lines for people
   * @param table for a page
   */
  record Result(Map<String, Object> values, List<String> lines, Table table) {}

  /** What a network predicts after each of some windows. */
  static List<Forecast> forecasts(
      ForecasterNetwork network, List<SeriesWindow> windows, Workers workers) {
    ForecasterPass pass = new ForecasterPass(network, null);
    List<Forecast> all = new ArrayList<>(windows.size());
    for (int i = 0; i < windows.size(); i += BATCH) {
      pass.begin(windows.subList(i, Math.min(i + BATCH, windows.size())));
      workers.run(pass::predict);
      all.addAll(pass.forecasts());
    }
    return all;
  }

  Result run(ForecasterNetwork network, Workers workers) {
    List<SeriesWindow> windows = split.test(series, config);
    List<Forecast> forecasts = forecasts(network, windows, workers);
    ForecastScore own = score();
    for (int i = 0; i < windows.size(); i++) {
      own.add(windows.get(i), forecasts.get(i)::value);
    }
    Map<String, ForecastScore> scores = new LinkedHashMap<>();
    scores.put("forecaster", own);
    baselines()
        .forEach((name, rule) -> {
          ForecastScore score = score();
          windows.forEach(window -> score.add(window, rule.after(window)));
          scores.put(name, score);
        });
    Result result = table(windows.size(), scores);
    if (config.loss() instanceof Quantiles quantiles) {
      addCoverage(quantiles, windows, forecasts, result);
    }
    return result;
  }

  private ForecastScore score() {
    return new ForecastScore(
        config, ForecastScore.scales(series, config.variables(), season, split.train()));
  }

  private Map<String, ForecastBaseline> baselines() {
    Map<String, ForecastBaseline> rules = new LinkedHashMap<>();
    if (LinearForecast.features(config) <= MOST_FEATURES) {
      ForecasterConfig.Framing framing = config.framing();
      List<SeriesWindow> train = new ArrayList<>();
      for (int to = framing.window(); to + framing.horizon() <= split.train(); to++) {
        train.add(new SeriesWindow(series, to - framing.window(), to, 0, split.train()));
      }
      rules.put("linear model", LinearForecast.fit(config, train, RIDGE));
    }
    rules.put("last season", ForecastBaseline.seasonal(config, season));
    rules.put("last value", ForecastBaseline.lastValue(config.variables()));
    return rules;
  }

  private Result table(int windows, Map<String, ForecastScore> scores) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("forecasts", windows);
    List<String> lines = new ArrayList<>();
    lines.add(
        "test: %s of the next %s of %s, held against %s"
            .formatted(
                Text.count(windows, "forecast"),
                Text.count(config.framing().horizon(), "value"),
                String.join(", ", config.variables().targets()),
                Text.count(scores.values().iterator().next().count(), "value")));
    lines.add(Text.format("  %-14s %9s %9s %9s", "", "MSE", "MAE", "MASE"));
    Table table = new Table("", "MSE", "MAE", "MASE");
    scores.forEach((name, score) -> {
      values.put(
          name.replace(' ', '_'),
          Map.of("mse", score.mse(), "mae", score.mae(), "mase", score.mase()));
      lines.add(
          Text.format("  %-14s %9.4f %9.4f %9.3f", name, score.mse(), score.mae(), score.mase()));
      table.row(
          name,
          Text.format("%.4f", score.mse()),
          Text.format("%.4f", score.mae()),
          Text.format("%.3f", score.mase()));
    });
    return new Result(values, lines, table);
  }

  private void addCoverage(
      Quantiles quantiles, List<SeriesWindow> windows, List<Forecast> forecasts, Result result) {
    QuantileScore score = new QuantileScore(config);
    for (int i = 0; i < windows.size(); i++) {
      score.add(windows.get(i), forecasts.get(i));
    }
    List<Double> coverage = new ArrayList<>();
    StringBuilder line = new StringBuilder("quantiles: ");
    for (int q = 0; q < quantiles.levels().size(); q++) {
      coverage.add(score.coverage(q));
      line.append(
          Text.format(
              "%s%.1f%% of the values are not above that of %s",
              q == 0 ? "" : ", ",
              100 * score.coverage(q),
              Text.setting(quantiles.levels().get(q))));
    }
    result.lines().add(line + Text.format("; pinball loss %.4f", score.loss()));
    result.values().put("coverage", coverage);
    result.values().put("pinball_loss", score.loss());
  }
}
