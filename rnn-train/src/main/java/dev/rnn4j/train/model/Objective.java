package dev.rnn4j.train.model;

/**
 * What the gradient of a window is taken of. Both are the cross-entropy J, which is always reported
 * as the mean over tokens; they differ by a factor, which matters to the learning rate and to
 * clipping.
 */
public enum Objective {
  /** The mean over all tokens of the window. */
  MEAN,
  /**
   * Summed over the window's steps, mean over the streams: the convention of Zaremba et al. 2014.
   */
  WINDOW;

  /**
   * Factor on the sum of the losses.
   *
   * @param targets tokens predicted in the window
   * @param streams B
   * @return 1 / targets or 1 / B
   */
  float scale(int targets, int streams) {
    return (float) (1.0 / (this == MEAN ? targets : streams));
  }
}
