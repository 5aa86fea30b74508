package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of words from their characters; made by {@link CharacterConfig#bind}. Shared by any
 * number of threads unless repacked.
 */
public sealed interface CharacterFeatures permits RecurrentCharacters, ConvolvedCharacters {
  /**
   * Packs the parameters again after they have changed.
   *
   * @param w whose share to pack
   */
  void repack(Worker w);

  /**
   * Copies the parameters, to the bit.
   *
   * @param into parameters of the same layout
   */
  void copyTo(Parameters into);

  /**
   * Buffers, which grow with the batches they are used for.
   *
   * @param gradients receive the gradients of the parameters, in their layout; null without a
   *     backward pass
   * @return a pass
   * @throws IllegalStateException if there are gradients, and these are for inference
   */
  Pass newPass(@Nullable Parameters gradients);

  /**
   * Forward and backward pass over a batch of words. What a word gives is to the bit what it gives
   * alone. The methods that take a {@link Worker} are called by all workers of a run, and all have
   * met when they return.
   */
  interface Pass {
    /**
     * Sets the words; called by one thread.
     *
     * @param words as sequences of characters; one without any gives zeros
     * @param characters ids, by row; shared until the next call
     */
    void begin(SequenceBatch words, int[] characters);

    /**
     * The vectors.
     *
     * @param w whose share to compute
     * @param y (words, width), overwritten
     */
    void forward(Worker w, Matrix y);

    /**
     * The gradients of the parameters.
     *
     * @param w whose share to compute
     * @param dy (words, width), complete
     */
    void backward(Worker w, Matrix dy);
  }
}
