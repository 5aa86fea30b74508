package dev.rnn4j.train.eval;

import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.core.model.SeriesWindow;

/** What a forecaster has to beat: a rule that takes no training, or next to none. */
@FunctionalInterface
public interface ForecastBaseline {
  /**
   * Predicts what comes after a window.
   *
   * @param window of which the rows that are read may be used, and those before them
   * @return the next values
   */
  Prediction after(SeriesWindow window);

  /**
   * That the last value observed stays.
   *
   * @param variables what is predicted
   * @return the rule
   */
  static ForecastBaseline lastValue(SeriesVariables variables) {
    return window ->
        (_, target) -> {
          int column = variables.column(target);
          double value = observed(window, window.to() - 1, column, 1);
          return Double.isNaN(value) ? variables.columns().get(column).mean() : value;
        };
  }

  /**
   * That the last season is repeated: each value is the one observed at the same place of it.
   *
   * @param config what is predicted
   * @param season its length in rows, 1 or more
   * @return the rule
   */
  static ForecastBaseline seasonal(ForecasterConfig config, int season) {
    ForecastBaseline last = lastValue(config.variables());
    return window ->
        (step, target) -> {
          int column = config.variables().column(target);
          int row = window.to() + step - season * (step / season + 1);
          double value = observed(window, row, column, season);
          return Double.isNaN(value) ? last.after(window).value(step, target) : value;
        };
  }

  private static double observed(SeriesWindow window, int row, int column, int step) {
    for (int t = row; t >= 0; t -= step) {
      double value = window.series().get(t, column);
      if (!Double.isNaN(value)) {
        return value;
      }
    }
    return Double.NaN;
  }
}
