package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * J = -log ŷ[target] with ŷ = softmax(z), in nats, row by row. Rows whose target is negative count
 * for nothing. Derivation: docs/derivations/softmax-cross-entropy.md.
 *
 * @param kernels the arithmetic
 */
public record SoftmaxCrossEntropy(Kernels kernels) {
  /**
   * The losses.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param logits z (M, V)
   * @param targets M ids
   * @param losses M values, overwritten
   */
  public void forward(Worker w, Matrix logits, int[] targets, double[] losses) {
    kernels.crossEntropy(w, logits, targets, losses);
    w.barrier();
  }

  /**
   * The losses, and their gradient in place of the logits.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param logits z (M, V), replaced by scale · (ŷ - onehot)
   * @param targets M ids
   * @param scale factor on the gradient, such as 1 / number of targets
   * @param losses M values, overwritten
   */
  public void forwardBackward(
      Worker w, Matrix logits, int[] targets, float scale, double[] losses) {
    kernels.softmaxCrossEntropy(w, logits, targets, scale, losses);
    w.barrier();
  }

  /**
   * Sum of losses in ascending order, the same for any number of threads.
   *
   * @param losses the values
   * @param count how many of them
   * @return their sum, in nats
   */
  public static double sum(double[] losses, int count) {
    double sum = 0;
    for (int r = 0; r < count; r++) {
      sum += losses[r];
    }
    return sum;
  }
}
