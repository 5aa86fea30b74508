package dev.rnn4j.train.optim;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;

/**
 * The norm of all gradients together, and the factor that clipping asks for (Pascanu et al. 2013):
 * if ‖g‖ ≥ threshold then g ← (threshold / ‖g‖) · g.
 */
public final class GlobalNorm {
  private final Kernels kernels;
  private final double[] blockSums;

  /**
   * Buffers for a number of gradients.
   *
   * @param size how many floats
   * @param kernels the arithmetic
   */
  public GlobalNorm(int size, Kernels kernels) {
    this.kernels = kernels;
    blockSums = new double[Math.ceilDiv(size, Kernels.BLOCK)];
  }

  /**
   * The norm.
   *
   * @param w whose share to compute; all workers have met before, and have met when this returns
   * @param gradient as many floats as this was made for
   * @return ‖g‖, the same for every worker and for any number of them
   */
  public double of(Worker w, float[] gradient) {
    kernels.sumOfSquares(w, gradient, blockSums);
    w.barrier();
    double sum = 0;
    for (double block : blockSums) {
      sum += block;
    }
    return Math.sqrt(sum);
  }

  /**
   * The factor on the gradient.
   *
   * @param norm ‖g‖
   * @param threshold the largest norm to let through; 0 for no clipping
   * @return 1, or threshold / norm if the norm reaches the threshold
   */
  public static float factor(double norm, double threshold) {
    return threshold > 0 && norm >= threshold ? (float) (threshold / norm) : 1f;
  }
}
