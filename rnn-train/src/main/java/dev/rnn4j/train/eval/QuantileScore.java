package dev.rnn4j.train.eval;

import dev.rnn4j.core.head.RegressionLoss.Quantiles;
import dev.rnn4j.core.model.Forecast;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.core.model.SeriesWindow;

/** How good quantiles are: how often a value is below each, and what their errors cost. */
public final class QuantileScore {
  private final ForecasterConfig config;
  private final Quantiles quantiles;
  private final long[] below;
  private double loss;
  private long count;

  /**
   * A score of nothing yet.
   *
   * @param config of a forecaster that learns quantiles
   */
  public QuantileScore(ForecasterConfig config) {
    if (!(config.loss() instanceof Quantiles given)) {
      throw new IllegalArgumentException("this forecaster has not learned quantiles");
    }
    this.config = config;
    quantiles = given;
    below = new long[given.levels().size()];
  }

  /**
   * Adds a forecast.
   *
   * @param window with what came then
   * @param forecast what was predicted after it
   */
  public void add(SeriesWindow window, Forecast forecast) {
    SeriesVariables variables = config.variables();
    int end = Math.min(window.endOfTargets(), window.to() + config.framing().horizon());
    for (int row = Math.max(window.to(), window.firstTarget()); row < end; row++) {
      for (int k = 0; k < variables.targets().size(); k++) {
        double value = window.series().get(row, variables.column(k));
        if (!Double.isNaN(value)) {
          double deviation = variables.columns().get(variables.column(k)).deviation();
          add(value, forecast, row - window.to(), k, deviation);
        }
      }
    }
  }

  private void add(double value, Forecast forecast, int step, int target, double deviation) {
    for (int q = 0; q < below.length; q++) {
      double error = forecast.quantile(step, target, q) - value;
      below[q] += error >= 0 ? 1 : 0;
      loss += quantiles.of(q, error / deviation);
    }
    count++;
  }

  /**
   * How often a value is not above a quantile; its level would be right.
   *
   * @param level which of the levels, from 0
   * @return 0 to 1
   */
  public double coverage(int level) {
    return (double) below[level] / count;
  }

  /** {@return the mean pinball loss of the normalised values, over all levels} */
  public double loss() {
    return loss / count / below.length;
  }
}
