package dev.rnn4j.core.head;

import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;

/**
 * A kind of pooling: one row for each sequence of a batch, from what a stack has computed of it.
 */
public interface Pooling {
  /**
   * The width of a row.
   *
   * @param stack what is pooled
   * @return the number of columns
   */
  int outputSize(StackConfig stack);

  /**
   * Pools what a pass of a stack computes.
   *
   * @param stack the pass
   * @return the pooling's own pass
   */
  PoolingPass newPass(StackPass stack);
}
