package dev.rnn4j.core.head;

import dev.rnn4j.core.tensor.Matrix;

/**
 * Forward and backward pass of a {@link DistributionHead}. Targets are class indices, one for each
 * row; rows whose target is negative count for nothing. Losses are -log p[target], in nats.
 */
public interface DistributionPass extends HeadPass<int[]> {
  /**
   * Logits of all classes: numbers whose softmax is the distribution. Called by one thread, which
   * computes what the forward pass has not.
   *
   * @return (M, V), live until the next forward pass
   * @throws IllegalStateException if there are none of a forward pass
   */
  Matrix logits();
}
