package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Parameters;

/** A pooling without parameters. */
public interface PlainPooling extends Pooling {
  /**
   * Pools what a pass of a stack computes.
   *
   * @param stack the pass
   * @return the pooling's own pass
   */
  PoolingPass newPass(StackPass stack);

  @Override
  default PoolingWeights bind(
      Parameters parameters, String prefix, Kernels kernels, boolean training) {
    return (stack, _, _) -> newPass(stack);
  }
}
