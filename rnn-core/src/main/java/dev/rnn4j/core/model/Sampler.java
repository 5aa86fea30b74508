package dev.rnn4j.core.model;

import dev.rnn4j.core.random.RandomSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Draws a token from logits: divides them by a temperature, keeps the k most probable and of these
 * the smallest set whose probability reaches p (nucleus sampling, Holtzman et al. 2020), and draws
 * among what is left. Reuses its buffers, so it belongs to one thread.
 */
public final class Sampler {
  private final double temperature;
  private final int topK;
  private final double topP;
  private final int banned;
  private double @Nullable [] weights;
  private long @Nullable [] order;

  /**
   * A sampler of any token.
   *
   * @param temperature 0 for the most probable token always, 1 for the model's own distribution
   * @param topK how many tokens to keep; 0 for all
   * @param topP probability to keep, above 0 to 1
   * @throws IllegalArgumentException if a value is out of its range
   */
  public Sampler(double temperature, int topK, double topP) {
    this(temperature, topK, topP, -1);
  }

  /**
   * A sampler that never draws a certain token, such as {@code <unk>}.
   *
   * @param temperature 0 for the most probable token always, 1 for the model's own distribution
   * @param topK how many tokens to keep; 0 for all
   * @param topP probability to keep, above 0 to 1
   * @param banned the token never drawn; negative for none
   * @throws IllegalArgumentException if a value is out of its range
   */
  public Sampler(double temperature, int topK, double topP, int banned) {
    if (!(temperature >= 0 && temperature <= 1000)) {
      throw new IllegalArgumentException("temperature must be 0 to 1000, not " + temperature);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("top-k must be 0 (all) or more, not " + topK);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top-p must be above 0 and at most 1, not " + topP);
    }
    this.temperature = temperature;
    this.topK = topK;
    this.topP = topP;
    this.banned = banned;
  }

  /**
   * Draws a token.
   *
   * @param logits one for each token; one of -∞ is never drawn
   * @param random where chance comes from; not used at temperature 0
   * @return its id; of equally probable tokens at temperature 0, the first
   * @throws IllegalArgumentException if a logit is NaN or ∞, or there is no token to draw
   */
  public int draw(float[] logits, RandomSource random) {
    int best = mostProbable(logits);
    if (temperature == 0) {
      return best;
    }
    double[] weight = relativeWeights(logits, logits[best]);
    if (topK > 0 || topP < 1) {
      keepMostProbable(weight);
    }
    return drawByWeight(weight, random, best);
  }

  private int mostProbable(float[] logits) {
    int best = -1;
    float max = Float.NEGATIVE_INFINITY;
    for (int v = 0; v < logits.length; v++) {
      float logit = logits[v];
      if (logit > max && v != banned) {
        best = v;
        max = logit;
      }
      if (!(logit < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the logit of token " + v + " is " + logit + "; the model is damaged");
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException(
          "none of the " + logits.length + " tokens may be drawn: all logits are -Infinity");
    }
    return best;
  }

  private double[] relativeWeights(float[] logits, float max) {
    double[] weight = weights;
    if (weight == null || weight.length != logits.length) {
      weight = new double[logits.length];
      weights = weight;
    }
    for (int v = 0; v < weight.length; v++) {
      weight[v] = v == banned ? 0 : Math.exp(((double) logits[v] - max) / temperature);
    }
    return weight;
  }

  /** Sets the weights of all but the most probable tokens to zero. */
  private void keepMostProbable(double[] weight) {
    long[] byWeight = sortedByWeight(weight);
    int n = weight.length;
    int dropped = topK == 0 ? 0 : Math.max(0, n - topK);
    double sum = 0;
    for (int rank = dropped; rank < n; rank++) {
      sum += weight[(int) byWeight[rank]];
    }
    double kept = 0;
    for (int rank = n - 1; rank >= 0; rank--) {
      int v = (int) byWeight[rank];
      double own = weight[v];
      if (rank < dropped || kept >= topP * sum) {
        weight[v] = 0;
      }
      kept += own;
    }
  }

  /** Ascending; the token in the low half, its weight as a sortable non-negative float above. */
  private long[] sortedByWeight(double[] weight) {
    long[] byWeight = order;
    if (byWeight == null || byWeight.length != weight.length) {
      byWeight = new long[weight.length];
      order = byWeight;
    }
    for (int v = 0; v < weight.length; v++) {
      byWeight[v] = ((long) Float.floatToIntBits((float) weight[v]) << 32) | v;
    }
    Arrays.sort(byWeight);
    return byWeight;
  }

  private static int drawByWeight(double[] weight, RandomSource random, int fallback) {
    double sum = 0;
    for (double one : weight) {
      sum += one;
    }
    double left = random.nextDouble() * sum;
    for (int v = 0; v < weight.length; v++) {
      left -= weight[v];
      if (left < 0) {
        return v;
      }
    }
    return fallback; // rounding used up the sum
  }
}
