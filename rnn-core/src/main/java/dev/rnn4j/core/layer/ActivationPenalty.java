package dev.rnn4j.core.layer;

/**
 * What the last layer of a stack pays for its outputs while it is trained, besides the loss (Merity
 * et al. 2017). With outputs of width W, the loss of every target grows by
 *
 * <pre>
 *   size · |y(t)|² / W + change · |h(t) - h(t-1)|² / W
 * </pre>
 *
 * where h is what the layer computes and y what dropout leaves of it. Losses and perplexities that
 * are reported do not include it.
 *
 * @param size α, activation regularisation; 0 or more
 * @param change β, temporal activation regularisation, from the second step of a batch on; 0 or
 *     more
 */
public record ActivationPenalty(float size, float change) {
  /** Nothing. */
  public static final ActivationPenalty NONE = new ActivationPenalty(0f, 0f);

  /**
   * Checks both values.
   *
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public ActivationPenalty {
    require("activation penalty", size);
    require("change penalty", change);
  }

  private static void require(String what, float factor) {
    if (!(factor >= 0 && factor < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          what + " must be a finite number of 0 or more, not " + factor);
    }
  }

  /** {@return whether there is any} */
  public boolean isNone() {
    return equals(NONE);
  }
}
