package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;

/**
 * What a model computes from the rows that its stack, or a pooling of them, hands up: predictions,
 * their losses against targets, and the gradients. One row is one prediction.
 *
 * <p>The methods that take a {@link Worker} are called by all workers of a run with equal
 * arguments, and all have met when they return. A forward pass comes first, then its losses or its
 * backward pass, once.
 *
 * @param <T> what is predicted for all rows together, such as one class index each
 */
public interface HeadPass<T> {
  /**
   * Sets which row belongs to which sequence; called by one thread. Of pooled sequences each is one
   * row: {@code SequenceBatch.full(1, B)}.
   *
   * @param batch of at most as many rows as this pass was made for
   */
  void shape(SequenceBatch batch);

  /**
   * The predictions.
   *
   * @param w whose share to compute
   * @param x (M, I), complete
   */
  void forward(Worker w, Matrix x);

  /**
   * The losses of the predictions, which stay as they are.
   *
   * @param w whose share to compute
   * @param targets of the rows
   */
  void loss(Worker w, T targets);

  /**
   * The losses of the predictions, and the gradients of the parameters and of x.
   *
   * @param w whose share to compute
   * @param x as given to {@link #forward}
   * @param targets of the rows
   * @param scale factor on the sum of the losses that is differentiated
   * @param dx (M, I), overwritten
   */
  void backward(Worker w, Matrix x, T targets, float scale, Matrix dx);

  /**
   * The losses of the rows, of the last {@link #loss} or {@link #backward}.
   *
   * @return one value each, live; there may be unused elements after them
   */
  double[] losses();

  /** {@return the sum of the losses in ascending order, the same for any number of threads} */
  double totalLoss();
}
