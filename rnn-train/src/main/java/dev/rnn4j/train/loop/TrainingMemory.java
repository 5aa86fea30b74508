package dev.rnn4j.train.loop;

import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.task.TaskMemory;

/**
 * How much memory a {@link Trainer} and its task take, known before they are made: the large
 * arrays, without the padding of packed weights and small objects, so a little less than it really
 * is.
 *
 * @param parameters bytes of the parameters, their gradients, the best ones and the moments
 * @param packed bytes of the weights packed for the forward and the backward pass
 * @param activations bytes of what a batch leaves behind
 * @param data bytes of what is trained on and validated with
 */
public record TrainingMemory(long parameters, long packed, long activations, long data) {
  /** The parameters themselves, their gradients and the best ones. */
  private static final int COPIES = 3;

  /**
   * The memory of a training.
   *
   * @param task what the task takes
   * @param optimization how the parameters are moved
   * @return the estimate
   */
  public static TrainingMemory of(TaskMemory task, Optimization optimization) {
    int mean = optimization.accumulate() > 1 ? 1 : 0; // of the gradients
    int copies = COPIES + mean + optimization.optimizer().moments();
    return new TrainingMemory(
        (long) Float.BYTES * copies * task.parameters(),
        task.packed(),
        task.activations(),
        task.data());
  }

  /**
   * Everything.
   *
   * @return bytes
   */
  public long total() {
    return parameters + packed + activations + data;
  }
}
