package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.random.RandomSource;
import java.util.Arrays;
import java.util.List;

/**
 * Measures how far rounding moves a loss, with ECNoise of Moré and Wild, "Estimating computational
 * noise" (2011): along a line of points close together a smooth loss is nearly a polynomial of low
 * degree, so its fourth differences are noise, with 70 times its variance.
 */
final class LossNoise {
  private static final int REACH = 4;
  private static final int POINTS = 2 * REACH + 1;
  private static final int ORDER = 4;
  private static final double VARIANCE = 70;
  private static final int DIRECTIONS = 3;

  /** Distance of two points relative to the values: many roundings differ, little else does. */
  private static final double NEAR = 0x1p-17;

  private static final double FARTHEST = 0x1p-9;
  private static final int DISTINCT = 6;

  private final CheckedLoss loss;
  private final RandomSource random;

  LossNoise(CheckedLoss loss, RandomSource random) {
    this.loss = loss;
    this.random = random;
  }

  /**
   * Standard deviation of the loss under small moves of each variable's values, which are put back.
   *
   * <p>Rounding may hide from a variable how far rounding moves the loss: it stands still, or each
   * point is as many roundings from the next, or the values are so few that chance decides. What
   * the variable does to the loss is rounded as what others do to it, so it has at least the noise
   * that a quarter of them exceed; not that of all, where kinks may look like noise. A loss that
   * moves with none of them is taken for a {@code float}.
   */
  double[] measure(List<LiveValues> variables) {
    double[] noises = variables.stream().mapToDouble(this::measure).toArray();
    double floats = loss.isFloat() ? 0.3 * Math.ulp((float) loss.center()) : 0;
    double least = Math.max(common(noises), Math.max(floats, Math.ulp(loss.center())));
    return Arrays.stream(noises).map(noise -> Math.max(noise, least)).toArray();
  }

  private double common(double[] noises) {
    double[] seen = Arrays.stream(noises).filter(noise -> noise > 0).sorted().toArray();
    if (seen.length > 0) {
      return seen[seen.length * 3 / 4];
    }
    return loss.hasMoved() ? 0 : Math.ulp((float) loss.center());
  }

  private double measure(LiveValues values) {
    double[] noises = new double[DIRECTIONS];
    for (int d = 0; d < DIRECTIONS; d++) {
      noises[d] = alongOneDirection(values, random.nextLong());
    }
    Arrays.sort(noises); // a kink in between looks like noise: the median is rid of one
    return noises[DIRECTIONS / 2];
  }

  /** Points close together may all round to the same loss; then they move apart. */
  private double alongOneDirection(LiveValues values, long direction) {
    double noise = 0;
    for (double distance = NEAR; distance <= FARTHEST; distance *= 16) {
      double[] losses = line(values, distance, direction);
      double measured = noise(losses);
      noise = Double.isFinite(measured) ? Math.max(noise, measured) : noise;
      if (Arrays.stream(losses).distinct().count() >= DISTINCT) {
        break;
      }
    }
    return noise;
  }

  private double[] line(LiveValues values, double distance, long direction) {
    double[] losses = new double[POINTS];
    double least = values.scale() == 0 ? 1 : values.scale() / 16;
    try {
      for (int p = 0; p < POINTS; p++) {
        RandomSource signs = new RandomSource(direction);
        for (int i = 0; i < values.size(); i++) {
          double size = Math.max(Math.abs(values.original(i)), least);
          double step = Math.scalb(distance, Math.getExponent(size)); // such sums are mostly exact
          double sign = (signs.nextLong() & 1) == 0 ? 1 : -1;
          values.set(i, (float) (values.original(i) + sign * (p - REACH) * step));
        }
        losses[p] = loss.now();
      }
      return losses;
    } finally {
      values.restore();
    }
  }

  private static double noise(double[] losses) {
    double[] differences = losses.clone();
    int count = POINTS;
    for (int order = 0; order < ORDER; order++) {
      count--;
      for (int i = 0; i < count; i++) {
        differences[i] = differences[i + 1] - differences[i];
      }
    }
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += differences[i] * differences[i];
    }
    return Math.sqrt(squares / count / VARIANCE);
  }
}
