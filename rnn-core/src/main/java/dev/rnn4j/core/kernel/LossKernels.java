package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/**
 * Probabilities of classes and losses, row by row. Part of {@link Kernels}, which says what all
 * operations have in common.
 */
public interface LossKernels {
  /**
   * Row by row, p = exp(z) / Σ exp(z).
   *
   * @param w whose share to compute
   * @param logits (M, V)
   * @param probabilities (M, V), may be logits
   */
  void softmax(Worker w, Matrix logits, Matrix probabilities);

  /**
   * losses[r] = -log softmax(logits[r])[targets[r]], in nats; 0 where targets[r] &lt; 0.
   *
   * @param w whose share to compute
   * @param logits (M, V)
   * @param targets M class indices, negative to ignore the row
   * @param losses M values, overwritten
   */
  void crossEntropy(Worker w, Matrix logits, int[] targets, double[] losses);

  /**
   * The loss of {@link #crossEntropy}, and its gradient in place: logits[r] = scale · (p - onehot),
   * or zeros where targets[r] &lt; 0.
   *
   * @param w whose share to compute
   * @param logits (M, V), replaced by the gradient
   * @param targets M class indices, negative to ignore the row
   * @param scale factor on the gradient
   * @param losses M values, overwritten
   */
  void softmaxCrossEntropy(Worker w, Matrix logits, int[] targets, float scale, double[] losses);
}
