package dev.rnn4j.core.kernel;

/**
 * Norms of gradients and updates of parameters, over flat arrays. Part of {@link Kernels}, which
 * says what all operations have in common.
 */
public interface UpdateKernels {
  /** Number of floats that are summed together in {@link #sumOfSquares}. */
  int BLOCK = 8192;

  /**
   * blockSums[i] = Σ x² over block i of {@link #BLOCK} floats; their sum is a squared norm.
   *
   * @param w whose share to compute
   * @param x any number of floats
   * @param blockSums ⌈n / BLOCK⌉ values, overwritten
   */
  void sumOfSquares(Worker w, float[] x, double[] blockSums);

  /**
   * θ ← θ - (rate · (scale · g) + decay · θ).
   *
   * @param w whose share to compute
   * @param theta the parameters, updated
   * @param gradient g, as long as theta
   * @param step scale, rate and decay
   */
  void sgd(Worker w, float[] theta, float[] gradient, UpdateStep step);

  /**
   * v ← momentum · v + scale · g, θ ← θ - (rate · d + decay · θ), where d = v, or looking ahead
   * (Nesterov 1983, as in Sutskever et al. 2013) d = scale · g + momentum · v.
   *
   * @param w whose share to compute
   * @param theta the parameters, updated
   * @param gradient g, as long as theta
   * @param velocity v, as long as theta, updated
   * @param momentum decay of the velocity
   * @param ahead whether to look ahead
   * @param step scale, rate and decay
   */
  void sgdMomentum(
      Worker w,
      float[] theta,
      float[] gradient,
      float[] velocity,
      float momentum,
      boolean ahead,
      UpdateStep step);

  /**
   * s ← keep · s + share · (scale · g)², θ ← θ - (rate · (scale · g) / (√s + epsilon) + decay · θ):
   * RMSProp with keep = 1 - share (Tieleman and Hinton 2012), Adagrad with 1 and 1 (Duchi et al.
   * 2011).
   *
   * @param w whose share to compute
   * @param theta the parameters, updated
   * @param gradient g, as long as theta
   * @param squares s, as long as theta, updated
   * @param keep factor on the squares so far
   * @param share factor on the new square
   * @param epsilon added to the denominator
   * @param step scale, rate and decay
   */
  void sgdOverRoot(
      Worker w,
      float[] theta,
      float[] gradient,
      float[] squares,
      float keep,
      float share,
      float epsilon,
      UpdateStep step);

  /**
   * One Adam update, see {@link AdamStep}.
   *
   * @param w whose share to compute
   * @param theta the parameters, updated
   * @param gradient g, as long as theta
   * @param m first moment, as long as theta, updated
   * @param v second moment, as long as theta, updated
   * @param step the numbers of this update
   */
  void adam(Worker w, float[] theta, float[] gradient, float[] m, float[] v, AdamStep step);

  /**
   * a ← a + share · (x - a), one step of a running mean. A share of 1 copies x, whatever a was.
   *
   * @param w whose share to compute
   * @param average a, updated
   * @param x as long as the average
   * @param share weight of x, above 0 to 1
   */
  void average(Worker w, float[] average, float[] x, float share);

  /**
   * g ← scale · g, no further from 0 than the limit.
   *
   * @param w whose share to compute
   * @param gradient g, no element NaN, updated
   * @param scale factor on the gradient
   * @param limit above 0
   */
  void clamp(Worker w, float[] gradient, float scale, float limit);
}
