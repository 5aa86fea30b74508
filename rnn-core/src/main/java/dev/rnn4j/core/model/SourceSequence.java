package dev.rnn4j.core.model;

import dev.rnn4j.core.tensor.Matrix;

/** What an encoder reads: tokens, or numbers at every step. May be empty. */
public sealed interface SourceSequence {
  /** {@return the number of steps} */
  int length();

  /**
   * A sequence of tokens.
   *
   * @param ids of the source's vocabulary, shared
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Tokens(int... ids) implements SourceSequence {
    @Override
    public int length() {
      return ids.length;
    }
  }

  /**
   * A sequence of frames of numbers, such as features of speech.
   *
   * @param frames (T, width), shared
   */
  record Frames(Matrix frames) implements SourceSequence {
    @Override
    public int length() {
      return frames.rows();
    }
  }
}
