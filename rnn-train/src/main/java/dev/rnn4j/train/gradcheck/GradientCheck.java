package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Compares analytic gradients with numeric ones, for any loss of any {@code float} variables: those
 * of this project's models, or of a layer of your own.
 *
 * <p>The numeric gradient is a central difference at two step sizes, extrapolated (Richardson), so
 * its error is of fourth order. The loss is computed in {@code float} inside, so a difference also
 * carries rounding noise, which bounds what can be told apart; see {@link Options}. Elements where
 * slopes or curvatures of the two step sizes disagree lie at a kink, such as that of ReLU; they are
 * counted, not judged.
 */
public final class GradientCheck {
  private final Options options;

  /**
   * A check.
   *
   * @param options how to differentiate and compare
   */
  public GradientCheck(Options options) {
    this.options = options;
  }

  /**
   * Something the loss depends on.
   *
   * @param name for the report
   * @param value its live values, perturbed and put back
   * @param gradient where the analytic gradient appears, of the same shape
   */
  public record Variable(String name, Matrix value, Matrix gradient) {
    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if they differ
     */
    public Variable {
      if (value.rows() != gradient.rows() || value.cols() != gradient.cols()) {
        throw new IllegalArgumentException(
            name + " is a " + value + " but its gradient a " + gradient);
      }
    }
  }

  /**
   * How to differentiate and compare.
   *
   * @param step distance of the two inner points from the value; the outer ones lie twice as far
   * @param relativeTolerance largest error relative to the larger of both gradients
   * @param lossNoise rounding error to expect in the loss; its effect on the difference, {@code
   *     lossNoise / step}, is allowed on top
   * @param sample how many elements of each variable to check, chosen by the seed; all if it has
   *     fewer
   * @param seed chooses the elements
   */
  public record Options(
      double step, double relativeTolerance, double lossNoise, int sample, long seed) {
    /** For losses of about 1 computed in {@code float}. */
    public static final Options DEFAULT = new Options(1e-2, 1e-2, 5e-7, 200, 1);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Options {
      if (!(step > 0 && relativeTolerance > 0 && lossNoise >= 0 && sample > 0)) {
        throw new IllegalArgumentException(
            "step, tolerance and sample must be above 0 and the noise not below: "
                + step
                + ", "
                + relativeTolerance
                + ", "
                + sample
                + ", "
                + lossNoise);
      }
    }
  }

  /**
   * The verdict on one variable.
   *
   * @param name its name
   * @param size how many elements it has
   * @param checked how many were compared
   * @param kinks how many more lay at a kink and were not
   * @param maxError largest difference of both gradients
   * @param relativeError norm of the difference over the larger norm of both
   * @param passed whether every element lies within its limit
   */
  public record Result(
      String name,
      int size,
      int checked,
      int kinks,
      double maxError,
      double relativeError,
      boolean passed) {}

  /**
   * Checks every variable.
   *
   * @param variables what to check
   * @param loss computes the loss of the current values; must not depend on anything else
   * @param backward computes the gradients at the current values
   * @return a verdict for each variable, in order
   */
  public List<Result> check(List<Variable> variables, DoubleSupplier loss, Runnable backward) {
    backward.run();
    List<float[]> analytic = new ArrayList<>();
    for (Variable variable : variables) {
      analytic.add(copy(variable.gradient()));
    }
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      results.add(check(variables.get(i), analytic.get(i), loss));
    }
    return results;
  }

  private static float[] copy(Matrix m) {
    float[] copy = new float[m.rows() * m.cols()];
    for (int r = 0; r < m.rows(); r++) {
      System.arraycopy(m.data(), m.index(r, 0), copy, r * m.cols(), m.cols());
    }
    return copy;
  }

  private Result check(Variable variable, float[] analytic, DoubleSupplier loss) {
    Comparison comparison = new Comparison(options);
    double center = loss.getAsDouble();
    for (int element : chosen(analytic.length)) {
      Matrix value = variable.value();
      int at = value.index(element / value.cols(), element % value.cols());
      Slopes inner = slopes(value.data(), at, options.step(), center, loss);
      Slopes outer = slopes(value.data(), at, 2 * options.step(), center, loss);
      comparison.add(analytic[element], inner, outer);
    }
    return comparison.result(variable.name(), analytic.length);
  }

  private int[] chosen(int size) {
    int[] all = new int[size];
    for (int i = 0; i < size; i++) {
      all[i] = i;
    }
    int count = Math.min(size, options.sample());
    RandomSource random = new RandomSource(options.seed());
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(size - i);
      chosen[i] = all[j];
      all[j] = all[i];
    }
    return chosen;
  }

  /** One-sided slopes, over the distances that the floats really have. */
  private static Slopes slopes(
      float[] values, int at, double step, double center, DoubleSupplier loss) {
    float value = values[at];
    float above = (float) (value + step);
    float below = (float) (value - step);
    try {
      values[at] = above;
      double lossAbove = loss.getAsDouble();
      values[at] = below;
      double lossBelow = loss.getAsDouble();
      return new Slopes(
          (lossAbove - lossBelow) / ((double) above - below),
          (lossAbove - center) / ((double) above - value),
          (center - lossBelow) / ((double) value - below));
    } finally {
      values[at] = value;
    }
  }

  /** The slope across a point, and to either side of it. */
  private record Slopes(double central, double forward, double backward) {
    /** Proportional to the step where the loss is smooth, constant at a kink. */
    double bend() {
      return forward - backward;
    }
  }

  private static final class Comparison {
    private static final double KINK = 0.003;

    private final Options options;
    private final double noise;
    private int checked;
    private int kinks;
    private double maxError;
    private double squaredError;
    private double squaredAnalytic;
    private double squaredNumeric;
    private boolean passed = true;

    Comparison(Options options) {
      this.options = options;
      noise = options.lossNoise() / options.step();
    }

    void add(double analytic, Slopes inner, Slopes outer) {
      if (isKink(inner, outer)) {
        kinks++;
        return;
      }
      double numeric = (4 * inner.central() - outer.central()) / 3;
      double error = Math.abs(analytic - numeric);
      double larger = Math.max(Math.abs(analytic), Math.abs(numeric));
      checked++;
      maxError = Math.max(maxError, error);
      squaredError += error * error;
      squaredAnalytic += analytic * analytic;
      squaredNumeric += numeric * numeric;
      // a kink just too small to be seen moves the extrapolation by 5/3 of its limit of 2 noises,
      // and the noise itself is extrapolated, too: (4 + 1) / 3
      passed &= error <= options.relativeTolerance() * larger + 5 * noise; // false for NaN too
    }

    private boolean isKink(Slopes inner, Slopes outer) {
      double size = Math.max(Math.abs(inner.central()), Math.abs(outer.central()));
      double limit = KINK * size + 2 * noise;
      return Math.abs(inner.central() - outer.central()) > limit
          || Math.abs(inner.bend() - outer.bend() / 2) > limit;
    }

    Result result(String name, int size) {
      double norm = Math.sqrt(Math.max(squaredAnalytic, squaredNumeric));
      double relative = norm == 0 ? 0 : Math.sqrt(squaredError) / norm;
      boolean judged = checked > 0 || size == 0;
      return new Result(name, size, checked, kinks, maxError, relative, passed && judged);
    }
  }
}
