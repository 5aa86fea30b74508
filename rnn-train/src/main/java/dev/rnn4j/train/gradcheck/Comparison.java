package dev.rnn4j.train.gradcheck;

import dev.rnn4j.train.gradcheck.GradientCheck.Element;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges the elements of one variable. What may be off by accident is E, the error of the numeric
 * derivative and the rounding of the analytic one; an element is wrong if the two are farther apart
 * than E and the tolerance. It is decided if E is small: beside the element itself, beside the
 * usual derivative of the variable, or, where the loss is stationary, beside its slopes nearby.
 */
final class Comparison {
  private static final double SAFETY = 6;
  private static final double SHARE_OF_ITSELF = 0.1;
  private static final double SHARE_OF_THE_USUAL = 0.02;
  private static final double SHARE_OF_THE_STEEPEST = 1e-4;

  /** Of the median: a few large derivatives do not make the noise of the others look small. */
  private static final double USUAL_AT_MOST = 4;

  private static final double KINK_SHARE = 0.75;

  private final Variable variable;
  private final long seed;
  private final double tolerance;
  private final double noise;
  private final List<Looked> elements = new ArrayList<>();

  private int directions;
  private int wrongDirections;
  private int checked;
  private int wrong;
  private int undecided;
  private int kinks;
  private double maxError;
  private double squaredError;
  private double squaredAnalytic;
  private double squaredNumeric;

  Comparison(Variable variable, Options options, double noise) {
    this.variable = variable;
    this.seed = options.seed();
    this.tolerance = options.relativeTolerance();
    this.noise = noise;
  }

  /** An element and what is needed to tell whether it is decided. */
  private record Looked(
      Element element, double accident, boolean kink, boolean flat, double steepest) {
    double size() {
      return Math.max(Math.abs(element.analytic()), Math.abs(element.numeric()));
    }

    boolean isKnown(double usual) {
      double share = Math.max(SHARE_OF_ITSELF * size(), SHARE_OF_THE_USUAL * usual);
      return accident <= Math.max(share, SHARE_OF_THE_STEEPEST * steepest);
    }

    double excess() {
      double ratio = element.error() == 0 ? 0 : element.error() / element.limit();
      return Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio;
    }
  }

  void add(int element, double analytic, double rounding, NumericDerivative.Estimate estimate) {
    double accident = SAFETY * estimate.error() + rounding;
    double numeric = estimate.slope();
    double error = Math.abs(analytic - numeric);
    double limit = tolerance * Math.max(Math.abs(analytic), Math.abs(numeric)) + accident;
    int cols = variable.value().cols();
    elements.add(
        new Looked(
            new Element(element / cols, element % cols, analytic, numeric, error, limit),
            accident,
            estimate.kink() > KINK_SHARE * estimate.error(),
            estimate.flat() && analytic == 0,
            estimate.steepest()));
  }

  /** A direction counts if its derivative is known as an element's must be that is compared. */
  void addProjection(Projection direction, float[] gradient, double[] rounding) {
    NumericDerivative.Estimate estimate = direction.numeric();
    double analytic = direction.along(gradient);
    double accident = SAFETY * estimate.error();
    for (double part : rounding) {
      accident += part;
    }
    double size = Math.max(Math.abs(analytic), Math.abs(estimate.slope()));
    boolean isWrong = Math.abs(analytic - estimate.slope()) > tolerance * size + accident;
    if (isWrong || accident <= SHARE_OF_ITSELF * size) {
      directions++;
      wrongDirections += isWrong ? 1 : 0;
    }
  }

  /**
   * The verdict.
   *
   * @param flatIsZero whether a loss that no step changed has a derivative of exactly 0; a loss of
   *     floats may only be too coarse
   */
  Result result(boolean flatIsZero) {
    double usual = usual();
    for (Looked looked : elements) {
      boolean known = looked.isKnown(usual) || (flatIsZero && looked.flat());
      if (looked.element().isWrong() || known) {
        count(looked.element());
      } else if (looked.kink()) {
        kinks++;
      } else {
        undecided++;
      }
    }
    double norm = Math.sqrt(Math.max(squaredAnalytic, squaredNumeric));
    double relative = norm == 0 ? 0 : Math.sqrt(squaredError) / norm;
    int size = variable.value().rows() * variable.value().cols();
    return new Result(
        variable.name(),
        size,
        checked,
        wrong,
        undecided,
        kinks,
        maxError,
        relative,
        noise,
        worst(),
        directions,
        wrongDirections,
        seed);
  }

  /** Root mean square of the derivatives that are not 0, but not far above their median. */
  private double usual() {
    double[] sizes =
        elements.stream()
            .filter(looked -> !looked.flat())
            .mapToDouble(looked -> Math.abs(looked.element().numeric()))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (sizes.length == 0) {
      return 0;
    }
    double squares = 0;
    for (double size : sizes) {
      squares += size * size;
    }
    double median = sizes[sizes.length / 2];
    return Math.min(Math.sqrt(squares / sizes.length), USUAL_AT_MOST * median);
  }

  private void count(Element e) {
    checked++;
    wrong += e.isWrong() ? 1 : 0;
    maxError = Math.max(maxError, e.error());
    squaredError += e.error() * e.error();
    squaredAnalytic += e.analytic() * e.analytic();
    squaredNumeric += e.numeric() * e.numeric();
  }

  private Optional<Element> worst() {
    Looked worst = null;
    for (Looked looked : elements) {
      if (worst == null || looked.excess() > worst.excess()) {
        worst = looked;
      }
    }
    return Optional.ofNullable(worst).map(Looked::element);
  }
}
