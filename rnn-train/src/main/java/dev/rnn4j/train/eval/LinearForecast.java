package dev.rnn4j.train.eval;

import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.SeriesColumn;
import dev.rnn4j.core.model.SeriesWindow;
import java.util.Arrays;
import java.util.List;

/**
 * A linear model of a window, the baseline that recurrent forecasters often fail to beat: every
 * value of the horizon is a weighted sum of all values that are read, fitted by least squares with
 * a small penalty on the weights (ridge). The values are normalised, those of targets counted from
 * the last one observed, and so is what is predicted; a missing one is the last one before it.
 */
public final class LinearForecast implements ForecastBaseline {
  private final ForecasterConfig config;
  private final int features;

  /** (H · K, features). */
  private final double[][] weights;

  private LinearForecast(ForecasterConfig config) {
    this.config = config;
    features = features(config);
    weights = new double[config.framing().horizon() * config.variables().targets().size()][];
  }

  /**
   * How many weights each predicted value has; the time to fit them grows with the square.
   *
   * @param config what is read
   * @return the number of features
   */
  public static int features(ForecasterConfig config) {
    return config.variables().columns().size() * config.framing().window() + 1;
  }

  /**
   * Fits a model.
   *
   * @param config what is read and predicted
   * @param windows to fit it to; those with a missing target are left out
   * @param ridge the penalty, in units of what one window adds to the sum of squares; above 0
   * @return the model
   */
  public static LinearForecast fit(
      ForecasterConfig config, List<SeriesWindow> windows, double ridge) {
    LinearForecast model = new LinearForecast(config);
    int n = model.features;
    double[][] gram = new double[n][n];
    double[][] moments = new double[model.weights.length][n];
    double[] x = new double[n];
    double[] y = new double[moments.length];
    for (SeriesWindow window : windows) {
      Arrays.setAll(y, p -> model.target(window, p));
      if (Arrays.stream(y).noneMatch(Double::isNaN)) {
        model.read(window, x);
        for (int i = 0; i < n; i++) {
          addTo(gram[i], x, i + 1, x[i]);
        }
        for (int p = 0; p < y.length; p++) {
          addTo(moments[p], x, n, y[p]);
        }
      }
    }
    for (int i = 0; i < n; i++) {
      gram[i][i] += ridge;
    }
    Cholesky cholesky = new Cholesky(gram);
    for (int p = 0; p < moments.length; p++) {
      model.weights[p] = cholesky.solve(moments[p]);
    }
    return model;
  }

  private static void addTo(double[] sum, double[] x, int length, double factor) {
    for (int j = 0; j < length; j++) {
      sum[j] += factor * x[j];
    }
  }

  private void read(SeriesWindow window, double[] x) {
    int length = config.framing().window();
    for (int c = 0; c < config.variables().columns().size(); c++) {
      double base = isTarget(c) ? last(window, c) : 0;
      double value = 0;
      for (int t = 0; t < length; t++) {
        int row = window.to() - length + t;
        double given = row < window.from() ? Double.NaN : window.series().get(row, c);
        value = Double.isNaN(given) ? value : column(c).normalised(given) - base;
        x[c * length + t] = value;
      }
    }
    x[features - 1] = 1;
  }

  private boolean isTarget(int c) {
    return config.variables().targets().contains(column(c).name());
  }

  private SeriesColumn column(int c) {
    return config.variables().columns().get(c);
  }

  /** The last value observed, normalised. */
  private double last(SeriesWindow window, int c) {
    for (int t = window.to() - 1; t >= window.from(); t--) {
      double value = window.series().get(t, c);
      if (!Double.isNaN(value)) {
        return column(c).normalised(value);
      }
    }
    return 0;
  }

  private double target(SeriesWindow window, int p) {
    int targets = config.variables().targets().size();
    int c = config.variables().column(p % targets);
    int row = window.to() + p / targets;
    double value = row < window.endOfTargets() ? window.series().get(row, c) : Double.NaN;
    return column(c).normalised(value) - last(window, c);
  }

  @Override
  public Prediction after(SeriesWindow window) {
    double[] x = new double[features];
    read(window, x);
    return (step, target) -> {
      int c = config.variables().column(target);
      double sum = last(window, c);
      double[] w = weights[step * config.variables().targets().size() + target];
      for (int j = 0; j < features; j++) {
        sum += w[j] * x[j];
      }
      return column(c).restored(sum);
    };
  }
}
