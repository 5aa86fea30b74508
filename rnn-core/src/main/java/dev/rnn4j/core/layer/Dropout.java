package dev.rnn4j.core.layer;

/**
 * What is dropped between the parts of a model while it is trained: elements of the vectors that
 * one part hands to the next (Zaremba et al. 2014), and whole tokens. What is kept is scaled by 1 /
 * (1 - p), so that a model in use needs no correction.
 *
 * @param input probability of dropping an element of a token's vector, for models that leave this
 *     to their stack; 0 to below 1, as all of them
 * @param layers of an element that a layer hands to the next one
 * @param output of an element that the last layer hands up
 * @param tokens of dropping all vectors of a token, wherever it stands in a batch (embedding
 *     dropout; Gal and Ghahramani 2016)
 * @param locked whether all steps of a sequence lose the same elements (variational dropout; Gal
 *     and Ghahramani 2016), instead of each step its own
 */
public record Dropout(float input, float layers, float output, float tokens, boolean locked) {
  /** Nothing is dropped. */
  public static final Dropout NONE = of(0f);

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Dropout {
    require("dropout", layers);
    require("input dropout", input);
    require("output dropout", output);
    require("embedding dropout", tokens);
  }

  static void require(String what, float p) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException(what + " must be at least 0 and below 1, not " + p);
    }
  }

  /**
   * The same everywhere, at every step anew; no tokens.
   *
   * @param p probability, 0 to below 1
   * @return a dropout
   */
  public static Dropout of(float p) {
    return new Dropout(p, p, p, 0f, false);
  }

  /** {@return whether it is {@link #of} some probability} */
  public boolean isUniform() {
    return equals(of(layers));
  }

  /** {@return whether nothing is dropped} */
  public boolean isNone() {
    return input == 0 && layers == 0 && output == 0 && tokens == 0;
  }

  /** What is dropped above a layer. */
  float above(boolean last) {
    return last ? output : layers;
  }
}
