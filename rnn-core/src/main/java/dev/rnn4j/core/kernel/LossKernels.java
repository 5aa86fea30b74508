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
   * The loss of {@link #crossEntropy}, and a gradient in place: logits[r] = scale · (p - q), or
   * zeros where targets[r] &lt; 0. Here q = (1 - smoothing) · onehot + smoothing / V (Szegedy et
   * al. 2016, section 7): without smoothing the gradient is that of the loss, with it that of the
   * cross-entropy of q.
   *
   * @param w whose share to compute
   * @param logits (M, V), replaced by the gradient
   * @param targets M class indices, negative to ignore the row
   * @param scale factor on the gradient
   * @param smoothing share of q that is spread over all classes, 0 to below 1
   * @param losses M values, overwritten
   */
  void softmaxCrossEntropy(
      Worker w, Matrix logits, int[] targets, float scale, float smoothing, double[] losses);
}
