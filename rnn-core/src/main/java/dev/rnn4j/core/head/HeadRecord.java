package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;

/**
 * What the buffers of a head's pass hold, so that what does not belong to the forward pass before
 * it is an error instead of stale numbers. Worker 0 writes it, where a barrier lies between and
 * every worker that reads it.
 */
final class HeadRecord {
  private enum Holds {
    NOTHING,
    PREDICTIONS,
    GRADIENTS
  }

  private final int maxRows;
  private Holds holds = Holds.NOTHING;
  private boolean losses;
  private int packing;

  HeadRecord(int maxRows) {
    this.maxRows = maxRows;
  }

  /** Another batch; by one thread. */
  void shape(int rows) {
    if (rows > maxRows) {
      throw new IllegalArgumentException(rows + " rows given to a head for at most " + maxRows);
    }
    holds = Holds.NOTHING;
    losses = false;
  }

  void forward(Worker w, int weights) {
    if (w.index() == 0) {
      holds = Holds.PREDICTIONS;
      losses = false;
      packing = weights;
    }
  }

  void losses(Worker w) {
    if (w.index() == 0) {
      losses = true;
    }
  }

  /** The predictions may be replaced by their gradient. */
  void backward(Worker w) {
    if (w.index() == 0) {
      holds = Holds.GRADIENTS;
      losses = true;
    }
  }

  void requirePredictions() {
    if (holds == Holds.NOTHING) {
      throw new IllegalStateException("there was no forward pass since the batch was set");
    }
    if (holds == Holds.GRADIENTS) {
      throw new IllegalStateException("this forward pass has had its backward pass");
    }
  }

  void requireDifferentiable(int weights) {
    requirePredictions();
    if (packing != weights) {
      throw new IllegalStateException(
          "the forward pass was that of weights that were packed anew since");
    }
  }

  void requireLosses() {
    if (!losses) {
      throw new IllegalStateException("there are no losses of the last forward pass yet");
    }
  }
}
