package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;

/**
 * What the buffers of a layer hold, so that a backward pass that does not belong to the forward
 * pass before it is an error. Worker 0 writes it, where a barrier lies between and every worker
 * that reads it.
 */
final class ForwardRecord {
  private enum Holds {
    NOTHING,
    OUTPUTS,
    GRADIENTS
  }

  private Holds holds = Holds.NOTHING;
  private int packing;

  /** A new state was set; the buffers hold nothing any more. */
  void clear() {
    holds = Holds.NOTHING;
  }

  /** The buffers hold a forward pass, with weights as they were packed. */
  void forward(Worker w, int weights) {
    if (w.index() == 0) {
      holds = Holds.OUTPUTS;
      packing = weights;
    }
  }

  /** The backward pass overwrites the gates. */
  void backward(Worker w) {
    if (w.index() == 0) {
      holds = Holds.GRADIENTS;
    }
  }

  void requireForward() {
    if (holds == Holds.NOTHING) {
      throw new IllegalStateException("there was no forward pass since the state was set");
    }
  }

  void requireDifferentiable(int weights) {
    requireForward();
    if (holds == Holds.GRADIENTS) {
      throw new IllegalStateException("this forward pass has had its backward pass");
    }
    if (packing != weights) {
      throw new IllegalStateException(
          "the forward pass was that of weights that were packed anew since");
    }
  }
}
