package dev.rnn4j.train.gradcheck;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of a loss by one element or along a direction, and how sure it is.
 *
 * <p>The step h starts large and shrinks by r. With D(h) = (f(x+h) - f(x-h)) / 2h and the bend
 * K(h), the slope to the right less the slope to the left, every three steps in a row give
 *
 * <pre>
 *   slope  R(h) = (D(rh) - r² D(h)) / (1 - r²)   its error where f is smooth: O(h⁴)
 *   kink   J(h) = (K(rh) - r K(h)) / (1 - r)     O(h³) where f is smooth, the jump of f' at a kink
 *   error       = |R(h) - R(rh)| + max(|J(h)|, |J(rh)|) / 2 + 3 noise / h
 * </pre>
 *
 * and those with the smallest error win, unless smaller steps contradict them. A steep smooth loss
 * is thus followed to steps at which it looks smooth, and a kink beside x to steps that do not
 * reach it; only where x itself is at a kink, J stays.
 */
final class NumericDerivative {
  private static final double FIRST_STEP = 0.125;
  private static final double NOISE = 3;

  /** No simple fraction: no period of the loss fits several steps alike. */
  private static final double RATIO = 0.44;

  /** Of the step that confirms a derivative, for the same reason. */
  private static final double CLOSER = 0.093;

  /** An error this small, relative to the tolerance, ends the search. */
  private static final double ENOUGH = 0.1;

  /** Smallest step in units of the last place. */
  private static final int LAST_STEP = 8;

  private final double center;
  private final double noise;
  private final double enough;

  NumericDerivative(double center, double noise, double tolerance) {
    this.center = center;
    this.noise = noise;
    enough = ENOUGH * tolerance;
  }

  /** A way through the values along which the loss is differentiated, 0 being where they are. */
  interface Line {
    /** The largest size there, from which the steps descend. */
    double size();

    /** The size whose last place is the smallest step. */
    double place();

    /** Moves there, about, and back. */
    Point at(double distance);
  }

  /**
   * A point of a line.
   *
   * @param distance that it really has: values are floats
   * @param loss there; may be NaN or infinite
   */
  record Point(double distance, double loss) {}

  /**
   * What was found.
   *
   * @param slope the derivative; NaN if no step gave a finite loss
   * @param error about how far it may be off
   * @param kink the part of the error that a jump of the derivative makes
   * @param flat whether no step changed the loss by a single bit
   * @param steepest largest slope from x to a point it was found with
   */
  record Estimate(double slope, double error, double kink, boolean flat, double steepest) {
    static final Estimate NONE = new Estimate(Double.NaN, Double.POSITIVE_INFINITY, 0, false, 0);

    /** What is left of it beside one of smaller steps: it is off by what the two do not share. */
    Estimate beside(Estimate finer) {
      double apart = Math.abs(slope - finer.slope()) - finer.error();
      return apart > error ? new Estimate(slope, apart, kink, flat, steepest) : this;
    }
  }

  private record Slopes(double step, double central, double bend, boolean flat, double steepest) {}

  Estimate along(Line line) {
    double last = LAST_STEP * (double) Math.ulp((float) line.place());
    List<Estimate> found = new ArrayList<>();
    Slopes outer = null;
    Slopes middle = null;
    for (double h = FIRST_STEP * line.size(); h >= last; h *= RATIO) {
      Slopes inner = slopes(line, h);
      if (outer != null && middle != null && inner != null) {
        Estimate next = estimate(outer, middle, inner);
        found.replaceAll(estimate -> estimate.beside(next));
        found.add(next);
        Estimate best = best(found);
        if (isGoodEnough(best) || isHidden(outer.step(), best)) {
          if (isConfirmed(best, line, h * CLOSER, last)) {
            return best;
          }
          found.clear();
        }
      }
      outer = middle;
      middle = inner;
    }
    return best(found);
  }

  private static Estimate best(List<Estimate> found) {
    Estimate best = Estimate.NONE;
    for (Estimate estimate : found) {
      best = estimate.error() < best.error() ? estimate : best;
    }
    return best;
  }

  private boolean isGoodEnough(Estimate best) {
    return best.error() <= enough * Math.abs(best.slope());
  }

  /** Whether the next, smaller steps have more noise than the best error. */
  private boolean isHidden(double step, Estimate best) {
    return NOISE * noise / (RATIO * step) > best.error();
  }

  /**
   * Far beyond what is smooth, where a bounded loss has small slopes, three steps may agree by
   * chance; a much smaller one then does not.
   */
  private boolean isConfirmed(Estimate best, Line line, double step, double last) {
    Slopes closer = step < last ? null : slopes(line, step);
    return closer == null
        || Math.abs(closer.central() - best.slope()) <= best.error() + NOISE * noise / step;
  }

  private Estimate estimate(Slopes outer, Slopes middle, Slopes inner) {
    double slope = slope(outer, middle);
    double kink = Math.max(jump(outer, middle), jump(middle, inner)) / 2;
    double error = Math.abs(slope - slope(middle, inner)) + kink + NOISE * noise / outer.step();
    boolean flat = outer.flat() && middle.flat() && inner.flat();
    double steepest = Math.max(outer.steepest(), Math.max(middle.steepest(), inner.steepest()));
    return new Estimate(slope, error, kink, flat, steepest);
  }

  private static double slope(Slopes wide, Slopes narrow) {
    return (narrow.central() - RATIO * RATIO * wide.central()) / (1 - RATIO * RATIO);
  }

  private static double jump(Slopes wide, Slopes narrow) {
    return Math.abs(narrow.bend() - RATIO * wide.bend()) / (1 - RATIO);
  }

  /** Over the distances that the floats really have; null if the loss is not finite there. */
  private @Nullable Slopes slopes(Line line, double step) {
    Point above = line.at(step);
    Point below = line.at(-step);
    double forward = (above.loss() - center) / above.distance();
    double backward = (below.loss() - center) / below.distance();
    if (!Double.isFinite(forward) || !Double.isFinite(backward)) {
      return null;
    }
    double central = (above.loss() - below.loss()) / (above.distance() - below.distance());
    boolean flat = above.loss() == center && below.loss() == center;
    double steepest = Math.max(Math.abs(forward), Math.abs(backward));
    return new Slopes(step, central, forward - backward, flat, steepest);
  }
}
