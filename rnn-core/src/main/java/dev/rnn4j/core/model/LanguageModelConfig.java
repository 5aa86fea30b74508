package dev.rnn4j.core.model;

import dev.rnn4j.core.cell.CellType;
import dev.rnn4j.core.kernel.Activation;
import java.util.List;

/**
 * The architecture of a recurrent language model: an embedding, a stack of recurrent layers, and a
 * softmax over the vocabulary.
 *
 * @param cell kind of recurrent cell, the same in every layer
 * @param activation nonlinearity of simple RNN cells; the others ignore it
 * @param vocabularySize V, 2 or more
 * @param embeddingSize E, width of the token vectors
 * @param hiddenSizes H of each layer, from the input up; 1 to 64 layers
 * @param dropout probability of dropping an element of the non-recurrent connections while training
 *     (Zaremba et al. 2014), 0 to below 1
 * @param tied whether the output layer uses the embedding as its weight (Press and Wolf 2017);
 *     needs E equal to the last layer's H
 */
public record LanguageModelConfig(
    CellType cell,
    Activation activation,
    int vocabularySize,
    int embeddingSize,
    List<Integer> hiddenSizes,
    float dropout,
    boolean tied) {
  private static final int MAX_WIDTH = 1 << 20;
  private static final int MAX_LAYERS = 64;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public LanguageModelConfig {
    hiddenSizes = List.copyOf(hiddenSizes);
    if (vocabularySize < 2) {
      throw new IllegalArgumentException(
          "a language model needs a vocabulary of 2 or more, not " + vocabularySize);
    }
    checkWidth("embedding", embeddingSize);
    if (hiddenSizes.isEmpty() || hiddenSizes.size() > MAX_LAYERS) {
      throw new IllegalArgumentException(
          "a model needs 1 to " + MAX_LAYERS + " layers, not " + hiddenSizes.size());
    }
    for (int size : hiddenSizes) {
      checkWidth("hidden", size);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be at least 0 and below 1, not " + dropout);
    }
    int last = hiddenSizes.getLast();
    if (tied && embeddingSize != last) {
      throw new IllegalArgumentException(
          "tied weights need an embedding as wide as the last layer, not "
              + embeddingSize
              + " and "
              + last);
    }
  }

  private static void checkWidth(String what, int size) {
    if (size < 1 || size > MAX_WIDTH) {
      throw new IllegalArgumentException(
          "the " + what + " size must be 1 to " + MAX_WIDTH + ", not " + size);
    }
  }

  /**
   * Depth.
   *
   * @return number of recurrent layers
   */
  public int layers() {
    return hiddenSizes.size();
  }
}
