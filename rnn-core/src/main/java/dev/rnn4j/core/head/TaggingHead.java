package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/** A head that gives every row one of some tags, by itself or with regard to its neighbours. */
public interface TaggingHead {
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
   * Buffers for this head.
   *
   * @param maxRows most rows
   * @param gradients receive the gradients of the parameters, in their layout; null without a
   *     backward pass
   * @return a pass
   * @throws IllegalStateException if there are gradients, and the head was made for inference
   */
  TaggingPass newPass(int maxRows, @Nullable Parameters gradients);
}
