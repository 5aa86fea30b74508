package dev.rnn4j.core.layer;

/**
 * How a stack of layers is kept from learning its training data by heart. All of it is drawn from
 * the key of a training step, and but for zoneout without effect on a model in use.
 *
 * @param dropout between the parts
 * @param noise within the recurrence of every layer
 * @param penalty on the outputs of the last layer
 */
public record Regularization(Dropout dropout, RecurrentNoise noise, ActivationPenalty penalty) {
  /** Nothing. */
  public static final Regularization NONE = dropout(0f);

  /**
   * Plain dropout between the parts, and nothing else.
   *
   * @param p probability, 0 to below 1
   * @return a regularisation
   * @throws IllegalArgumentException if p is out of its range
   */
  public static Regularization dropout(float p) {
    return new Regularization(Dropout.of(p), RecurrentNoise.NONE, ActivationPenalty.NONE);
  }

  /** {@return whether it is plain {@link #dropout} or nothing} */
  public boolean isPlain() {
    return dropout.isUniform() && noise.isNone() && penalty.isNone();
  }

  /** {@return whether a forward pass for training differs from one for use} */
  public boolean isRandom() {
    return !dropout.isNone() || !noise.isNone();
  }
}
