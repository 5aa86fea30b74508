package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.Forecast;
import dev.rnn4j.core.model.Forecaster;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.ForecasterConfig.Framing;
import dev.rnn4j.core.model.ForecasterConfig.Preparation;
import dev.rnn4j.core.model.ForecasterNetwork;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesColumn;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.core.model.SeriesWindow;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastBaselinesTest {
  private static final double NONE = Double.NaN;

  private static ForecasterConfig config(
      List<SeriesColumn> columns, List<String> targets, int window, int horizon) {
    return new ForecasterConfig(
        new SeriesVariables(columns, targets, ""),
        new Framing(window, horizon, false),
        new Preparation(true, false, false, 0),
        StackConfig.of(columns.size(), new GruCell(), List.of(1), Directions.FORWARD),
        new RegressionLoss.Squared());
  }

  private static final ForecasterConfig ONE =
      config(List.of(new SeriesColumn("a", 10, 2)), List.of("a"), 4, 3);

  private static SeriesWindow window(Series series, int from, int to) {
    return new SeriesWindow(series, from, to, 0, series.rows());
  }

  private static Series series(double... values) {
    return new Series(List.of("a"), values);
  }

  @Test
  void theLastValueIsTheLastThatWasObserved() {
    ForecastBaseline last = ForecastBaseline.lastValue(ONE.variables());
    Series series = series(NONE, 3, NONE, 5, NONE, NONE, 7);
    assertEquals(5, last.after(window(series, 2, 6)).value(2, 0));
    assertEquals(3, last.after(window(series, 0, 3)).value(0, 0));
    assertEquals(10, last.after(window(series, 0, 1)).value(0, 0)); // the mean
  }

  @Test
  void theSeasonIsRepeatedFromThePastAlone() {
    ForecastBaseline seasonal = ForecastBaseline.seasonal(ONE, 3);
    Series series = series(1, 2, 3, 4, NONE, 6, 70, 80, 90, 100);
    Prediction prediction = seasonal.after(window(series, 3, 6));
    assertEquals(4, prediction.value(0, 0));
    assertEquals(2, prediction.value(1, 0)); // missing a season ago, so that of two seasons ago
    assertEquals(6, prediction.value(2, 0));
    assertEquals(4, prediction.value(3, 0)); // never what comes after the window
    assertEquals(1, seasonal.after(window(series, 0, 1)).value(1, 0)); // no season yet: the last
  }

  @Test
  void aLinearModelFindsALinearRule() {
    List<SeriesColumn> columns = List.of(new SeriesColumn("a", 5, 2), new SeriesColumn("b", -1, 3));
    ForecasterConfig config = config(columns, List.of("b", "a"), 3, 2);
    RandomSource random = new RandomSource(5);
    double[] values = new double[400];
    for (int t = 0; t < 200; t++) { // an oscillation and what follows from it two rows later
      values[2 * t] = t < 2 ? random.nextDouble() : 1.2 * a(values, t - 1) - a(values, t - 2);
      values[2 * t + 1] = t < 2 ? 0 : 3 * a(values, t - 2) + 1;
    }
    Series series = new Series(List.of("a", "b"), values);
    List<SeriesWindow> windows = new ArrayList<>();
    for (int to = 3; to < 150; to++) {
      windows.add(new SeriesWindow(series, to - 3, to, 0, 150));
    }
    LinearForecast linear = LinearForecast.fit(config, windows, 1e-5);
    SeriesWindow later = new SeriesWindow(series, 177, 180, 0, 0);
    for (int step = 0; step < 2; step++) {
      assertEquals(series.get(180 + step, 1), linear.after(later).value(step, 0), 1e-3);
      assertEquals(series.get(180 + step, 0), linear.after(later).value(step, 1), 1e-3);
    }
    ForecastBaseline strong = LinearForecast.fit(config, windows, 1e12); // no weights: last value
    assertEquals(series.get(179, 0), strong.after(later).value(1, 1), 1e-3);
    assertEquals(7, LinearForecast.features(config));
  }

  private static double a(double[] values, int t) {
    return values[2 * t];
  }

  @Test
  void equationsAreSolved() {
    double[][] a = {{4, 0, 0}, {2, 5, 0}, {-2, 1, 6}};
    assertArrayEquals(
        new double[] {1, -2, 3}, new Cholesky(a).solve(new double[] {-6, -5, 14}), 1e-12);
    assertThrows(
        IllegalArgumentException.class, () -> new Cholesky(new double[][] {{1, 0}, {2, 1}}));
  }

  @Test
  void errorsAreCountedWhereThereIsATarget() {
    Series series = series(1, 3, 2, 6, 4, NONE, 8, 100);
    double[] scales = ForecastScore.scales(series, ONE.variables(), 2, 5);
    assertArrayEquals(new double[] {2}, scales); // |2-1|, |6-3|, |4-2|
    ForecastScore score = new ForecastScore(ONE, scales);
    score.add(new SeriesWindow(series, 0, 4, 0, 7), (step, _) -> 6 + step); // 6-4, -, 8-8
    assertEquals(2, score.count());
    assertEquals(0.5, score.mse()); // a deviation is 2
    assertEquals(0.5, score.mae());
    assertEquals(0.5, score.mase());
    score.add(new SeriesWindow(series, 0, 3, 6, 7), (_, _) -> 0); // none of its own
    assertEquals(2, score.count());
  }

  @Test
  void quantilesAreCountedAndPriced() {
    ForecasterConfig config =
        new ForecasterConfig(
            ONE.variables(),
            new Framing(2, 2, false),
            new Preparation(false, false, false, 0),
            ONE.stack(),
            new RegressionLoss.Quantiles(List.of(0.2, 0.5, 0.9)));
    Parameters parameters = new Parameters(config.layout()); // all zero: predicts its bias
    double[] normalised = {-1, 0, 2, -1, 0, 2};
    for (int j = 0; j < 6; j++) {
      parameters.matrix("output.bias").set(0, j, (float) normalised[j]);
    }
    Forecaster forecaster =
        new Forecaster(ForecasterNetwork.of(config, parameters, new ScalarKernels()), List.of(1.0));
    Series series = series(0, 0, 9, 14);
    SeriesWindow window = new SeriesWindow(series, 0, 2, 0, 4);
    Forecast forecast = forecaster.forecast(List.of(window)).getFirst();
    assertEquals(8, forecast.quantile(1, 0, 0));
    assertEquals(10, forecast.value(1, 0));
    QuantileScore score = new QuantileScore(config);
    score.add(window, forecast); // quantiles 8, 10, 14 of the values 9 and 14
    assertEquals(0, score.coverage(0));
    assertEquals(0.5, score.coverage(1));
    assertEquals(1, score.coverage(2));
    double loss = 0.2 * 0.5 + 0.5 * 0.5 + 0.1 * 2.5 + 0.2 * 3 + 0.5 * 2 + 0;
    assertEquals(loss / 6, score.loss(), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> new QuantileScore(ONE));
    assertTrue(forecast.levels().equals(List.of(0.2, 0.5, 0.9)));
  }
}
