package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;

/**
 * What the buffers of a part's pass hold, so that a backward pass that does not belong to the
 * forward pass before it is an error instead of stale numbers. Worker 0 writes it, where a barrier
 * lies between and every worker that reads it.
 */
public final class ForwardRecord {
  private enum Holds {
    NOTHING,
    OUTPUTS,
    GRADIENTS
  }

  private Holds holds = Holds.NOTHING;
  private int packing;

  /** Of buffers that hold nothing yet. */
  public ForwardRecord() {}

  /** A batch was set; the buffers hold nothing any more. */
  public void clear() {
    holds = Holds.NOTHING;
  }

  /**
   * The buffers hold a forward pass.
   *
   * @param w worker 0 writes it down
   * @param weights how often these had been packed
   */
  public void forward(Worker w, int weights) {
    if (w.index() == 0) {
      holds = Holds.OUTPUTS;
      packing = weights;
    }
  }

  /**
   * The backward pass overwrites what the forward pass left.
   *
   * @param w worker 0 writes it down
   */
  public void backward(Worker w) {
    if (w.index() == 0) {
      holds = Holds.GRADIENTS;
    }
  }

  /**
   * That there was a forward pass.
   *
   * @throws IllegalStateException if there was none since the batch was set
   */
  public void requireForward() {
    if (holds == Holds.NOTHING) {
      throw new IllegalStateException("there was no forward pass since the batch was set");
    }
  }

  /**
   * That what the forward pass left is still there.
   *
   * @throws IllegalStateException if there was none, or it has had its backward pass
   */
  public void requireOutputs() {
    requireForward();
    if (holds == Holds.GRADIENTS) {
      throw new IllegalStateException("this forward pass has had its backward pass");
    }
  }

  /**
   * That the forward pass can be differentiated.
   *
   * @param weights how often they have been packed now
   * @throws IllegalStateException if nothing of it is there, or the weights were packed since
   */
  public void requireDifferentiable(int weights) {
    requireOutputs();
    if (packing != weights) {
      throw new IllegalStateException(
          "the forward pass was that of weights that were packed anew since");
    }
  }
}
