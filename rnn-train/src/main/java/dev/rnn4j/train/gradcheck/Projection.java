package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.random.RandomSource;

/**
 * The loss along a random direction in which all elements of a variable move equally far, up or
 * down: its derivative is the sum of their gradients with these signs.
 *
 * <p>Floats do not lie on a line. By how far they miss it is known, and what that does to the loss,
 * nearly: their gradient times it. That much is taken off.
 */
final class Projection implements NumericDerivative.Line {
  private final CheckedLoss loss;
  private final LiveValues values;
  private final float[] gradient;
  private final long seed;
  private final NumericDerivative.Estimate numeric;

  /**
   * Differentiates.
   *
   * @param gradient of the elements, right or not
   * @param seed of the direction
   */
  Projection(
      CheckedLoss loss,
      LiveValues values,
      float[] gradient,
      long seed,
      NumericDerivative derivative) {
    this.loss = loss;
    this.values = values;
    this.gradient = gradient;
    this.seed = seed;
    numeric = derivative.along(this);
  }

  NumericDerivative.Estimate numeric() {
    return numeric;
  }

  /** The derivative along the direction that a gradient gives. */
  double along(float[] of) {
    RandomSource signs = new RandomSource(seed);
    double sum = 0;
    for (float g : of) {
      sum += sign(signs) * g;
    }
    return sum;
  }

  private static double sign(RandomSource signs) {
    return (signs.nextLong() & 1) == 0 ? 1 : -1;
  }

  /** So that the first step is about as long as one of a single element. */
  @Override
  public double size() {
    return Math.max(1, values.scale()) / Math.sqrt(Math.max(1, values.size()));
  }

  @Override
  public double place() {
    return values.scale();
  }

  @Override
  public NumericDerivative.Point at(double distance) {
    RandomSource signs = new RandomSource(seed);
    double missed = 0;
    try {
      for (int i = 0; i < values.size(); i++) {
        float x = values.original(i);
        double step = sign(signs) * distance;
        float there = (float) (x + step);
        values.set(i, there);
        missed += gradient[i] * (((double) there - x) - step);
      }
      return new NumericDerivative.Point(distance, loss.now() - missed);
    } finally {
      values.restore();
    }
  }
}
