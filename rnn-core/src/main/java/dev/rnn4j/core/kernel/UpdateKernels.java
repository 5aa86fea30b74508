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
   * θ ← θ - rate · (scale · g).
   *
   * @param w whose share to compute
   * @param theta the parameters, updated
   * @param gradient g, as long as theta
   * @param scale factor on the gradient
   * @param rate learning rate
   */
  void sgd(Worker w, float[] theta, float[] gradient, float scale, float rate);

  /**
   * v ← momentum · v + scale · g, θ ← θ - rate · v.
   *
   * @param w whose share to compute
   * @param theta the parameters, updated
   * @param gradient g, as long as theta
   * @param velocity v, as long as theta, updated
   * @param scale factor on the gradient
   * @param rate learning rate
   * @param momentum decay of the velocity
   */
  void sgdMomentum(
      Worker w,
      float[] theta,
      float[] gradient,
      float[] velocity,
      float scale,
      float rate,
      float momentum);

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
}
