package dev.rnn4j.core.layer;

/**
 * What disturbs the way from one step of a layer to the next while it is trained.
 *
 * @param hidden probability of dropping an element of h(t-1) before the recurrent product, the same
 *     elements at all steps of a sequence (Gal and Ghahramani 2016); 0 to below 1, as all of them
 * @param weights of dropping an element of W_hh, the same for a whole batch (DropConnect as in
 *     weight-dropped LSTMs, Merity et al. 2018)
 * @param zoneoutHidden that an element of h keeps its value for a step (zoneout, Krueger et al.
 *     2017); in use h(t) is the expectation, zoneoutHidden · h(t-1) + (1 - zoneoutHidden) · h(t)
 * @param zoneoutState the same of c, without effect on cells that have none
 * @param candidate of dropping an element of what a step would write into its state, before its
 *     gate, drawn anew at every step (Semeniuta et al. 2016): of an LSTM, c = f ∘ c(t-1) + i ∘
 *     d(g); without effect on cells that do not {@linkplain dev.rnn4j.core.cell.Cell#dropsCandidate
 *     know it}
 */
public record RecurrentNoise(
    float hidden, float weights, float zoneoutHidden, float zoneoutState, float candidate) {
  /** Nothing. */
  public static final RecurrentNoise NONE = new RecurrentNoise(0f, 0f, 0f, 0f);

  /**
   * Without dropout of the candidate.
   *
   * @param hidden probability of dropping an element of h(t-1)
   * @param weights of dropping an element of W_hh
   * @param zoneoutHidden that an element of h keeps its value
   * @param zoneoutState that an element of c does
   */
  public RecurrentNoise(float hidden, float weights, float zoneoutHidden, float zoneoutState) {
    this(hidden, weights, zoneoutHidden, zoneoutState, 0f);
  }

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public RecurrentNoise {
    Dropout.require("recurrent dropout", hidden);
    Dropout.require("weight dropout", weights);
    Dropout.require("zoneout of h", zoneoutHidden);
    Dropout.require("zoneout of c", zoneoutState);
    Dropout.require("dropout of the candidate", candidate);
  }

  /** {@return whether there is any} */
  public boolean isNone() {
    return equals(NONE);
  }

  /** Whether a model in use differs from one without. */
  boolean zonesOut() {
    return zoneoutHidden > 0 || zoneoutState > 0;
  }
}
