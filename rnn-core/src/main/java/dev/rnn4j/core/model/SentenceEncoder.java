package dev.rnn4j.core.model;

import java.util.List;

/**
 * Makes a vector of a text: what a trained model knows of it after reading. Texts that are alike to
 * the model have vectors in like directions. Any number of threads may share one.
 */
public interface SentenceEncoder {
  /** {@return how many numbers a vector has} */
  int width();

  /**
   * Reads texts.
   *
   * @param texts any texts of one line each, none or more
   * @return a vector for each, in their order; what a text gives does not depend on the others
   * @throws IllegalArgumentException if a text has a token that the model cannot read
   */
  List<float[]> encode(List<String> texts);
}
