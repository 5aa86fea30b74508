package dev.rnn4j.core.model;

/**
 * A pass that says which class each example of a batch belongs to.
 *
 * @param <E> an example
 */
public interface ClassifyingPass<E> extends ExamplePass<E> {
  /**
   * The distribution over the classes, of the last {@link #evaluate}.
   *
   * @param example its number among those given
   * @return one probability for each class, a copy
   */
  float[] probabilities(int example);
}
