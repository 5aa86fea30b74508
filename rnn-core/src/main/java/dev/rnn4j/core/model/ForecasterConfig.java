package dev.rnn4j.core.model;

import dev.rnn4j.core.head.RegressionHead;
import dev.rnn4j.core.head.RegressionLoss;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;

/**
 * The architecture of a forecaster: normalised columns, a stack of recurrent layers, and a linear
 * layer that predicts the next values of each target all at once.
 *
 * @param variables what it reads and predicts
 * @param framing over how many rows
 * @param preparation what it reads of a value
 * @param stack the recurrent layers, whose input is as wide as {@link #inputSize} says
 * @param loss what an error of a normalised value costs
 */
public record ForecasterConfig(
    SeriesVariables variables,
    Framing framing,
    Preparation preparation,
    StackConfig stack,
    RegressionLoss loss) {
  static final String STACK = "rnn.";
  static final String HEAD = "output.";
  private static final int MAX_OUTPUTS = 1 << 16;

  /**
   * Over how many rows a forecaster looks.
   *
   * @param window how many rows it reads before it predicts, 1 or more
   * @param horizon how many rows it predicts, 1 or more
   * @param everyStep whether it predicts after each row that it reads (many to many), and so learns
   *     from all of them and can follow a stream; otherwise after the last row alone
   */
  public record Framing(int window, int horizon, boolean everyStep) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Framing {
      if (window < 1 || horizon < 1) {
        throw new IllegalArgumentException(
            "window and horizon must be 1 or more, not " + window + " and " + horizon);
      }
    }
  }

  /**
   * What a forecaster reads of a value, and what its predictions are added to.
   *
   * @param residual whether predictions are differences from the last value that was observed,
   *     which is what series need that drift
   * @param relative whether the targets' own past is read as differences from the last value of the
   *     window, too; needs a forecaster that predicts after the last row alone
   * @param masks whether there is an input for each column that says whether its value is missing.
   *     In the place of a missing value stands the last one observed, or else the mean
   * @param lags how many of the last values of each target the output layer also reads itself, past
   *     the recurrent layers, which find it hard to remember many values exactly (the
   *     autoregressive part of Lai et al. 2018); 0 or more
   */
  public record Preparation(boolean residual, boolean relative, boolean masks, int lags) {
    /**
     * Checks the number of lags.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Preparation {
      if (lags < 0) {
        throw new IllegalArgumentException("lags must be 0 or more, not " + lags);
      }
    }
  }

  /**
   * Checks that the parts fit each other.
   *
   * @throws IllegalArgumentException if they do not
   */
  public ForecasterConfig {
    if (stack.inputSize() != inputSize(variables, preparation)) {
      throw new IllegalArgumentException(
          "the stack reads %d numbers a row, the variables are %d"
              .formatted(stack.inputSize(), inputSize(variables, preparation)));
    }
    if (framing.everyStep() && stack.directions() != Directions.FORWARD) {
      throw new IllegalArgumentException(
          "a forecaster that predicts at every step must read forward alone; otherwise it would"
              + " read what it predicts");
    }
    if (framing.everyStep() && preparation.relative()) {
      throw new IllegalArgumentException(
          "inputs relative to the last value of the window tell a forecaster that predicts at every"
              + " step what it predicts; choose one of the two");
    }
    long outputs = (long) framing.horizon() * variables.targets().size() * loss.outputs();
    if (outputs > MAX_OUTPUTS) {
      throw new IllegalArgumentException(
          "a forecaster predicts at most %d numbers at once, not %d; choose a shorter horizon"
              .formatted(MAX_OUTPUTS, outputs));
    }
  }

  /**
   * How many numbers a stack reads of each row.
   *
   * @param variables what is read
   * @param preparation how
   * @return the number of columns, twice with masks
   */
  public static int inputSize(SeriesVariables variables, Preparation preparation) {
    return variables.columns().size() * (preparation.masks() ? 2 : 1);
  }

  /** {@return how many values are predicted at once: of each target, over the horizon} */
  int predictions() {
    return framing.horizon() * variables.targets().size();
  }

  /**
   * How many predictions of a window have a target, each counted as often as it is predicted: what
   * the sum of its losses is divided by.
   *
   * @param window the window
   * @return 0 or more
   */
  public int targets(SeriesWindow window) {
    int count = 0;
    int first = framing.everyStep() ? window.from() + 1 : window.to();
    for (int at = first; at <= window.to(); at++) {
      for (int p = 0; p < predictions(); p++) {
        count += Double.isNaN(target(window, at, p)) ? 0 : 1;
      }
    }
    return count * loss.outputs();
  }

  /** The value that prediction p is held against, after the rows before {@code at} were read. */
  double target(SeriesWindow window, int at, int p) {
    int targets = variables.targets().size();
    return window.target(at + p / targets, variables.column(p % targets));
  }

  /**
   * The parameters: those of each layer, and the output layer's.
   *
   * @return their layout
   * @throws IllegalArgumentException if they do not fit one array
   */
  public ParameterLayout layout() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    stack.declare(layout, STACK);
    RegressionHead.declare(layout, HEAD, predictions() * loss.outputs(), outputSize());
    return layout.build();
  }

  /** The width of what the output layer reads: first of the stack, then the lags. */
  int outputSize() {
    return stackSize() + preparation.lags() * variables.targets().size();
  }

  /** The width of what it reads of the stack. */
  int stackSize() {
    return framing.everyStep() ? stack.outputSize() : ForecasterNetwork.LAST.outputSize(stack);
  }

  /**
   * Parameters to begin a training with. Those of the output layer are 0: what is forecast first is
   * the last value, or the mean where no differences are predicted.
   *
   * @param how they are drawn
   * @param random where the values come from
   * @return new parameters
   * @throws IllegalArgumentException if they do not fit one array
   */
  public Parameters newParameters(Initialization how, RandomSource random) {
    Parameters parameters = new Parameters(layout());
    stack.initialize(parameters, STACK, how, random);
    return parameters;
  }
}
