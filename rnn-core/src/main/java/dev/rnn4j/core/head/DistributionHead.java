package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/** A head that gives every row a distribution over classes, such as the tokens of a vocabulary. */
public sealed interface DistributionHead permits SoftmaxHead, AdaptiveSoftmaxHead {
  /**
   * Packs the parameters again after they have changed.
   *
   * @param w whose share to pack
   */
  void repack(Worker w);

  /**
   * Copies the parameters, to the bit.
   *
   * @param into parameters of the same layout
   */
  void copyTo(Parameters into);

  /**
   * Has backward passes follow the gradient of smoothed labels, see {@link
   * SoftmaxHead#smoothLabels}.
   *
   * @param epsilon share of a label that is spread over all classes, 0 (none) to below 1
   * @throws IllegalArgumentException if it is out of range, or this head smooths no labels
   */
  void smoothLabels(float epsilon);

  /**
   * Buffers for this head.
   *
   * @param maxRows most rows
   * @param gradients receive the gradients of the parameters, in their layout; null without a
   *     backward pass
   * @return a pass
   * @throws IllegalStateException if there are gradients, and the head was made for inference
   */
  DistributionPass newPass(int maxRows, @Nullable Parameters gradients);
}
