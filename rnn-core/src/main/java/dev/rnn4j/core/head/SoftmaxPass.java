package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a {@link SoftmaxHead}: J = -log ŷ[target] of every row, in nats.
 * Targets are class indices; rows whose target is negative count for nothing. Of smoothed labels
 * only the gradient is, see {@link SoftmaxHead#smoothLabels}. Derivation:
 * docs/derivations/softmax-cross-entropy.md.
 */
public final class SoftmaxPass extends LinearPass<int[]> implements TaggingPass, DistributionPass {
  private final SoftmaxHead head;
  private final Kernels kernels;

  SoftmaxPass(SoftmaxHead head, int maxRows, @Nullable Parameters gradients) {
    this(head, Matrix.zeros(maxRows, head.classes()), gradients);
  }

  /** The gradient of the logits, of which there are many, takes their place. */
  private SoftmaxPass(SoftmaxHead head, Matrix logits, @Nullable Parameters gradients) {
    super(
        head.linear(),
        logits,
        logits,
        gradients == null ? null : gradients.matrix(head.names().weight()),
        gradients == null ? null : gradients.matrix(head.names().bias()));
    this.head = head;
    kernels = head.kernels();
  }

  /** {@return the logits U h + b (M, V), live; after the backward pass their gradient} */
  @Override
  public Matrix logits() {
    return outputs();
  }

  @Override
  void loss(Worker w, int[] targets, double[] into) {
    kernels.crossEntropy(w, logits(), targets, into);
  }

  @Override
  void lossAndGradient(Worker w, int[] targets, float scale, double[] into) {
    kernels.softmaxCrossEntropy(w, gradient(), targets, scale, head.labelSmoothing(), into);
  }

  @Override
  public void decode(Worker w, int[] best, double[] probabilities) {
    requireOutputs();
    Matrix logits = logits();
    for (int r = w.from(logits.rows(), 1); r < w.to(logits.rows(), 1); r++) {
      int largest = 0;
      for (int v = 1; v < logits.cols(); v++) {
        largest = logits.get(r, v) > logits.get(r, largest) ? v : largest;
      }
      double sum = 0;
      for (int v = 0; v < logits.cols(); v++) {
        sum += Math.exp((double) logits.get(r, v) - logits.get(r, largest));
      }
      best[r] = largest;
      probabilities[r] = 1 / sum;
    }
    w.barrier();
  }
}
