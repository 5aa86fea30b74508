package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/** A cell with the weights of one layer. Shared by any number of threads unless repacked. */
public interface CellWeights {
  /**
   * What is added to the input's share of the pre-activations, at every step.
   *
   * @param w whose share to write: columns {@code w.from(n, 1)} to {@code w.to(n, 1)}
   * @param bias (1, gates)
   */
  void inputBias(Worker w, Matrix bias);

  /**
   * Packs the weights again after they have changed.
   *
   * @param w whose share to pack; need not wait for others
   */
  void repack(Worker w);

  /**
   * The cell's computations on some buffers.
   *
   * @param buffers of a layer; more can be had from them
   * @param gradients receive the gradients of the parameters, in their layout; null where there is
   *     no backward pass
   * @return the steps
   */
  CellPass newPass(CellBuffers buffers, @Nullable Parameters gradients);
}
