package dev.rnn4j.train.gradients;

import java.util.ArrayList;
import java.util.List;

/**
 * How the gradient of a loss goes back through one layer. Lists are by distance, that of 1 first.
 *
 * @param hidden the norm of ∂J(t)/∂h(t-k), the median over steps t and sequences
 * @param cell that of ∂J(t)/∂c(t-k); empty for cells without c
 * @param gate the name of the gate whose product carries the state from step to step, "f" of an
 *     LSTM and "z" of a GRU; empty for cells without
 * @param carried the product of that gate over the k steps, the root of the mean of its squares
 *     over the units, the median over steps and sequences; empty for cells without
 * @param radius the spectral radius of ∂h(t)/∂h(t-1) = diag(f'(z(t))) W_hh of a simple RNN, the
 *     geometric mean over some steps; NaN for other cells
 * @param norm its largest singular value, likewise
 */
public record LayerFlow(
    List<Double> hidden,
    List<Double> cell,
    String gate,
    List<Double> carried,
    double radius,
    double norm) {
  /** Copies the lists. */
  public LayerFlow {
    hidden = List.copyOf(hidden);
    cell = List.copyOf(cell);
    carried = List.copyOf(carried);
  }

  /**
   * The factor from one step to the next: the slope of a straight line through the logarithms, by
   * least squares. The first quarter is left out, where the direction of the gradient still
   * changes, and what comes after the first value that is not positive and finite.
   *
   * @param values by distance
   * @return above 0; NaN of fewer than three values
   */
  public static double rate(List<Double> values) {
    int usable = 0;
    while (usable < values.size() && values.get(usable) > 0 && values.get(usable) < 1 / 0.0) {
      usable++;
    }
    int from = usable / 4;
    List<Double> logs = new ArrayList<>();
    values.subList(from, usable).forEach(value -> logs.add(Math.log(value)));
    int n = logs.size();
    if (n < 3) {
      return Double.NaN;
    }
    double meanX = (n - 1) / 2.0;
    double meanY = logs.stream().mapToDouble(Double::doubleValue).sum() / n;
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < n; i++) {
      xy += (i - meanX) * (logs.get(i) - meanY);
      xx += (i - meanX) * (i - meanX);
    }
    return Math.exp(xy / xx);
  }
}
