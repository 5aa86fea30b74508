package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a {@link RecurrentStack} over a batch of sequences, in buffers of
 * its own. Used as {@link RecurrentPass} is.
 */
public final class StackPass {
  private final RecurrentStack stack;
  private final RecurrentPass[][] passes;
  private final LayerOutput[] outputs;
  private final OutputPenalty penalty;

  /** Of every layer but the first. */
  private final DenseInput[] plainInputs;

  /** The same with elements dropped. */
  private final DenseInput[] droppedInputs;

  private final boolean training;
  private @Nullable RecurrentState finalGradient;

  /** Whether the last forward pass was one for training; written by worker 0. */
  private boolean drawn;

  private long drawnKey;

  StackPass(RecurrentStack stack, int maxRows, int maxBatch, @Nullable Parameters gradients) {
    this.stack = stack;
    training = gradients != null;
    StackConfig config = stack.config();
    int layers = config.layers().size();
    passes = new RecurrentPass[layers][config.directions().count()];
    outputs = new LayerOutput[layers];
    plainInputs = new DenseInput[layers];
    droppedInputs = new DenseInput[layers];
    for (int l = 0; l < layers; l++) {
      for (int d = 0; d < passes[l].length; d++) {
        passes[l][d] = stack.layer(l, d).newPass(maxRows, maxBatch, gradients);
      }
      outputs[l] = new LayerOutput(config, l, passes[l], stack.kernels(), maxRows, training);
    }
    penalty = new OutputPenalty(config.regularization().penalty());
    reshape();
  }

  /**
   * Sets the shape of the batch, whose sequences begin with the initial state of the stack; called
   * by one thread.
   *
   * @param batch at most as large as this pass was made for
   * @throws IllegalArgumentException if the batch is larger
   */
  public void begin(SequenceBatch batch) {
    beginLayers(batch, null);
  }

  /**
   * Sets the shape of the batch and the state before the first step; called by one thread.
   *
   * @param batch at most as large as this pass was made for
   * @param state of as many sequences
   * @throws IllegalArgumentException if the batch is larger, or the state of another shape
   */
  public void begin(SequenceBatch batch, RecurrentState state) {
    requireLayers(state);
    beginLayers(batch, state);
  }

  /** Without a state, with the initial one. */
  private void beginLayers(SequenceBatch batch, @Nullable RecurrentState state) {
    boolean reshaped = !batch.equals(batch());
    for (int l = 0; l < passes.length; l++) {
      for (int d = 0; d < passes[l].length; d++) {
        int i = l * passes[l].length + d;
        if (state == null) {
          passes[l][d].begin(batch);
        } else {
          passes[l][d].begin(batch, state.hidden(i), state.cell(i));
        }
      }
    }
    if (reshaped) {
      reshape();
    }
    RecurrentState last = finalGradient;
    if (last != null && last.hidden(0).rows() != batch.batch()) {
      finalGradient = stack.zeroState(batch.batch());
    }
  }

  private void reshape() {
    for (int l = 0; l < outputs.length; l++) {
      outputs[l].shape(batch());
      if (l > 0) {
        Matrix gradient = training ? outputs[l - 1].gradient() : null;
        plainInputs[l] = new DenseInput(outputs[l - 1].output(false), gradient);
        droppedInputs[l] = new DenseInput(outputs[l - 1].output(true), gradient);
      }
    }
  }

  /**
   * Takes the state after the last step of each sequence; called by one thread.
   *
   * @param state of as many sequences, overwritten
   * @throws IllegalArgumentException if it is of another shape
   * @throws IllegalStateException if there was no forward pass since {@link #begin}
   */
  public void end(RecurrentState state) {
    requireLayers(state);
    for (int l = 0; l < passes.length; l++) {
      for (int d = 0; d < passes[l].length; d++) {
        int i = l * passes[l].length + d;
        passes[l][d].end(state.hidden(i), state.cell(i));
      }
    }
  }

  private void requireLayers(RecurrentState state) {
    int layers = passes.length * passes[0].length;
    if (state.layers() != layers) {
      throw new IllegalArgumentException(
          "a state of " + state.layers() + " layers given to a model of " + layers);
    }
  }

  /** {@return the shape, as given to {@link #begin}} */
  public SequenceBatch batch() {
    return passes[0][0].batch();
  }

  /**
   * The outputs of all steps, as a model in use computes them.
   *
   * @param w whose share to compute
   * @param input what the first layer reads, complete
   */
  public void forward(Worker w, LayerInput input) {
    forward(w, input, false, 0L);
  }

  /**
   * The outputs of all steps, with the {@link Regularization} of the configuration.
   *
   * @param w whose share to compute
   * @param input what the first layer reads, complete
   * @param key names the masks
   * @throws IllegalStateException if there is no backward pass
   */
  public void forwardTraining(Worker w, LayerInput input, long key) {
    requireTraining();
    forward(w, input, true, key);
  }

  private void forward(Worker w, LayerInput input, boolean training, long key) {
    if (w.index() == 0) {
      drawn = training; // others read these two behind the barriers of the layers
      drawnKey = key;
    }
    for (int l = 0; l < passes.length; l++) {
      LayerInput x = input(l, input, training);
      long layerKey = key(key, l);
      for (int d = 0; d < passes[l].length; d++) {
        if (training) {
          passes[l][d].forwardTraining(w, x, RandomSource.derive(layerKey, d + 1L));
        } else {
          passes[l][d].forward(w, x);
        }
      }
      outputs[l].forward(w, l == 0 ? null : inner(l, training).x(), training, layerKey);
    }
  }

  private LayerInput input(int l, LayerInput first, boolean training) {
    return l == 0 ? first : inner(l, training);
  }

  private DenseInput inner(int l, boolean training) {
    return training ? droppedInputs[l] : plainInputs[l];
  }

  /** Site 0 is the input's. */
  private static long key(long key, int layer) {
    return RandomSource.derive(key, layer + 1L);
  }

  private void requireTraining() {
    if (!training) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
  }

  /**
   * The gradients of the parameters, of the initial state and of the input, from {@link
   * #outputGradient()} and {@link #finalGradient()}; without the {@link ActivationPenalty}.
   *
   * @param w whose share to compute
   * @param input as given to the forward pass
   * @param key as given to {@link #forwardTraining}; without effect where nothing is random
   * @throws IllegalStateException if the last thing done was not this forward pass, with the
   *     weights as they are packed now
   */
  public void backward(Worker w, LayerInput input, long key) {
    backward(w, input, 0f, key);
  }

  /**
   * The gradients of the parameters, of the initial state and of the input, from {@link
   * #outputGradient()}, {@link #finalGradient()} and the {@link ActivationPenalty}.
   *
   * @param w whose share to compute
   * @param input as given to the forward pass
   * @param scale factor on the loss of every target, and so on the penalty
   * @param key as given to {@link #forwardTraining}; without effect where nothing is random
   * @throws IllegalStateException if the last thing done was not this forward pass, with the
   *     weights as they are packed now
   */
  public void backward(Worker w, LayerInput input, float scale, long key) {
    requireTraining();
    requireDrawn(key);
    RecurrentState last = finalGradient;
    for (int l = passes.length - 1; l >= 0; l--) {
      backwardOutput(w, l, scale, key(key, l));
      LayerInput x = input(l, input, drawn);
      for (int d = 0; d < passes[l].length; d++) {
        int i = l * passes[l].length + d;
        Matrix hidden = last == null ? null : last.hidden(i);
        Matrix state = last == null ? null : last.cell(i);
        passes[l][d].backward(w, x, hidden, state, d > 0);
      }
      if (l > 0) {
        outputs[l].addInputGradient(w, inner(l, drawn).gradient());
      }
    }
    input.finishBackward(w);
  }

  private void backwardOutput(Worker w, int l, float scale, long key) {
    LayerOutput output = outputs[l];
    boolean pays = l == passes.length - 1 && !stack.config().regularization().penalty().isNone();
    if (pays) {
      penalty.addSize(w, output.output(drawn), output.gradient(), scale);
      w.barrier();
    }
    output.backwardDropout(w, key);
    if (pays) {
      penalty.addChange(w, batch(), output.plain(), output.gradient(), scale);
      w.barrier();
    }
    output.backward(w);
  }

  private void requireDrawn(long key) {
    boolean random = stack.config().regularization().isRandom();
    if (random && !drawn) {
      throw new IllegalStateException(
          "the forward pass was one without dropout; train with forwardTraining");
    }
    if (random && drawnKey != key) {
      throw new IllegalStateException(
          "the forward pass had the dropout key " + drawnKey + ", not " + key);
    }
  }

  /**
   * What the last layer hands up: both directions joined, and after {@link #forwardTraining} with
   * elements dropped.
   *
   * @return (M, width), live; the row of a step and a sequence is {@link SequenceBatch#row}
   */
  public Matrix output() {
    return outputs[outputs.length - 1].output(drawn);
  }

  /**
   * Where the part above puts the gradient of {@link #output()} before the backward pass, which
   * overwrites it.
   *
   * @return (M, width), live
   */
  public Matrix outputGradient() {
    return outputs[outputs.length - 1].gradient();
  }

  /**
   * Sets {@link #outputGradient()} to zero, for models that read the final state alone.
   *
   * @param w whose share to clear; does not wait for others
   */
  public void clearOutputGradient(Worker w) {
    Rows.clear(w, outputGradient());
  }

  /**
   * The gradient of the state after the last step of each sequence, for models that read it. Counts
   * from the first call on, which is made by one thread; zeros until it is written, and every
   * backward pass adds it.
   *
   * @return of as many sequences as the batch has, live; a new one when that number changes
   */
  public RecurrentState finalGradient() {
    requireTraining();
    RecurrentState state = finalGradient;
    if (state == null) {
      state = stack.zeroState(batch().batch());
      finalGradient = state;
    }
    return state;
  }

  /** {@return whether there is a backward pass} */
  public boolean isTraining() {
    return training;
  }

  /**
   * One layer in one direction: its outputs and states at every step, its gradients.
   *
   * @param layer from 0, the directions of a layer counted as layers of their own
   * @return the pass, to be read
   */
  public RecurrentPass layer(int layer) {
    int directions = passes[0].length;
    return passes[layer / directions][layer % directions];
  }

  /** {@return the stack} */
  public RecurrentStack stack() {
    return stack;
  }
}
