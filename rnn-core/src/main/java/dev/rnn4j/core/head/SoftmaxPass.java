package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a {@link SoftmaxHead}: J = -log ŷ[target] of every row, in nats.
 * Targets are class indices; rows whose target is negative count for nothing. Derivation:
 * docs/derivations/softmax-cross-entropy.md.
 */
public final class SoftmaxPass extends LinearPass<int[]> {
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
    kernels = head.kernels();
  }

  /** {@return the logits U h + b (M, V), live; after the backward pass their gradient} */
  public Matrix logits() {
    return outputs();
  }

  @Override
  void loss(Worker w, int[] targets, double[] into) {
    kernels.crossEntropy(w, logits(), targets, into);
  }

  @Override
  void lossAndGradient(Worker w, int[] targets, float scale, double[] into) {
    kernels.softmaxCrossEntropy(w, gradient(), targets, scale, into);
  }
}
