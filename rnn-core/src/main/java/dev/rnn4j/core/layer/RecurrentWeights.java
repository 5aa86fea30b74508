package dev.rnn4j.core.layer;

import dev.rnn4j.core.tensor.Matrix;

/**
 * The parameters of one recurrent layer, or their gradients: the same layout serves both.
 *
 * @param ih W_ih (G·H, I)
 * @param hh W_hh (G·H, H)
 * @param biasIh b_ih (1, G·H)
 * @param biasHh b_hh (1, G·H)
 */
public record RecurrentWeights(Matrix ih, Matrix hh, Matrix biasIh, Matrix biasHh) {
  /**
   * Width of the input.
   *
   * @return I
   */
  public int inputSize() {
    return ih.cols();
  }

  /**
   * Number of units.
   *
   * @return H
   */
  public int hiddenSize() {
    return hh.cols();
  }
}
