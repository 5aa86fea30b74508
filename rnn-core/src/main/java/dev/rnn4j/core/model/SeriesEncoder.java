package dev.rnn4j.core.model;

import dev.rnn4j.core.model.ForecasterConfig.Preparation;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.List;

/**
 * Turns rows of a series into what a network reads, one after the other: normalised, and something
 * in the place of what is missing. Remembers the last values observed. For one thread.
 */
final class SeriesEncoder {
  /**
   * Deviations from the mean; what is further away says no more, and what a network makes of it is
   * still a number.
   */
  private static final double MOST = 1e6;

  private final List<SeriesColumn> columns;
  private final Preparation preparation;
  private final int[] targets;

  /** The last value of each column that was observed, normalised; NaN if there was none. */
  private final double[] last;

  /** The last values of each target after each row, the newest first; NaN before the first. */
  private final double[][] past;

  /** What is subtracted from each column that is read. */
  private final double[] shift;

  SeriesEncoder(ForecasterConfig config) {
    SeriesVariables variables = config.variables();
    columns = variables.columns();
    preparation = config.preparation();
    targets = new int[variables.targets().size()];
    Arrays.setAll(targets, variables::column);
    last = new double[columns.size()];
    shift = new double[columns.size()];
    past = new double[targets.length][preparation.lags()];
    forget();
  }

  /** Of a stream, or a window, that begins. */
  void forget() {
    Arrays.fill(last, Double.NaN);
    for (double[] values : past) {
      Arrays.fill(values, Double.NaN);
    }
  }

  /** Forgets what was observed, and gets ready for a window. */
  void begin(SeriesWindow window) {
    forget();
    if (preparation.relative()) {
      for (int t = window.from(); t < window.to(); t++) {
        observe(window.series(), t);
      }
      for (int k = 0; k < targets.length; k++) {
        shift[targets[k]] = lastOf(k);
      }
      forget();
    }
  }

  private void observe(Series series, int row) {
    for (int c = 0; c < last.length; c++) {
      double value = series.get(row, c);
      if (!Double.isNaN(value)) {
        last[c] = Math.clamp(columns.get(c).normalised(value), -MOST, MOST);
      }
    }
  }

  /** Reads a row. */
  void encode(Series series, int row, Matrix into, int intoRow) {
    observe(series, row);
    remember();
    for (int c = 0; c < last.length; c++) {
      double value = Double.isNaN(last[c]) ? 0 : last[c] - shift[c];
      into.set(intoRow, c, (float) value);
      if (preparation.masks()) {
        into.set(intoRow, last.length + c, Double.isNaN(series.get(row, c)) ? 1 : 0);
      }
    }
  }

  private void remember() {
    for (int k = 0; k < past.length && preparation.lags() > 0; k++) {
      System.arraycopy(past[k], 0, past[k], 1, past[k].length - 1);
      past[k][0] = last[targets[k]];
    }
  }

  /** Writes the last values of each target, counted from what predictions are added to. */
  void lags(Matrix into, int row, int column) {
    for (int k = 0; k < past.length; k++) {
      for (int l = 0; l < past[k].length; l++) {
        double value = Double.isNaN(past[k][l]) ? 0 : past[k][l] - base(k);
        into.set(row, column + k * past[k].length + l, (float) value);
      }
    }
  }

  /** What the predictions of a target are added to, now. */
  double base(int target) {
    return preparation.residual() ? lastOf(target) : 0;
  }

  private double lastOf(int target) {
    double value = last[targets[target]];
    return Double.isNaN(value) ? 0 : value;
  }

  SeriesColumn column(int target) {
    return columns.get(targets[target]);
  }
}
