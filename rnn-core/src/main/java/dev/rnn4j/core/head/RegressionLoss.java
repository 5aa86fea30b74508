package dev.rnn4j.core.head;

import java.util.List;

/**
 * What a wrong number costs, as a function of its error: prediction less target. A loss may have
 * several predictions of one target, each with a cost of its own.
 */
public sealed interface RegressionLoss {
  /** {@return how many predictions there are of each target, 1 or more} */
  default int outputs() {
    return 1;
  }

  /**
   * The loss of a prediction.
   *
   * @param output which prediction of the target, from 0
   * @param error prediction less target
   * @return 0 or more
   */
  double of(int output, double error);

  /**
   * The derivative of the loss by the prediction.
   *
   * @param output which prediction of the target, from 0
   * @param error prediction less target
   * @return the slope; 0 at the bottom of a kink
   */
  double slope(int output, double error);

  /** ½ e², whose best prediction is the mean. */
  record Squared() implements RegressionLoss {
    @Override
    public double of(int output, double error) {
      return error * error / 2;
    }

    @Override
    public double slope(int output, double error) {
      return error;
    }
  }

  /** |e|, whose best prediction is the median. */
  record Absolute() implements RegressionLoss {
    @Override
    public double of(int output, double error) {
      return Math.abs(error);
    }

    @Override
    public double slope(int output, double error) {
      return Math.signum(error);
    }
  }

  /**
   * A quantile for each level τ: the loss τ · |e| of a prediction that is too low, (1 - τ) · |e| of
   * one that is too high (Koenker and Bassett 1978; also "pinball loss").
   *
   * @param levels one or more, ascending, each above 0 and below 1
   */
  record Quantiles(List<Double> levels) implements RegressionLoss {
    /**
     * Checks the levels.
     *
     * @throws IllegalArgumentException if there are none, or one is out of its range or order
     */
    public Quantiles {
      levels = List.copyOf(levels);
      if (levels.isEmpty()) {
        throw new IllegalArgumentException("give one level of a quantile or more, such as 0.5");
      }
      double before = 0;
      for (double level : levels) {
        if (!(level > before && level < 1)) {
          throw new IllegalArgumentException(
              "levels of quantiles must ascend between 0 and 1, not " + levels);
        }
        before = level;
      }
    }

    @Override
    public int outputs() {
      return levels.size();
    }

    @Override
    public double of(int output, double error) {
      return error * slope(output, error);
    }

    @Override
    public double slope(int output, double error) {
      if (error == 0) {
        return 0;
      }
      double level = levels.get(output);
      return error < 0 ? -level : 1 - level;
    }
  }
}
