package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.tensor.Matrix;

/**
 * Forward and backward pass of a {@link Pooling}. Both are called by all workers of a run, which
 * have met when they return.
 */
public interface PoolingPass {
  /**
   * Pools.
   *
   * @param w whose share to compute, after the stack's forward pass
   * @param y (B, width), overwritten
   */
  void forward(Worker w, Matrix y);

  /**
   * Leaves the gradients where the stack's backward pass looks for them: in {@link
   * StackPass#outputGradient()}, which is overwritten, and in {@link StackPass#finalGradient()}.
   *
   * @param w whose share to compute, before the stack's backward pass
   * @param dy (B, width), complete
   */
  void backward(Worker w, Matrix dy);
}
