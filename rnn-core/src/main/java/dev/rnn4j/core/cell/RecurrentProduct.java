package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The recurrent weights W_hh (G·H, H) as the two products of a time step read them.
 *
 * @param forward W_hhᵀ packed, for z += h(t-1) · W_hhᵀ
 * @param bias b_hh (1, G·H), of use to cells that keep the products apart
 * @param backward W_hh packed, for dh(t-1) += dz · W_hh; null where only the way forward is needed
 */
public record RecurrentProduct(
    PackedWeights forward, Matrix bias, @Nullable PackedWeights backward) {
  /**
   * The weights of the way back.
   *
   * @return W_hh packed
   * @throws IllegalStateException if they were not packed
   */
  public PackedWeights backwardOrThrow() {
    PackedWeights packed = backward;
    if (packed == null) {
      throw new IllegalStateException("this layer was made for inference; it has no way back");
    }
    return packed;
  }
}
