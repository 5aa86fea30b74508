package dev.rnn4j.testkit;

import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.ForecasterConfig;
import dev.rnn4j.core.model.SeriesColumn;
import dev.rnn4j.core.model.SeriesWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A forecaster in double precision, one window at a time, by the written rules: what stands in the
 * place of a missing value is looked up anew for each. Without dropout.
 */
final class ReferenceForecaster {
  private final ForecasterConfig config;
  private final Map<String, double[]> parameters;

  /**
   * What windows give.
   *
   * @param loss the sum over all targets
   * @param kinkDistance how near errors and pre-activations came to a kink
   * @param predictions of each window after its last row: outputs as values, not sorted
   */
  record Result(double loss, double kinkDistance, List<double[]> predictions) {}

  /** The arrays are read again on every run. */
  ReferenceForecaster(ForecasterConfig config, Map<String, double[]> parameters) {
    this.config = config;
    this.parameters = parameters;
  }

  Result run(List<SeriesWindow> windows) {
    double loss = 0;
    double kink = Double.POSITIVE_INFINITY;
    List<double[]> predictions = new ArrayList<>();
    for (SeriesWindow window : windows) {
      ReferenceStack.Result stack = stack(window);
      kink = Math.min(kink, stack.kinkDistance());
      int first = config.framing().everyStep() ? 0 : window.length() - 1;
      double[] outputs = {};
      for (int t = first; t < window.length(); t++) {
        double[] h = config.framing().everyStep() ? stack.outputs().get(t) : last(stack);
        outputs = head(h, lags(window, window.from() + t));
        double[] errors = errors(window, window.from() + t, outputs);
        for (int j = 0; j < errors.length; j++) {
          if (!Double.isNaN(errors[j])) {
            loss += cost(j, errors[j]);
            kink = Math.min(kink, Math.abs(errors[j]));
          }
        }
      }
      predictions.add(values(window, outputs));
    }
    return new Result(loss, kink, predictions);
  }

  private ReferenceStack.Result stack(SeriesWindow window) {
    StackConfig stack = config.stack();
    List<double[]> inputs = new ArrayList<>();
    for (int t = window.from(); t < window.to(); t++) {
      inputs.add(input(window, t));
    }
    return new ReferenceStack(stack, "rnn.", parameters).run(inputs, List.of());
  }

  private double[] input(SeriesWindow window, int t) {
    List<SeriesColumn> columns = config.variables().columns();
    double[] x = new double[config.stack().inputSize()];
    for (int c = 0; c < columns.size(); c++) {
      double value = observed(window, t, c);
      boolean relative =
          config.preparation().relative()
              && config.variables().targets().contains(columns.get(c).name());
      double base = relative ? observed(window, window.to() - 1, c) : 0;
      x[c] = Double.isNaN(value) ? 0 : value - base;
      if (config.preparation().masks()) {
        x[columns.size() + c] = Double.isNaN(window.series().get(t, c)) ? 1 : 0;
      }
    }
    return x;
  }

  /** The last value of a column up to a row of a window, normalised; NaN if there is none. */
  private double observed(SeriesWindow window, int row, int c) {
    SeriesColumn column = config.variables().columns().get(c);
    for (int t = row; t >= window.from(); t--) {
      double value = window.series().get(t, c);
      if (!Double.isNaN(value)) {
        return (value - column.mean()) / column.deviation();
      }
    }
    return Double.NaN;
  }

  private double[] last(ReferenceStack.Result stack) {
    int directions = config.stack().directions().count();
    return stack
        .states()
        .subList(stack.states().size() - directions, stack.states().size())
        .stream()
        .flatMapToDouble(state -> Arrays.stream(state.h()))
        .toArray();
  }

  /** The values up to a row, of one target after the other, the newest first. */
  private double[] lags(SeriesWindow window, int row) {
    int count = config.preparation().lags();
    double[] lags = new double[count * config.variables().targets().size()];
    for (int i = 0; i < lags.length; i++) {
      int output = i / count * config.loss().outputs();
      double value = observed(window, row - i % count, column(output));
      lags[i] = Double.isNaN(value) ? 0 : value - base(window, row, output);
    }
    return lags;
  }

  private double[] head(double[] h, double[] lags) {
    double[] read = Arrays.copyOf(h, h.length + lags.length);
    System.arraycopy(lags, 0, read, h.length, lags.length);
    return ReferenceCell.affine(
        parameters.getOrDefault("output.weight", new double[0]),
        parameters.getOrDefault("output.bias", new double[0]),
        read);
  }

  private int column(int output) {
    int targets = config.variables().targets().size();
    return config.variables().column(output / config.loss().outputs() % targets);
  }

  private double base(SeriesWindow window, int row, int output) {
    double value = observed(window, row, column(output));
    return config.preparation().residual() && !Double.isNaN(value) ? value : 0;
  }

  /** Of the outputs after a row; NaN where there is no target. */
  private double[] errors(SeriesWindow window, int row, double[] outputs) {
    double[] errors = new double[outputs.length];
    int aRow = config.variables().targets().size() * config.loss().outputs();
    for (int j = 0; j < errors.length; j++) {
      int target = row + 1 + j / aRow;
      boolean own = target >= window.firstTarget() && target < window.endOfTargets();
      SeriesColumn column = config.variables().columns().get(column(j));
      double value = own ? window.series().get(target, column(j)) : Double.NaN;
      double normalised = (value - column.mean()) / column.deviation();
      errors[j] = outputs[j] + base(window, row, j) - normalised;
    }
    return errors;
  }

  private double[] values(SeriesWindow window, double[] outputs) {
    double[] values = new double[outputs.length];
    Arrays.setAll(
        values,
        j -> {
          SeriesColumn column = config.variables().columns().get(column(j));
          double sum = outputs[j] + base(window, window.to() - 1, j);
          return column.mean() + column.deviation() * sum;
        });
    return values;
  }

  private double cost(int output, double error) {
    return switch (config.loss()) {
      case RegressionLoss.Squared() -> error * error / 2;
      case RegressionLoss.Absolute() -> Math.abs(error);
      case RegressionLoss.Quantiles(List<Double> levels) -> {
        double level = levels.get(output % levels.size());
        yield error < 0 ? -level * error : (1 - level) * error;
      }
    };
  }
}
