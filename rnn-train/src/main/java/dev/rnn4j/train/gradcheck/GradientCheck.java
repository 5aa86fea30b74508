package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Compares analytic gradients with numeric ones, for any loss of any {@code float} variables: those
 * of this project's models, or of a layer of your own.
 *
 * <p>Nothing is taken on trust. How far rounding moves the loss is measured, so a loss that a
 * double-precision reference computes from the same values is differentiated as exactly as it
 * allows, and a loss of floats no more exactly than that. Each numeric derivative comes with its
 * own error, from a ladder of steps. Whatever cannot be told from that error is <em>undecided</em>,
 * what lies at a kink such as that of ReLU is counted as one, and a variable most of whose elements
 * are either has not passed.
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
   * @param gradient where the analytic gradient appears, of the same shape; cleared before each
   *     backward pass, which may thus write or add
   */
  public record Variable(String name, Matrix value, Matrix gradient) {
    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if they differ, or both are the same memory
     */
    public Variable {
      if (value.rows() != gradient.rows() || value.cols() != gradient.cols()) {
        throw new IllegalArgumentException(
            name + " is a " + value + " but its gradient a " + gradient);
      }
      if (LiveValues.overlap(value, gradient)) {
        throw new IllegalArgumentException(
            name + " and its gradient share floats; the gradient needs memory of its own");
      }
    }
  }

  /**
   * How to compare.
   *
   * @param relativeTolerance largest error relative to the larger of both gradients; what rounding
   *     and the numeric derivative may be off by is allowed on top
   * @param lossNoise about how far rounding moves the loss; {@link #MEASURED} to have it measured
   * @param sample how many elements of each variable to check, chosen by the seed; all if it has
   *     fewer
   * @param seed chooses the elements, and the directions in which the noise is measured
   */
  public record Options(double relativeTolerance, double lossNoise, int sample, long seed) {
    /** The noise of the loss is measured. */
    public static final double MEASURED = -1;

    /** One per cent, a measured noise, 200 elements of each variable. */
    public static final Options DEFAULT = new Options(1e-2, MEASURED, 200, 1);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Options {
      boolean noise = lossNoise == MEASURED || (lossNoise >= 0 && Double.isFinite(lossNoise));
      if (!(relativeTolerance > 0 && relativeTolerance < 1 && noise && sample > 0)) {
        throw new IllegalArgumentException(
            "the tolerance must lie between 0 and 1, the noise be 0 or more (or MEASURED) and the"
                + " sample 1 or more, not "
                + relativeTolerance
                + ", "
                + lossNoise
                + " and "
                + sample);
      }
    }

    /**
     * With another tolerance.
     *
     * @param tolerance above 0 and below 1
     * @return new options
     */
    public Options withRelativeTolerance(double tolerance) {
      return new Options(tolerance, lossNoise, sample, seed);
    }

    /**
     * With a noise of the loss that is known.
     *
     * @param noise 0 or more, or {@link #MEASURED}
     * @return new options
     */
    public Options withLossNoise(double noise) {
      return new Options(relativeTolerance, noise, sample, seed);
    }

    /**
     * With another number of elements.
     *
     * @param elements of each variable, 1 or more
     * @return new options
     */
    public Options withSample(int elements) {
      return new Options(relativeTolerance, lossNoise, elements, seed);
    }

    /**
     * With another choice of elements.
     *
     * @param another any number
     * @return new options
     */
    public Options withSeed(long another) {
      return new Options(relativeTolerance, lossNoise, sample, another);
    }
  }

  /**
   * One element that was looked at.
   *
   * @param row its row
   * @param col its column
   * @param analytic what the backward pass says
   * @param numeric what differences of the loss say; NaN if the loss was finite at no step
   * @param error how far the two are apart
   * @param limit how far they may be
   */
  public record Element(
      int row, int col, double analytic, double numeric, double error, double limit) {
    boolean isWrong() {
      return !Double.isFinite(analytic) || (!Double.isNaN(numeric) && error > limit);
    }

    @Override
    public String toString() {
      return text(
          "row %d, column %d: analytic %.6g, numeric %.6g, error %.3g, limit %.3g",
          row, col, analytic, numeric, error, limit);
    }
  }

  /**
   * The verdict on one variable.
   *
   * @param name its name
   * @param size how many elements it has
   * @param checked how many were compared
   * @param wrong how many of these are beyond their limit
   * @param undecided how many more were looked at, but cannot be told from the noise
   * @param kinks how many more lay at a kink
   * @param maxError largest difference of both gradients among those checked
   * @param relativeError norm of the difference over the larger norm of both, of those checked
   * @param lossNoise how far rounding moves the loss
   * @param worst of all elements looked at the one with the largest error for its limit
   * @param directions along how many random directions through all elements the derivative was
   *     compared
   * @param wrongDirections how many of these are beyond their limit
   * @param seed that chose elements and directions
   */
  public record Result(
      String name,
      int size,
      int checked,
      int wrong,
      int undecided,
      int kinks,
      double maxError,
      double relativeError,
      double lossNoise,
      Optional<Element> worst,
      int directions,
      int wrongDirections,
      long seed) {
    /**
     * The verdict.
     *
     * @return whether nothing is wrong, and at least half of the elements looked at could be
     *     compared
     */
    public boolean passed() {
      return !isWrong() && checked >= undecided + kinks;
    }

    /**
     * Whether the gradient was found to be another.
     *
     * @return whether an element is wrong, or the derivative along a direction
     */
    public boolean isWrong() {
      return wrong + wrongDirections > 0;
    }

    /**
     * The verdict in words.
     *
     * @return a sentence that names the worst element, both its values, its error and its limit
     */
    public String sentence() {
      String of = worst.map(element -> "; worst: " + element).orElse("");
      String counts =
          text(
              "%d of %d elements checked, %d undecided (noise of the loss %.2g), %d at a kink",
              checked, size, undecided, lossNoise, kinks);
      String repeat = "; to repeat: Options.DEFAULT.withSeed(" + seed + ")";
      if (wrong > 0) {
        return text(
            "the gradient of %s is off in %d elements: %s%s%s", name, wrong, counts, of, repeat);
      }
      if (wrongDirections > 0) {
        return text(
            "the gradient of %s is off along %d of %d random directions through all of its"
                + " elements, though not in those looked at; look at more of them, withSample(%d):"
                + " %s%s%s",
            name, wrongDirections, directions, size, counts, of, repeat);
      }
      return passed()
          ? text("the gradient of %s agrees: %s%s", name, counts, of)
          : text(
              "the gradient of %s is not decided: %s%s. A loss in double precision, larger"
                  + " gradients or values away from kinks would decide it",
              name, counts, of);
    }

    /**
     * Fails unless the gradient passed; needs no test framework.
     *
     * @throws AssertionError with the {@link #sentence}
     */
    public void assertPassed() {
      GradientCheck.assertPassed(List.of(this));
    }
  }

  /**
   * Fails unless all passed; needs no test framework.
   *
   * @param results of {@link #check}
   * @throws AssertionError with the sentences of those that did not
   */
  public static void assertPassed(List<Result> results) {
    List<String> failures =
        results.stream().filter(result -> !result.passed()).map(Result::sentence).toList();
    if (!failures.isEmpty()) {
      throw new AssertionError(String.join("\n", failures));
    }
  }

  /**
   * Checks every variable.
   *
   * @param variables what to check
   * @param loss computes the loss of the current values; must not depend on anything else
   * @param backward computes the gradients at the current values
   * @return a verdict for each variable, in order
   * @throws IllegalArgumentException if there is no variable
   * @throws IllegalStateException if the loss is not finite, or it or the gradients are not
   *     deterministic
   */
  public List<Result> check(List<Variable> variables, DoubleSupplier loss, Runnable backward) {
    return new CheckedFunction(variables, loss, options).check(backward);
  }

  private static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
