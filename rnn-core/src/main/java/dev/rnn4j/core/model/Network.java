package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;

/**
 * What all networks of this package have in common: parameters, and kernels that compute with them.
 * For use they are read-only and shared by any number of threads; only training changes them.
 */
public interface Network {
  /** {@return the parameters: live in training, otherwise a copy, to the bit} */
  Parameters parameters();

  /** {@return the arithmetic} */
  Kernels kernels();

  /** {@return whether there is a backward pass} */
  boolean isTrainable();

  /**
   * Packs the parameters again after training changed them.
   *
   * @param w whose share to pack; all workers have met when this returns
   */
  void repack(Worker w);

  /**
   * Has every backward pass follow the gradient of smoothed labels, as {@link
   * dev.rnn4j.core.head.SoftmaxHead#smoothLabels} says; the losses stay as they are.
   *
   * @param epsilon share of a label that is spread over all classes, 0 (none) to below 1
   * @throws IllegalArgumentException if it is out of range, or above 0 where there is no softmax
   *     over classes
   */
  default void smoothLabels(float epsilon) {
    if (epsilon != 0) {
      throw new IllegalArgumentException(
          "labels can be smoothed only where a softmax predicts them");
    }
  }
}
