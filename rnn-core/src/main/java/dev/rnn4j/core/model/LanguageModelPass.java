package dev.rnn4j.core.model;

import dev.rnn4j.core.head.SoftmaxCrossEntropy;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentActivations;
import dev.rnn4j.core.layer.RecurrentLayer;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.TokenInput;
import dev.rnn4j.core.layer.TokenTable;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The way through a language model, forward and back, for windows of T steps and B streams: owns
 * the activations, which it reuses from call to call. Tokens are time-major: step t of stream b
 * stands at t · B + b.
 *
 * <p>The methods that take a {@link Worker} are called by all workers of a run with equal
 * arguments, and all have met when they return. One run at a time.
 *
 * <p>A forward pass comes first, then its losses or its backward pass, once. What does not belong
 * to the forward pass before it is an {@link IllegalStateException}: a backward pass of other
 * inputs, of another length, with another dropout, or after {@link #begin} or {@link
 * LanguageModel#repack}.
 */
public final class LanguageModelPass {
  private final LanguageModel model;
  private final Kernels kernels;
  private final SoftmaxCrossEntropy loss;
  private final int steps;
  private final int batch;
  private final List<RecurrentActivations> layers;
  private final Matrix embedded;
  private final Matrix embeddedGradient;
  private final TokenInput tokens;
  private final List<Matrix> dropped;
  private final Matrix logits;
  private final double[] losses;
  private final boolean training;
  private final PassRecord record;

  /**
   * Buffers for a window.
   *
   * @param model the model
   * @param steps T, 1 or more
   * @param batch B, 1 or more
   * @param training whether there is a way back, and dropout
   * @throws IllegalArgumentException if the window does not fit Java's arrays
   * @throws IllegalStateException if training is asked of a model that is not trainable
   */
  public LanguageModelPass(LanguageModel model, int steps, int batch, boolean training) {
    if (training && !model.isTrainable()) {
      throw new IllegalStateException("this model was made for use; make it trainable");
    }
    LanguageModelConfig config = model.config();
    int rows = Math.multiplyExact(steps, batch);
    this.model = model;
    this.steps = steps;
    this.batch = batch;
    kernels = model.kernels();
    loss = new SoftmaxCrossEntropy(kernels);
    layers = new ArrayList<>();
    dropped = new ArrayList<>();
    boolean drops = training && config.dropout() > 0;
    for (int size : config.hiddenSizes()) {
      layers.add(new RecurrentActivations(config.cell(), size, steps, batch, training));
      dropped.add(Matrix.zeros(drops ? rows : 0, size));
    }
    embedded = Matrix.zeros(rows, config.embeddingSize());
    embeddedGradient = Matrix.zeros(training ? rows : 0, config.embeddingSize());
    tokens =
        new TokenInput(
            config.vocabularySize(),
            config.dropout() > 0 && training ? 0 : rows,
            config.embeddingSize(),
            layers.getFirst().gates().cols(),
            training);
    logits = Matrix.zeros(rows, config.vocabularySize());
    losses = new double[rows];
    this.training = training;
    record = new PassRecord(rows);
  }

  private LanguageModelPass(LanguageModelPass whole, int steps) {
    int rows = steps * whole.batch;
    model = whole.model;
    kernels = whole.kernels;
    loss = whole.loss;
    this.steps = steps;
    batch = whole.batch;
    layers = whole.layers.stream().map(a -> a.shortened(steps)).toList();
    embedded = whole.embedded.rowRange(0, rows);
    embeddedGradient = firstRows(whole.embeddedGradient, rows);
    tokens = whole.tokens;
    dropped = whole.dropped.stream().map(m -> firstRows(m, rows)).toList();
    logits = whole.logits.rowRange(0, rows);
    losses = whole.losses;
    training = whole.training;
    record = whole.record;
  }

  private static Matrix firstRows(Matrix m, int rows) {
    return m.rowRange(0, Math.min(rows, m.rows()));
  }

  /**
   * A pass over shorter windows in the same buffers.
   *
   * @param fewerSteps 1 to T
   * @return this pass if the length is its own, otherwise a new one that shares its buffers
   */
  public LanguageModelPass shortened(int fewerSteps) {
    return fewerSteps == steps ? this : new LanguageModelPass(this, fewerSteps);
  }

  /**
   * Length of the window.
   *
   * @return T
   */
  public int steps() {
    return steps;
  }

  /**
   * Number of streams.
   *
   * @return B
   */
  public int batch() {
    return batch;
  }

  /**
   * Sets the state before the first step; called by one thread.
   *
   * @param state of B streams
   * @throws IllegalArgumentException if it is of another shape
   */
  public void begin(RecurrentState state) {
    requireLayers(state);
    record.clear();
    for (int l = 0; l < layers.size(); l++) {
      layers.get(l).begin(state.hidden(l), state.cell(l));
    }
  }

  /**
   * Takes the state after the last step; called by one thread.
   *
   * @param state of B streams, overwritten
   * @throws IllegalArgumentException if it is of another shape
   * @throws IllegalStateException if there was no forward pass of this length since {@link #begin}
   */
  public void end(RecurrentState state) {
    requireLayers(state);
    for (int l = 0; l < layers.size(); l++) {
      layers.get(l).end(state.hidden(l), state.cell(l));
    }
  }

  private void requireLayers(RecurrentState state) {
    if (state.layers() != layers.size()) {
      throw new IllegalArgumentException(
          "a state of " + state.layers() + " layers given to a model of " + layers.size());
    }
  }

  /**
   * Computes the logits, without dropout.
   *
   * @param w whose share to compute
   * @param inputs T·B token ids
   * @throws IllegalArgumentException if there are fewer
   * @throws IndexOutOfBoundsException if one is not in the vocabulary
   */
  public void forward(Worker w, int[] inputs) {
    forward(w, inputs, 0f, 0L);
  }

  /**
   * Computes the logits with the dropout of the configuration.
   *
   * @param w whose share to compute
   * @param inputs T·B token ids
   * @param dropoutKey names the masks of this window
   * @throws IllegalArgumentException if there are fewer
   * @throws IndexOutOfBoundsException if one is not in the vocabulary
   * @throws IllegalStateException if this pass was not made for training
   */
  public void forwardTraining(Worker w, int[] inputs, long dropoutKey) {
    requireTraining();
    forward(w, inputs, model.config().dropout(), dropoutKey);
  }

  private void forward(Worker w, int[] inputs, float dropout, long key) {
    model.embedding().check(inputs, steps * batch);
    firstLayer(w, inputs, dropout, key);
    record.clear(w); // not earlier: no worker reads the last pass's losses any more
    Matrix x = layers.getFirst().output();
    for (int l = 0; l < layers.size(); l++) {
      if (l > 0) {
        model.layer(l).forward(w, x, layers.get(l));
      }
      x = layers.get(l).output();
      if (dropout > 0) {
        drop(w, x, dropped.get(l), l + 1, dropout, key);
        x = dropped.get(l);
      }
    }
    record.forward(w, inputs, steps * batch, dropout, key, model.packings());
    model.decoder().forward(w, x, logits);
  }

  /** The layer that reads the tokens; three ways to the same bits. */
  private void firstLayer(Worker w, int[] inputs, float dropout, long key) {
    RecurrentLayer layer = model.layer(0);
    RecurrentActivations a = layers.getFirst();
    TokenTable table = model.tokenTable();
    if (table != null && steps * batch == 1) {
      table.get(w, inputs[0], a.gates());
      layer.run(w, a);
    } else if (dropout == 0 && tokens.find(w, inputs, steps * batch)) {
      model.embedding().forward(w, tokens.ids(), tokens.embedded());
      layer.forward(w, tokens, a);
    } else {
      model.embedding().forward(w, inputs, embedded);
      if (dropout > 0) {
        drop(w, embedded, embedded, 0, dropout, key);
      }
      layer.forward(w, embedded, a);
    }
  }

  private void drop(Worker w, Matrix x, Matrix y, int site, float p, long key) {
    kernels.dropout(w, x, y, p, RandomSource.derive(key, site));
    w.barrier();
  }

  /**
   * The losses of the logits, which stay as they are.
   *
   * @param w whose share to compute
   * @param targets T·B token ids, negative to ignore
   * @throws IllegalStateException if there are no logits of a forward pass of this length
   */
  public void loss(Worker w, int[] targets) {
    record.requireLogits(steps * batch);
    loss.forward(w, logits, targets, losses);
    record.losses(w);
    w.barrier();
  }

  /**
   * The losses of the logits, and the gradients of everything.
   *
   * @param w whose share to compute
   * @param inputs as given to {@link #forwardTraining}
   * @param targets T·B token ids, negative to ignore
   * @param scale factor on the sum of the losses that is differentiated
   * @param dropoutKey as given to {@link #forwardTraining}
   * @param d receives the parameters' gradients
   * @throws IllegalStateException if the last forward pass was not this one
   */
  public void backward(
      Worker w, int[] inputs, int[] targets, float scale, long dropoutKey, Gradients d) {
    requireTraining();
    float dropout = model.config().dropout();
    record.requireForward(inputs, steps * batch, dropout, dropoutKey, model.packings());
    loss.forwardBackward(w, logits, targets, scale, losses);
    record.backward(w);
    d.clearEmbedding(w);
    int top = layers.size() - 1;
    Matrix dy = layers.get(top).outputGradient();
    model.decoder().backward(w, layerOutput(top), logits, d.decoderWeight(), d.decoderBias(), dy);
    for (int l = top; l > 0; l--) {
      if (dropout > 0) {
        drop(w, dy, dy, l + 1, dropout, dropoutKey);
      }
      Matrix dx = layers.get(l - 1).outputGradient();
      model.layer(l).backward(w, layerOutput(l - 1), layers.get(l), d.layer(l), dx);
      dy = dx;
    }
    firstLayerBack(w, inputs, dropout, dropoutKey, d);
  }

  private void requireTraining() {
    if (!training) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
  }

  private void firstLayerBack(Worker w, int[] inputs, float dropout, long key, Gradients d) {
    RecurrentActivations a = layers.getFirst();
    if (dropout > 0) {
      drop(w, a.outputGradient(), a.outputGradient(), 1, dropout, key);
    }
    if (dropout == 0 && tokens.isWorthwhile()) {
      model.layer(0).backward(w, tokens, a, d.layer(0));
      model.embedding().backward(w, tokens.ids(), tokens.embeddedGradient(), d.embedding());
      return;
    }
    model.layer(0).backward(w, embedded, a, d.layer(0), embeddedGradient);
    if (dropout > 0) {
      drop(w, embeddedGradient, embeddedGradient, 0, dropout, key);
    }
    model.embedding().backward(w, inputs, embeddedGradient, d.embedding());
  }

  /** What the layer above, or the decoder, read in the last training pass. */
  private Matrix layerOutput(int l) {
    return model.config().dropout() > 0 ? dropped.get(l) : layers.get(l).output();
  }

  /**
   * The logits of the last forward pass; after {@link #backward} their gradient.
   *
   * @return (T·B, V), live
   */
  public Matrix logits() {
    return logits;
  }

  /**
   * The losses of the last {@link #loss} or {@link #backward}.
   *
   * @return T·B values in nats, live; longer if this pass is a shortened one
   */
  public double[] losses() {
    return losses;
  }

  /**
   * Sum of the losses.
   *
   * @return in nats
   * @throws IllegalStateException if none were computed since the last forward pass
   */
  public double totalLoss() {
    record.requireLosses(steps * batch);
    return SoftmaxCrossEntropy.sum(losses, steps * batch);
  }

  /**
   * Gradient of the embedded inputs after {@link #backward}. Training needs it only where tokens
   * seldom repeat; otherwise it is computed here.
   *
   * @return (T·B, E), live
   * @throws IllegalStateException if there was no backward pass since the last forward pass
   */
  public Matrix inputGradient() {
    record.requireGradients(steps * batch, model.packings());
    if (model.config().dropout() == 0 && tokens.isWorthwhile()) {
      model.layer(0).inputGradient(Worker.solo(), layers.getFirst().gates(), embeddedGradient);
    }
    return embeddedGradient;
  }

  /**
   * Gradient of h(0) of a layer after {@link #backward}.
   *
   * @param layer from 0
   * @return (B, H), live
   */
  public Matrix initialHiddenGradient(int layer) {
    return layers.get(layer).initialHiddenGradient();
  }

  /**
   * Gradient of c(0) of a layer after {@link #backward}.
   *
   * @param layer from 0
   * @return (B, H), live; no columns without a cell state
   */
  public Matrix initialCellGradient(int layer) {
    return layers.get(layer).initialCellGradient();
  }
}
