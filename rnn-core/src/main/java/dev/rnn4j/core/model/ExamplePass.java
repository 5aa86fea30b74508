package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Worker;
import java.util.List;

/**
 * Forward and backward pass of a network over batches of independent examples, such as sentences
 * with their tags. Owns the activations, which grow to the largest batch seen and are reused.
 *
 * <p>{@link #begin} is called by one thread, the other methods that take a {@link Worker} by all
 * workers of a run with equal arguments, and all have met when they return.
 *
 * @param <E> an example: inputs and targets
 */
public interface ExamplePass<E> {
  /**
   * Begins an epoch of a training; called before its first batch, and when a training is resumed in
   * it.
   *
   * @param epoch from 0
   */
  default void beginEpoch(int epoch) {}

  /**
   * Sets the batch.
   *
   * @param examples one or more, in any order, of any lengths
   */
  void begin(List<E> examples);

  /**
   * Forward pass without dropout, and the losses.
   *
   * @param w whose share to compute
   */
  void evaluate(Worker w);

  /**
   * Forward pass with dropout, the losses, and the gradients of all parameters.
   *
   * @param w whose share to compute
   * @param scale factor on the sum of the losses that is differentiated
   * @param key names what is random in it, such as dropout masks
   * @throws IllegalStateException if the pass was made without a backward pass
   */
  void compute(Worker w, float scale, long key);

  /** {@return the sum of the losses of the batch, the same for any number of threads} */
  double totalLoss();
}
