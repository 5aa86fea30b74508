package dev.rnn4j.train.eval;

import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.Series;
import dev.rnn4j.core.model.SeriesColumn;
import dev.rnn4j.core.model.SeriesVariables;
import dev.rnn4j.core.model.SeriesWindow;

/**
 * How far forecasts are off, over all targets, all rows of the horizon, and all windows added.
 * Squared and absolute errors are those of the normalised values, as papers print them.
 */
public final class ForecastScore {
  private final ForecasterConfig config;
  private final double[] scales;
  private double squares;
  private double absolute;
  private double scaled;
  private long count;

  /**
   * A score of nothing yet.
   *
   * @param config what is predicted
   * @param scales what an error of each target is divided by for {@link #mase}, see {@link #scales}
   */
  public ForecastScore(ForecasterConfig config, double[] scales) {
    this.config = config;
    this.scales = scales.clone();
  }

  /**
   * The mean absolute error of repeating the last season, within the rows that are trained on: what
   * makes errors of different series comparable (Hyndman and Koehler 2006).
   *
   * @param series the data
   * @param variables of which targets
   * @param season its length in rows
   * @param rows how many rows are trained on
   * @return one for each target; NaN if there are fewer rows than a season has
   */
  public static double[] scales(Series series, SeriesVariables variables, int season, int rows) {
    double[] scales = new double[variables.targets().size()];
    for (int k = 0; k < scales.length; k++) {
      int column = variables.column(k);
      double sum = 0;
      int count = 0;
      for (int t = season; t < rows; t++) {
        double error = Math.abs(series.get(t, column) - series.get(t - season, column));
        sum += Double.isNaN(error) ? 0 : error;
        count += Double.isNaN(error) ? 0 : 1;
      }
      scales[k] = sum / count;
    }
    return scales;
  }

  /**
   * Adds what was predicted after a window.
   *
   * @param window with what came then
   * @param prediction what was predicted
   */
  public void add(SeriesWindow window, Prediction prediction) {
    SeriesVariables variables = config.variables();
    int end = Math.min(window.endOfTargets(), window.to() + config.framing().horizon());
    for (int row = Math.max(window.to(), window.firstTarget()); row < end; row++) {
      for (int k = 0; k < variables.targets().size(); k++) {
        SeriesColumn column = variables.columns().get(variables.column(k));
        double error =
            prediction.value(row - window.to(), k) - window.series().get(row, variables.column(k));
        if (!Double.isNaN(error)) {
          double normalised = error / column.deviation();
          squares += normalised * normalised;
          absolute += Math.abs(normalised);
          scaled += Math.abs(error) / scales[k];
          count++;
        }
      }
    }
  }

  /** {@return the mean squared error of the normalised values; NaN of none} */
  public double mse() {
    return squares / count;
  }

  /** {@return the mean absolute error of the normalised values; NaN of none} */
  public double mae() {
    return absolute / count;
  }

  /**
   * {@return the mean absolute scaled error: 1 is as good as repeating the last season was in the
   * rows that are trained on}
   */
  public double mase() {
    return scaled / count;
  }

  /** {@return how many values were predicted that came} */
  public long count() {
    return count;
  }
}
