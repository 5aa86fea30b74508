package dev.rnn4j.core.parameter;

/**
 * How parameters are drawn before training.
 *
 * @param range every weight and bias is uniform in [-range, range), above 0 to 100
 * @param forgetBias added to the bias of forget gates, in cells that have one; -100 to 100
 * @param identity not 0: in simple cells the recurrent weight is so many times the identity matrix
 *     and the biases are 0 instead (Le et al. 2015: 1, with ReLU); 0 to 100
 */
public record Initialization(float range, float forgetBias, float identity) {
  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Initialization {
    if (!(range > 0 && range <= 100)) {
      throw new IllegalArgumentException(
          "the initial range must be above 0 and at most 100, not " + range);
    }
    if (!(Math.abs(forgetBias) <= 100)) {
      throw new IllegalArgumentException(
          "the forget bias must be between -100 and 100, not " + forgetBias);
    }
    if (!(identity >= 0 && identity <= 100)) {
      throw new IllegalArgumentException(
          "the scale of an initial identity must be 0 to 100, not " + identity);
    }
  }

  /**
   * Uniform values and a forget bias.
   *
   * @param range half the width of the interval
   * @param forgetBias added to the bias of forget gates
   */
  public Initialization(float range, float forgetBias) {
    this(range, forgetBias, 0);
  }

  /**
   * Uniform values and nothing more.
   *
   * @param range half the width of the interval
   * @return an initialization without a forget bias
   */
  public static Initialization uniform(float range) {
    return new Initialization(range, 0);
  }
}
