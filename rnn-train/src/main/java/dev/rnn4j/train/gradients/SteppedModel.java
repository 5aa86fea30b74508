package dev.rnn4j.train.gradients;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentPass;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.tensor.Matrix;

/**
 * A recurrent model that reads forward, with B sequences of T steps to read, one step at a time:
 * forward from any state, and backward with the gradient of the state after the step. Chained over
 * many steps this gives what back-propagation through all of them gives, and shows the gradient of
 * every state in between.
 *
 * <p>A step is {@link #begin} by one thread, {@link #forward} by all workers, and then {@link #end}
 * by one thread, or {@link #finalGradient} filled and {@link #backward} by all workers.
 */
public interface SteppedModel {
  /** {@return the recurrent layers, of one direction} */
  StackConfig config();

  /** {@return T, the number of steps} */
  int steps();

  /** {@return B, the number of sequences} */
  int batch();

  /** {@return a new zero state of B sequences} */
  RecurrentState newState();

  /**
   * Makes a step ready; called by one thread.
   *
   * @param t the step, from 0
   * @param state before it
   */
  void begin(int t, RecurrentState state);

  /**
   * Computes the step, without dropout.
   *
   * @param w whose share to compute
   */
  void forward(Worker w);

  /**
   * Takes the state after the step; called by one thread.
   *
   * @param state overwritten
   */
  void end(RecurrentState state);

  /** {@return where the gradient of the state after the step is put before {@link #backward}} */
  RecurrentState finalGradient();

  /**
   * Computes the gradient of the state before the step, which the {@link #layer layers} have then.
   *
   * @param w whose share to compute
   * @param counts whether the loss of this step is part of what is differentiated
   */
  void backward(Worker w, boolean counts);

  /**
   * A layer of the step computed last.
   *
   * @param layer from 0
   * @return its pass, to be read
   */
  RecurrentPass layer(int layer);

  /**
   * The recurrent weights of a layer.
   *
   * @param layer from 0
   * @return W_hh (gates, H), live
   */
  Matrix recurrentWeight(int layer);
}
