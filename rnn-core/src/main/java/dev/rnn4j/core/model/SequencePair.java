package dev.rnn4j.core.model;

/**
 * A sequence and what is to be made of it, such as a sentence and its translation.
 *
 * @param source what is read
 * @param target token ids, without the one that ends it; may be empty; shared
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record SequencePair(SourceSequence source, int[] target) {
  /**
   * What a loss is a mean of.
   *
   * @return the number of tokens to predict, with the one that ends the target
   */
  public int predictions() {
    return target.length + 1;
  }
}
