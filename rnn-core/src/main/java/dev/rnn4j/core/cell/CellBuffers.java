package dev.rnn4j.core.cell;

import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * What a cell reads and writes for a batch of sequences, as views: the pre-activations, h and c of
 * all steps, and for training their gradients. With G gates, outputs of width H and a state c of
 * width S, step t has n(t) rows: the sequences that reach it.
 */
public interface CellBuffers {
  /**
   * One more matrix for what a cell keeps of every step.
   *
   * @param cols its width
   * @return a buffer that takes the shape of every batch
   */
  StepBuffer newStepBuffer(int cols);

  /**
   * Some columns of {@link #gates}, such as those of one gate.
   *
   * @param from first column
   * @param to column after the last
   * @return a view that takes the shape of every batch
   */
  StepBuffer gateColumns(int from, int to);

  /** {@return the shape} */
  SequenceBatch batch();

  /** {@return the width of c, 0 without} */
  int stateSize();

  /** {@return whether there is a backward pass} */
  boolean isTraining();

  /**
   * The input's share of the pre-activations of a step, replaced by whatever the cell keeps there;
   * after the backward pass of the step, the gradient of that share.
   *
   * @param t the step
   * @return (n(t), G), a view
   */
  Matrix gates(int t);

  /** {@return {@link #gates(int)} of all steps (M, G)} */
  Matrix gates();

  /**
   * The h that a step reads.
   *
   * @param t the step
   * @return (n(t), H), a view
   */
  Matrix previous(int t);

  /** {@return {@link #previous(int)} of all steps (M, H), in the backward pass} */
  Matrix previous();

  /**
   * What the recurrent products of a step read: {@link #previous(int)}, in training with elements
   * dropped if the layer has recurrent dropout.
   *
   * @param t the step
   * @return (n(t), H), a view
   */
  Matrix recurrent(int t);

  /** {@return {@link #recurrent(int)} of all steps (M, H), in the backward pass} */
  Matrix recurrent();

  /**
   * The gradient of {@link #recurrent(int)}, to be added to; without recurrent dropout that of
   * {@link #previousGradient(int)}.
   *
   * @param t the step
   * @return (n(t), H), a view
   */
  Matrix recurrentGradient(int t);

  /**
   * What elements of the candidate of a step are dropped, by cells that can ({@link
   * Cell#dropsCandidate}).
   *
   * @return null if never any
   */
  @Nullable CandidateDropout candidateDropout();

  /**
   * The h that a step writes.
   *
   * @param t the step
   * @return (n(t), H), a view
   */
  Matrix output(int t);

  /** {@return {@link #output(int)} of all steps (M, H), after the forward pass} */
  Matrix output();

  /**
   * The c that a step reads.
   *
   * @param t the step
   * @return (n(t), S), a view
   */
  Matrix previousState(int t);

  /**
   * The c that a step writes.
   *
   * @param t the step
   * @return (n(t), S), a view
   */
  Matrix state(int t);

  /**
   * The gradient of {@link #output(int)}.
   *
   * @param t the step
   * @return (n(t), H), a view
   */
  Matrix outputGradient(int t);

  /**
   * The gradient of {@link #previous(int)}, to be added to.
   *
   * @param t the step
   * @return (n(t), H), a view
   */
  Matrix previousGradient(int t);

  /**
   * The gradient of {@link #state(int)}, to be replaced by that of {@link #previousState(int)}.
   *
   * @param t the step
   * @return (n(t), S), a view
   */
  Matrix stateGradient(int t);
}
