package dev.rnn4j.core.kernel;

/**
 * The numbers of an update that every optimiser has.
 *
 * @param scale factor on the gradient, such as the one clipping asks for
 * @param rate learning rate
 * @param decay share of itself that every parameter loses: rate · λ, the decoupled weight decay of
 *     Loshchilov and Hutter 2019; 0 for none
 */
public record UpdateStep(float scale, float rate, float decay) {
  /**
   * The numbers of one update.
   *
   * @param scale factor on the gradient
   * @param rate learning rate
   * @param weightDecay λ, 0 for none
   * @return with a decay of rate · λ
   */
  public static UpdateStep of(float scale, float rate, float weightDecay) {
    return new UpdateStep(scale, rate, rate * weightDecay);
  }
}
