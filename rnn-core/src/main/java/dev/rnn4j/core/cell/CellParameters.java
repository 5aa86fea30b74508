package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;

/**
 * The parameters of one layer, as its cell binds them.
 *
 * @param values the parameters, shared
 * @param names of the layer's
 * @param kernels the arithmetic
 * @param training whether there is a backward pass, for which weights are packed twice
 */
public record CellParameters(
    Parameters values, CellNames names, Kernels kernels, boolean training) {
  /**
   * A parameter.
   *
   * @param parameter its name without prefix and suffix, such as "weight_hh"
   * @return a live view; a vector is one row
   */
  public Matrix matrix(String parameter) {
    return values.matrix(names.of(parameter));
  }

  /**
   * The format of the weights.
   *
   * @return what products round them to
   */
  public WeightFormat format() {
    return values.format();
  }

  /**
   * Packs a weight W (N, K) for the products of both passes.
   *
   * @param parameter its name without prefix and suffix, such as "weight_hh"
   * @return x · Wᵀ and, for training, dy · W
   */
  public WeightProduct product(String parameter) {
    return new WeightProduct(matrix(parameter), kernels, format(), training);
  }
}
