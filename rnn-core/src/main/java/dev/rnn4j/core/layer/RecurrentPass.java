package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.CellPass;
import dev.rnn4j.core.cell.CellWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of one {@link RecurrentLayer} over a batch of sequences, in buffers of
 * its own. The input's products of all steps are one product before the loop over time, and the
 * weights' gradients a few after the loop back; inside the loops stands only what depends on the
 * step before.
 *
 * <p>The methods that take a {@link Worker} are called by all workers of a run with equal
 * arguments, and all have met when they return. {@link #begin} comes first, then a forward pass,
 * then its backward pass, once; anything else is an {@link IllegalStateException}.
 *
 * <p>What a sequence of a batch gives (outputs, states and their gradients, the gradient of its
 * input) is to the bit what it gives alone.
 */
public final class RecurrentPass {
  private final RecurrentLayer layer;
  private final LayerBuffers buffers;
  private final CellPass cell;

  /** Null where there is none. */
  private final @Nullable NoisyRecurrence noise;

  private final @Nullable Matrix inputWeightGradient;

  /** Null unless the layer learns its initial state. */
  private final LayerStart.@Nullable Gradient startGradient;

  private final ForwardRecord record = new ForwardRecord();

  /** Whether the sequences begin with the layer's own state. */
  private boolean begunAtStart;

  RecurrentPass(RecurrentLayer layer, int maxRows, int maxBatch, @Nullable Parameters gradients) {
    boolean training = gradients != null;
    if (training && !layer.isTrainable()) {
      throw new IllegalStateException("this layer was made for inference; it has no backward pass");
    }
    this.layer = layer;
    LayerConfig config = layer.config();
    buffers =
        new LayerBuffers(
            config.cell(), config.hidden(), layer.isReverse(), maxRows, maxBatch, training);
    noise = layer.noise().isNone() ? null : new NoisyRecurrence(layer, buffers, gradients);
    CellWeights weights = noise == null ? layer.cell() : noise.cell(layer.cell());
    cell = weights.newPass(buffers, gradients);
    inputWeightGradient = gradients == null ? null : layer.inputWeightGradient(gradients);
    startGradient =
        gradients == null ? null : LayerStart.Gradient.of(config, layer.parameters(), gradients);
  }

  /**
   * Sets the shape of the batch, whose sequences begin with the layer's own initial state; called
   * by one thread. What the last forward pass left can no longer be differentiated then.
   *
   * @param batch at most as large as this pass was made for
   * @throws IllegalArgumentException if the batch is larger
   */
  public void begin(SequenceBatch batch) {
    shape(batch);
    begunAtStart = true;
    buffers.begin(layer.start());
  }

  private void shape(SequenceBatch batch) {
    record.clear();
    buffers.shape(batch);
  }

  /**
   * Sets the shape of the batch and the state before the first step; called by one thread. What the
   * last forward pass left can no longer be differentiated then.
   *
   * @param batch at most as large as this pass was made for
   * @param hidden h (B, H)
   * @param state c (B, S); no columns without one
   * @throws IllegalArgumentException if the batch is larger, or the state of another shape
   */
  public void begin(SequenceBatch batch, Matrix hidden, Matrix state) {
    requireState(batch, hidden, state);
    shape(batch);
    begunAtStart = false;
    buffers.begin(hidden, state);
  }

  /**
   * Takes the state after the last step of each sequence; called by one thread.
   *
   * @param hidden h (B, H), overwritten
   * @param state c (B, S), overwritten; no columns without one
   * @throws IllegalArgumentException if they are of another shape
   * @throws IllegalStateException if there was no forward pass since {@link #begin}
   */
  public void end(Matrix hidden, Matrix state) {
    requireState(batch(), hidden, state);
    record.requireForward();
    buffers.end(hidden, state);
  }

  private void requireState(SequenceBatch batch, Matrix hidden, Matrix state) {
    requireShape(hidden, batch.batch(), layer.config().outputSize());
    requireShape(state, batch.batch(), layer.config().stateSize());
  }

  private static void requireShape(Matrix state, int rows, int cols) {
    if (state.rows() != rows || state.cols() != cols) {
      throw new IllegalArgumentException(
          "a state of "
              + state.rows()
              + "x"
              + state.cols()
              + " given to a layer of "
              + rows
              + "x"
              + cols);
    }
  }

  /**
   * h after the last step of each sequence.
   *
   * @param w whose share to copy; does not wait for others
   * @param into (B, column + H or more)
   * @param column where the first column of h goes
   */
  public void finalHidden(Worker w, Matrix into, int column) {
    buffers.finalHidden(w, into, column);
  }

  /**
   * The outputs of all steps, without noise.
   *
   * @param w whose share to compute
   * @param x the input, complete
   */
  public void forward(Worker w, LayerInput x) {
    forward(w, x, false, 0L);
  }

  /**
   * The outputs of all steps, with the layer's {@link RecurrentNoise}.
   *
   * @param w whose share to compute
   * @param x the input, complete
   * @param key names the masks
   * @throws IllegalStateException if there is no backward pass
   */
  public void forwardTraining(Worker w, LayerInput x, long key) {
    inputWeightGradient();
    forward(w, x, true, key);
  }

  private void forward(Worker w, LayerInput x, boolean training, long key) {
    beginSteps(w, training, key);
    x.project(w, layer, buffers.gates());
    int steps = batch().steps();
    for (int i = 0; i < steps; i++) {
      if (i == steps - 1) {
        record.forward(w, layer.packings()); // before the barrier of the last step
      }
      forward(w, layer.isReverse() ? steps - 1 - i : i);
    }
    if (steps == 0) {
      record.forward(w, layer.packings());
      w.barrier();
    }
    buffers.finishForward(w);
  }

  private void forward(Worker w, int t) {
    NoisyRecurrence noisy = noise;
    if (noisy == null) {
      cell.forward(w, t);
    } else {
      noisy.before(w, t);
      cell.forward(w, t);
      noisy.after(w, t);
    }
  }

  private void backward(Worker w, int t) {
    NoisyRecurrence noisy = noise;
    if (noisy == null) {
      cell.backward(w, t);
    } else {
      noisy.beforeBackward(w, t);
      cell.backward(w, t);
      noisy.afterBackward(w, t);
    }
  }

  private Matrix inputWeightGradient() {
    Matrix dWeight = inputWeightGradient;
    if (dWeight == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    return dWeight;
  }

  /**
   * The gradients of the parameters, of the initial state and of the input.
   *
   * @param w whose share to compute
   * @param x as given to {@link #forward}
   * @param finalHidden gradient of h after the last step of each sequence (B, H); null for zeros
   * @param finalState gradient of c there (B, S); null for zeros
   * @param accumulate whether to add to the gradient of the input instead of overwriting it
   * @throws IllegalStateException if the last thing done was not a forward pass with the weights as
   *     they are packed now, or this pass has no gradients
   */
  public void backward(
      Worker w,
      LayerInput x,
      @Nullable Matrix finalHidden,
      @Nullable Matrix finalState,
      boolean accumulate) {
    Matrix dWeight = inputWeightGradient();
    beginBackward(w);
    if (finalHidden != null && finalState != null) {
      buffers.addFinalGradient(w, finalHidden, finalState);
    }
    int steps = batch().steps();
    for (int i = 0; i < steps; i++) {
      backward(w, layer.isReverse() ? i : steps - 1 - i);
    }
    finishBackward(w);
    x.backward(w, layer, buffers.gates(), dWeight, accumulate);
  }

  private void beginBackward(Worker w) {
    record.requireDifferentiable(layer.packings());
    NoisyRecurrence noisy = noise;
    if (noisy != null && !noisy.isDrawn()) {
      throw new IllegalStateException(
          "the forward pass was one without noise; train with forwardTraining");
    }
    buffers.beginBackward(w);
    record.backward(w);
  }

  private void finishBackward(Worker w) {
    buffers.finishBackward(w);
    cell.parameterGradients(w);
    NoisyRecurrence noisy = noise;
    if (noisy != null) {
      noisy.parameterGradients(w);
    }
    LayerStart.Gradient start = startGradient;
    if (start != null) {
      start.compute(w, begunAtStart, initialHiddenGradient(), initialStateGradient());
    }
  }

  /**
   * Before {@link #step} of all steps.
   *
   * @param w whose share to compute; all workers have met when this returns if there is noise
   * @param training whether there is noise; otherwise what is drawn has its expectation
   * @param key names the masks
   */
  void beginSteps(Worker w, boolean training, long key) {
    NoisyRecurrence noisy = noise;
    if (noisy != null) {
      noisy.begin(w, training, key);
    }
  }

  /**
   * One step, for a layer whose input depends on what the step before gave; of a layer that reads
   * forward.
   *
   * @param w whose share to compute
   * @param t the step; all steps in ascending order
   * @param x the input of this step (n(t), I), complete
   */
  void step(Worker w, int t, Matrix x) {
    layer.project(w, x, buffers.gates(t));
    if (t == batch().steps() - 1) {
      record.forward(w, layer.packings()); // before the barrier of the last step
    }
    forward(w, t);
  }

  /**
   * Before {@link #stepBackward}: no step has a gradient yet.
   *
   * @param w whose share to compute
   */
  void beginStepsBackward(Worker w) {
    Rows.clear(w, buffers.outputGradient());
    beginBackward(w);
  }

  /**
   * The backward pass of {@link #step}.
   *
   * @param w whose share to compute
   * @param t the step; all steps in descending order
   * @param dx gradient of the input of this step (n(t), I), overwritten
   */
  void stepBackward(Worker w, int t, Matrix dx) {
    backward(w, t);
    layer.input().backward(w, buffers.gates(t), dx, false);
    w.barrier();
  }

  /**
   * After {@link #stepBackward} of all steps: the gradients of the parameters.
   *
   * @param w whose share to compute
   * @param x the inputs of all steps (M, I)
   */
  void finishStepsBackward(Worker w, Matrix x) {
    Matrix dWeight = inputWeightGradient();
    finishBackward(w);
    layer.input().weightGradient(w, buffers.gates(), x, dWeight);
    w.barrier();
  }

  /**
   * Where the gradient of {@link #output(int)} is added before {@link #stepBackward}.
   *
   * @return (n(t), H), live
   */
  Matrix outputGradient(int t) {
    return buffers.outputGradient(t);
  }

  /** {@return the shape, as given to {@link #begin}} */
  public SequenceBatch batch() {
    return buffers.batch();
  }

  /** {@return h of all steps (M, H), live} */
  public Matrix output() {
    return buffers.output();
  }

  /**
   * h of a step.
   *
   * @param t the step
   * @return (n(t), H), live
   */
  public Matrix output(int t) {
    return buffers.output(t);
  }

  /**
   * c of a step.
   *
   * @param t the step
   * @return (n(t), S), live; no columns without one
   */
  public Matrix state(int t) {
    return buffers.state(t);
  }

  /**
   * The gates of a step, after a forward pass and before the backward pass.
   *
   * @param t the step
   * @return (n(t), G), live; side by side in the order of {@link
   *     dev.rnn4j.core.cell.CellConfig#gateNames}, of kinds without gates nothing that has a
   *     meaning
   */
  public Matrix gates(int t) {
    return buffers.gates(t);
  }

  /**
   * Where the layer above puts the gradient of {@link #output()} before the backward pass, which
   * adds to it.
   *
   * @return (M, H), live
   */
  public Matrix outputGradient() {
    return buffers.outputGradient();
  }

  /** {@return the gradient of h before the first step (B, H), after the backward pass} */
  public Matrix initialHiddenGradient() {
    return buffers.initialGradient();
  }

  /** {@return the gradient of c before the first step (B, S), after the backward pass} */
  public Matrix initialStateGradient() {
    return buffers.initialStateGradient();
  }
}
