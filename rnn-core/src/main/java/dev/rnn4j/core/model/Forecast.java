package dev.rnn4j.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The next values of one or more targets, as a forecaster predicts them. Immutable. */
public final class Forecast {
  private final List<String> targets;
  private final List<Double> levels;

  /** (H, K, Q), for each target the quantiles in ascending order. */
  private final double[] values;

  private final int outputs;

  Forecast(List<String> targets, List<Double> levels, double[] values) {
    this.targets = targets;
    this.levels = levels;
    this.values = values;
    outputs = Math.max(1, levels.size());
    for (int i = 0; i < values.length; i += outputs) {
      Arrays.sort(values, i, i + outputs); // those of a network may cross
    }
  }

  /** {@return the names of what is predicted} */
  public List<String> targets() {
    return targets;
  }

  /** {@return of which quantiles, ascending; empty if the forecaster has not learned quantiles} */
  public List<Double> levels() {
    return levels;
  }

  /** {@return how many rows are predicted} */
  public int horizon() {
    return values.length / (targets.size() * outputs);
  }

  /**
   * The prediction of a value: the mean, or the median of a forecaster that has learned absolute
   * errors, or the quantile whose level is the nearest to 0.5.
   *
   * @param step 0 for the row after the last one read
   * @param target from 0
   * @return the value, in the units of the data
   */
  public double value(int step, int target) {
    int middle = 0;
    for (int q = 1; q < levels.size(); q++) {
      boolean nearer = Math.abs(levels.get(q) - 0.5) < Math.abs(levels.get(middle) - 0.5);
      middle = nearer ? q : middle;
    }
    return values[index(step, target) + middle];
  }

  /**
   * A quantile of a value.
   *
   * @param step 0 for the row after the last one read
   * @param target from 0
   * @param level which of {@link #levels}, from 0
   * @return the value, in the units of the data
   */
  public double quantile(int step, int target, int level) {
    return values[index(step, target) + Objects.checkIndex(level, levels.size())];
  }

  boolean isFinite() {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  private int index(int step, int target) {
    return (step * targets.size() + target) * outputs;
  }
}
