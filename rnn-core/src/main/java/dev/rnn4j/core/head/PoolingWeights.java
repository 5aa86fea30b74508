package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/** A pooling bound to its parameters, if it has any. Shared by any number of threads. */
@FunctionalInterface
public interface PoolingWeights {
  /**
   * Pools what a pass of a stack computes.
   *
   * @param stack the pass
   * @param maxRows most elements of all sequences together
   * @param gradients receive the gradients of the parameters, in their layout; null without a
   *     backward pass
   * @return the pooling's own pass
   */
  PoolingPass newPass(StackPass stack, int maxRows, @Nullable Parameters gradients);

  /**
   * Packs the parameters again after they have changed.
   *
   * @param w whose share to pack
   */
  default void repack(Worker w) {}

  /**
   * Copies the parameters, to the bit.
   *
   * @param into parameters of the same layout
   */
  default void copyTo(Parameters into) {}
}
