package dev.rnn4j.testkit;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Numeric derivatives by central differences.
 *
 * <p>With D(h) = (f(x+h) - f(x-h)) / 2h, the two-point scheme is D(h): its truncation error is
 * h²f'''/6 and rounding adds about 1e-16 |f| / h, so h = 1e-5 leaves some 1e-10. The four-point
 * scheme is Richardson's extrapolation (4 D(h/2) - D(h)) / 3: the h² term cancels, a larger h is
 * best, and some 1e-12 is left.
 *
 * <p>The step of element i is {@code step * max(1, |x[i]|)}. The array is changed during a call and
 * restored before it returns, so a function may read it either from its argument or from wherever
 * it keeps the same array.
 */
public final class CentralDifferences {
  private static final double TWO_POINT_STEP = 1e-5;
  private static final double FOUR_POINT_STEP = 4e-4;

  /**
   * How much two estimates of a slope may differ before {@link #straddlesKink} blames a kink:
   * relative to the slope, far above either scheme's error and far below a slope that switches off.
   */
  private static final double KINK_TOLERANCE = 1e-5;

  private final double step;
  private final boolean richardson;

  private CentralDifferences(double step, boolean richardson) {
    if (!(step > 0)) {
      throw new IllegalArgumentException("step must be positive, got " + step);
    }
    this.step = step;
    this.richardson = richardson;
  }

  /** D(h) with h = 1e-5: two evaluations an element, error about 1e-10. */
  public static CentralDifferences twoPoint() {
    return new CentralDifferences(TWO_POINT_STEP, false);
  }

  /** Richardson's extrapolation with h = 4e-4: four evaluations, error about 1e-12. */
  public static CentralDifferences fourPoint() {
    return new CentralDifferences(FOUR_POINT_STEP, true);
  }

  /**
   * The same scheme with another step.
   *
   * @param newStep h for elements of magnitude up to 1
   * @return a new instance
   * @throws IllegalArgumentException if the step is not positive
   */
  public CentralDifferences withStep(double newStep) {
    return new CentralDifferences(newStep, richardson);
  }

  /**
   * The whole gradient.
   *
   * @param f the function
   * @param x where; restored afterwards
   * @return df/dx[i] for every i
   */
  public double[] gradient(ToDoubleFunction<double[]> f, double[] x) {
    return gradient(f, x, allIndices(x.length));
  }

  /**
   * Chosen elements of the gradient.
   *
   * @param f the function
   * @param x where; restored afterwards
   * @param indices which elements
   * @return df/dx[indices[i]] for every i
   */
  public double[] gradient(ToDoubleFunction<double[]> f, double[] x, int[] indices) {
    double[] derivatives = new double[indices.length];
    for (int i = 0; i < indices.length; i++) {
      derivatives[i] = derivative(f, x, indices[i]);
    }
    return derivatives;
  }

  /**
   * One partial derivative.
   *
   * @param f the function
   * @param x where; restored afterwards
   * @param index which element
   * @return df/dx[index]
   */
  public double derivative(ToDoubleFunction<double[]> f, double[] x, int index) {
    double coarse = quotient(f, x, index, step, step);
    if (!richardson) {
      return coarse;
    }
    return (4 * quotient(f, x, index, step / 2, step / 2) - coarse) / 3;
  }

  /**
   * Whether f has a kink in x[index] within reach of this step, so that no derivative should be
   * compared there.
   *
   * <p>Two step sizes are compared. A kink off the centre moves D(h) by an amount that depends on
   * h. One exactly at the centre does not, but it keeps the one-sided slopes apart at any h, while
   * the gap of a smooth function is proportional to h and vanishes when extrapolated to h = 0.
   *
   * @param f the function
   * @param x where; restored afterwards
   * @param index which element
   * @return true if the two step sizes do not agree on one slope
   */
  public boolean straddlesKink(ToDoubleFunction<double[]> f, double[] x, int index) {
    double forward = quotient(f, x, index, 0, step);
    double backward = quotient(f, x, index, step, 0);
    double forwardHalf = quotient(f, x, index, 0, step / 2);
    double backwardHalf = quotient(f, x, index, step / 2, 0);
    double moved = (forward + backward) / 2 - (forwardHalf + backwardHalf) / 2;
    double gap = 2 * (forwardHalf - backwardHalf) - (forward - backward);
    double slope = Math.max(Math.abs(forward), Math.abs(backward));
    double rounding = 1e-14 * Math.max(1, Math.abs(f.applyAsDouble(x))) / step;
    double limit = KINK_TOLERANCE * slope + rounding;
    return Math.abs(moved) > limit || Math.abs(gap) > limit;
  }

  /**
   * Every index of an array.
   *
   * @param length its length
   * @return 0, 1, ..., length - 1
   */
  public static int[] allIndices(int length) {
    int[] indices = new int[length];
    Arrays.setAll(indices, i -> i);
    return indices;
  }

  /**
   * A seeded choice of indices, for arrays too long to differentiate everywhere.
   *
   * @param length length of the array
   * @param count how many to choose; all if not smaller than the length
   * @param seed the same seed chooses the same indices
   * @return distinct indices in ascending order
   */
  public static int[] sampleIndices(int length, int count, long seed) {
    int[] indices = allIndices(length);
    if (count >= length) {
      return indices;
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i, length);
      int chosen = indices[other];
      indices[other] = indices[i];
      indices[i] = chosen;
    }
    int[] chosen = Arrays.copyOf(indices, count);
    Arrays.sort(chosen);
    return chosen;
  }

  /** (f(x + up) - f(x - down)) divided by the distance between the two points as rounded. */
  private static double quotient(
      ToDoubleFunction<double[]> f, double[] x, int index, double down, double up) {
    double old = x[index];
    double scale = Math.max(1, Math.abs(old));
    double high = old + up * scale;
    double low = old - down * scale;
    try {
      x[index] = high;
      double above = f.applyAsDouble(x);
      x[index] = low;
      return (above - f.applyAsDouble(x)) / (high - low);
    } finally {
      x[index] = old;
    }
  }
}
