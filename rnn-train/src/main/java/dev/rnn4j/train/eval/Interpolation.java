package dev.rnn4j.train.eval;

import java.util.Arrays;

/**
 * Two models of the same text mixed with fixed weights: p = (1 - w) p1 + w p2 for every token. Both
 * must predict the same tokens from what stands before each, and each must be a distribution over
 * the same vocabulary; then so is the mixture.
 *
 * @param weight w of the second model, 0 to 1
 */
public record Interpolation(double weight) {
  /** Weights are chosen to so many parts of 1, so that one that is printed can be given again. */
  private static final double PARTS = 10_000;

  private static final int HALVINGS = 40;

  /**
   * Checks the weight.
   *
   * @throws IllegalArgumentException if it is not 0 to 1
   */
  public Interpolation {
    if (!(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException("a weight must be 0 to 1, not " + weight);
    }
  }

  /**
   * The weight with which the mixture predicts a text best. The log-likelihood is concave in w, so
   * where its derivative, the sum of (p2 - p1) / p, changes its sign is the only maximum.
   *
   * @param first -ln p1 of each token of the text, in nats
   * @param second -ln p2 of each
   * @return the best mixture, its weight rounded to four digits
   * @throws IllegalArgumentException if there are no tokens, or not as many of both
   */
  public static Interpolation best(double[] first, double[] second) {
    requireSameText(first, second);
    if (first.length == 0) {
      throw new IllegalArgumentException("weights cannot be chosen on 0 tokens; give at least 1");
    }
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (slope(first, second, middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Interpolation(Math.rint((low + high) / 2 * PARTS) / PARTS);
  }

  /** Derivative of the log-likelihood by the weight. */
  private static double slope(double[] first, double[] second, double weight) {
    double slope = 0;
    for (int n = 0; n < first.length; n++) {
      double ratio = Math.exp(first[n] - second[n]); // p2 / p1, possibly infinite
      slope +=
          ratio > 1
              ? (1 - 1 / ratio) / ((1 - weight) / ratio + weight)
              : (ratio - 1) / (1 - weight + weight * ratio);
    }
    return slope;
  }

  /**
   * Mixes.
   *
   * @param first -ln p1 of each token of a text, in nats
   * @param second -ln p2 of each
   * @return -ln p of each
   * @throws IllegalArgumentException if there are not as many of both
   */
  public double[] mix(double[] first, double[] second) {
    requireSameText(first, second);
    double[] mixed = new double[first.length];
    Arrays.setAll(mixed, n -> mix(first[n], second[n]));
    return mixed;
  }

  private double mix(double first, double second) {
    double nearer = Math.min(first, second); // so that not both underflow
    double p = (1 - weight) * Math.exp(nearer - first) + weight * Math.exp(nearer - second);
    return nearer - Math.log(p);
  }

  private static void requireSameText(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "models of %d and of %d tokens cannot be mixed".formatted(first.length, second.length));
    }
  }
}
