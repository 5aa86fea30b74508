package dev.rnn4j.train.eval;

import dev.rnn4j.core.model.Forecast;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.SeriesColumn;
import dev.rnn4j.core.model.SeriesWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How far from the next value predictions usually are: for each target the limit within which
 * 68.27% of the errors lie, one standard deviation if they are normally distributed. Unlike their
 * root mean square it hardly moves if some of the values are wrong.
 */
public final class ForecastSpread {
  private static final double WITHIN_ONE_DEVIATION = 0.682689;

  /** Of the deviation of the column: what can be predicted better than that is constant. */
  private static final double LEAST = 1e-6;

  private ForecastSpread() {}

  /**
   * Measures.
   *
   * @param config of the forecaster
   * @param windows what it read
   * @param forecasts what it predicted after each
   * @return the spread of each target, in the units of the data, above 0
   */
  public static List<Double> of(
      ForecasterConfig config, List<SeriesWindow> windows, List<Forecast> forecasts) {
    List<Double> spread = new ArrayList<>();
    for (int k = 0; k < config.variables().targets().size(); k++) {
      int index = config.variables().column(k);
      SeriesColumn column = config.variables().columns().get(index);
      List<Double> errors = new ArrayList<>();
      for (int i = 0; i < windows.size(); i++) {
        SeriesWindow window = windows.get(i);
        double value =
            window.to() < window.endOfTargets()
                ? window.series().get(window.to(), index)
                : Double.NaN;
        if (!Double.isNaN(value)) {
          errors.add(Math.abs(forecasts.get(i).value(0, k) - value));
        }
      }
      Collections.sort(errors);
      double within =
          errors.isEmpty()
              ? column.deviation()
              : errors.get((int) (WITHIN_ONE_DEVIATION * (errors.size() - 1)));
      spread.add(Math.max(within, LEAST * column.deviation()));
    }
    return spread;
  }
}
