package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Which forward pass the buffers of a layer hold, so that a backward pass that does not belong to
 * it is an error. One for all lengths of a window. Worker 0 writes it, where a barrier lies between
 * and every worker that reads it.
 */
final class ForwardRecord {
  private @Nullable RecurrentLayer layer;
  private int steps;
  private int packing;
  private boolean differentiable;

  /** The buffers hold nothing any more. */
  void clear() {
    layer = null;
    differentiable = false;
  }

  /** The buffers hold a forward pass of this layer, with weights as they were packed. */
  void forward(Worker w, RecurrentLayer of, int length, int weights) {
    if (w.index() == 0) {
      layer = of;
      steps = length;
      packing = weights;
      differentiable = true;
    }
  }

  /** The backward pass has overwritten the gates. */
  void backward(Worker w) {
    if (w.index() == 0) {
      differentiable = false;
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very same layer
  void requireForward(RecurrentLayer of, int length, int weights) {
    requireSteps(length);
    if (!differentiable) {
      throw new IllegalStateException("this forward pass has had its backward pass");
    }
    if (layer != of || packing != weights) {
      throw new IllegalStateException(
          "the forward pass was that of another layer, or of weights that were packed anew since");
    }
  }

  void requireSteps(int length) {
    if (layer == null) {
      throw new IllegalStateException("there was no forward pass since the state was set");
    }
    if (steps != length) {
      throw new IllegalStateException(
          "the forward pass was of " + steps + " steps, not of " + length);
    }
  }
}
