package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;

/** Forward and backward pass of a {@link TaggingHead}. Targets are tags, one for each row. */
public interface TaggingPass extends HeadPass<int[]> {
  /**
   * The most probable tags of the last forward pass, and how probable each of them is. Of equally
   * good ones the smaller tag is chosen.
   *
   * @param w whose share to compute
   * @param best receives a tag for each row
   * @param probabilities receives its probability, whatever the tags of other rows are
   */
  void decode(Worker w, int[] best, double[] probabilities);
}
