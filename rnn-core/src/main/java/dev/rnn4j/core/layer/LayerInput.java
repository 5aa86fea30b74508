package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * What a recurrent layer reads. It knows the shortest way to the input's share of the
 * pre-activations, and back to its own gradient. Several layers (two directions) may read one
 * input, one after the other.
 *
 * <p>All methods are called by all workers of a run, which have met when they return.
 */
public sealed interface LayerInput permits DenseInput, EmbeddingInput {
  /**
   * z = x · W_ihᵀ + 1 · bias.
   *
   * @param w whose share to compute
   * @param layer the layer that reads
   * @param z (M, gates), overwritten
   */
  void project(Worker w, RecurrentLayer layer, Matrix z);

  /**
   * The gradient of W_ih and that of x, if it is wanted.
   *
   * @param w whose share to compute
   * @param layer the layer that read
   * @param dz (M, gates), complete
   * @param dWeight gradient of W_ih, overwritten
   * @param accumulate whether to add to the gradient of x: another layer has read it, too
   */
  void backward(Worker w, RecurrentLayer layer, Matrix dz, Matrix dWeight, boolean accumulate);

  /**
   * What remains after all layers that read this input have had their backward pass.
   *
   * @param w whose share to compute
   */
  void finishBackward(Worker w);
}
