package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Worker;

/**
 * The time steps of one layer, on buffers of its own. All workers call the same methods; they have
 * met before each call, and have met again when it returns.
 */
public interface CellPass {
  /**
   * One step: h(t), and c(t) if there is one, from the states before and from the input's share of
   * the pre-activations, which stands in {@link CellBuffers#gates(int)}.
   *
   * @param w whose share to compute
   * @param t the step
   */
  void forward(Worker w, int t);

  /**
   * One step of the backward pass. On entry {@link CellBuffers#outputGradient(int)} is the complete
   * gradient of h(t), {@link CellBuffers#stateGradient(int)} that of c(t). On return the gates are
   * replaced by the gradient of the input's share, the gradient of the h before is added to {@link
   * CellBuffers#previousGradient(int)}, and that of c is replaced by the one of the c before.
   *
   * @param w whose share to compute
   * @param t the step
   */
  void backward(Worker w, int t);

  /**
   * The gradients of the cell's parameters, after the backward pass of all steps.
   *
   * @param w whose share to compute; need not wait for others at the end
   */
  void parameterGradients(Worker w);
}
