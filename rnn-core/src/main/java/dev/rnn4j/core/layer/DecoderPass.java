package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.StepBuffer;
import dev.rnn4j.core.cell.WeightProduct;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a {@link Decoder} over a batch of sequences of tokens, in buffers of
 * its own, step by step: what a step reads may depend on what the step before gave, through input
 * feeding, or because it is the token that was predicted there. Only the products whose operands
 * are all there are taken for all steps at once: keys, and the gradients of the weights.
 *
 * <p>The methods that take a {@link Worker} are called by all workers of a run with equal
 * arguments, and all have met when they return. The order is {@link #shape}, {@link #begin}, {@link
 * #start}, {@link #remember}, the steps in ascending order, and in training {@link #backward}.
 */
public final class DecoderPass {
  private final Decoder decoder;
  private final DecoderConfig config;
  private final StepDropout dropout;
  private final Decoder.@Nullable Gradients gradients;
  private final RecurrentPass[] layers;
  private final @Nullable AttentionalVectors attentional;

  /** [e(t); h̃(t-1)], what the first layer reads. */
  private final StepBuffer inputs;

  private final StepBuffer dInputs;

  /** The outputs of each layer but the last with elements dropped. */
  private final StepBuffer[] dropped;

  /** The gradients of what each layer but the first reads. */
  private final StepBuffer[] dBelow;

  /** What is handed up, with elements dropped. */
  private final StepBuffer droppedOutputs;

  private final StepBuffer dOutputs;

  /** h̃ before the first step (maxBatch, A). */
  private final Matrix fedAtFirst;

  private SequenceBatch batch = SequenceBatch.of(0);
  private Matrix[] embedded = {};
  private Matrix[] fed = {};
  private Matrix[] dEmbedded = {};
  private Matrix[] dFed = {};
  private int[][] tokens = {};

  DecoderPass(
      Decoder decoder,
      int maxRows,
      int maxBatch,
      int maxMemory,
      Decoder.@Nullable Gradients gradients) {
    this.decoder = decoder;
    this.gradients = gradients;
    config = decoder.config();
    dropout = new StepDropout(decoder.kernels(), config.regularization().dropout());
    var into = gradients == null ? null : gradients.parameters();
    int trained = gradients == null ? 0 : maxRows;
    int masked = config.regularization().dropout().isNone() ? 0 : trained;
    layers = newLayers(decoder, maxRows, maxBatch, into);
    dropped = betweenLayers(config, masked);
    dBelow = betweenLayers(config, trained);
    attentional = newAttentional(decoder, maxRows, maxMemory, into);
    inputs = new StepBuffer(maxRows, config.inputSize());
    dInputs = new StepBuffer(trained, config.inputSize());
    droppedOutputs = new StepBuffer(masked, config.outputSize());
    dOutputs = new StepBuffer(trained, config.outputSize());
    fedAtFirst = Matrix.zeros(config.inputFeeding() ? maxBatch : 0, config.attentionalSize());
  }

  private static RecurrentPass[] newLayers(
      Decoder decoder, int maxRows, int maxBatch, @Nullable Parameters into) {
    RecurrentPass[] passes = new RecurrentPass[decoder.config().layers().size()];
    Arrays.setAll(passes, l -> decoder.layer(l).newPass(maxRows, maxBatch, into));
    return passes;
  }

  /** For each layer but the last, as wide as its output. */
  private static StepBuffer[] betweenLayers(DecoderConfig config, int maxRows) {
    StepBuffer[] buffers = new StepBuffer[config.layers().size() - 1];
    Arrays.setAll(buffers, l -> new StepBuffer(maxRows, config.layers().get(l).outputSize()));
    return buffers;
  }

  private static @Nullable AttentionalVectors newAttentional(
      Decoder decoder, int maxRows, int maxMemory, @Nullable Parameters into) {
    Attention attention = decoder.attention();
    WeightProduct combine = decoder.combine();
    return attention == null || combine == null
        ? null
        : new AttentionalVectors(decoder, attention, combine, maxRows, maxMemory, into);
  }

  /**
   * Sets the shape of the encoder's outputs; called by one thread, before {@link #begin}.
   *
   * @param memory at most as large as this pass was made for
   */
  public void shape(AttentionMemory memory) {
    if (attentional != null) {
      attentional.attention().shape(memory);
    }
  }

  /**
   * Sets the shape of the batch; called by one thread.
   *
   * @param rows at most as large as this pass was made for
   * @param sees of each sequence of that batch, which one of the memory it looks at; for a backward
   *     pass each another one
   */
  public void begin(SequenceBatch rows, int[] sees) {
    batch = rows;
    int steps = rows.steps();
    tokens = new int[steps][];
    inputs.shape(rows);
    embedded = AttentionalVectors.views(inputs, steps, 0, config.embeddingSize());
    fed = AttentionalVectors.views(inputs, steps, config.embeddingSize(), config.inputSize());
    if (attentional != null) {
      attentional.begin(rows, sees);
    }
    if (gradients != null) {
      beginTraining(rows);
    }
  }

  private void beginTraining(SequenceBatch rows) {
    dInputs.shape(rows);
    dEmbedded = AttentionalVectors.views(dInputs, rows.steps(), 0, config.embeddingSize());
    dFed =
        AttentionalVectors.views(dInputs, rows.steps(), config.embeddingSize(), config.inputSize());
    dOutputs.shape(rows);
    for (StepBuffer buffer : dBelow) {
      buffer.shape(rows);
    }
    if (!config.regularization().dropout().isNone()) {
      droppedOutputs.shape(rows);
      for (StepBuffer buffer : dropped) {
        buffer.shape(rows);
      }
    }
  }

  /**
   * Sets the state before the first step, without dropout.
   *
   * @param w worker 0 does it
   * @param initial of as many sequences as the batch has
   * @param attentionalVector h̃ before the first step (B, A), for input feeding; null for zeros
   */
  public void start(Worker w, RecurrentState initial, @Nullable Matrix attentionalVector) {
    start(w, initial, attentionalVector, false, 0L);
  }

  /**
   * Sets the zero h̃ and the state before the first step, and uses the regularisation of the
   * configuration.
   *
   * @param w worker 0 does it
   * @param initial of as many sequences as the batch has
   * @param key names the masks
   * @throws IllegalStateException if there is no backward pass
   */
  public void startTraining(Worker w, RecurrentState initial, long key) {
    requireGradients();
    start(w, initial, null, true, key);
  }

  private void start(
      Worker w,
      RecurrentState initial,
      @Nullable Matrix attentionalVector,
      boolean drops,
      long key) {
    if (w.index() == 0) {
      dropout.set(drops, key);
      for (int l = 0; l < layers.length; l++) {
        layers[l].begin(batch, initial.hidden(l), initial.cell(l));
      }
      for (int b = 0; config.inputFeeding() && b < batch.batch(); b++) {
        if (attentionalVector == null) {
          Rows.clear(fedAtFirst, b);
        } else {
          Rows.copy(attentionalVector, b, fedAtFirst, b);
        }
      }
    }
    w.barrier();
    for (int l = 0; l < layers.length; l++) {
      layers[l].beginSteps(w, drops, StepDropout.keyWithin(l, key));
    }
  }

  /**
   * Takes the state after the last step; called by one thread.
   *
   * @param state of as many sequences as the batch has, overwritten
   */
  public void end(RecurrentState state) {
    for (int l = 0; l < layers.length; l++) {
      layers[l].end(state.hidden(l), state.cell(l));
    }
  }

  /**
   * Takes in the encoder's outputs.
   *
   * @param w whose share to compute
   * @param outputs of the batch that was encoded, complete
   */
  public void remember(Worker w, Matrix outputs) {
    if (attentional != null) {
      attentional.attention().remember(w, outputs);
    }
  }

  /**
   * One step.
   *
   * @param w whose share to compute
   * @param t the step
   * @param ids the token each of the n(t) sequences reads; not changed until the backward pass
   */
  public void step(Worker w, int t, int[] ids) {
    read(w, t, ids);
    Matrix x = inputs.step(t);
    for (int l = 0; l < layers.length - 1; l++) {
      layers[l].step(w, t, x);
      x = dropout.apply(w, layers[l].output(t), dropped[l], t, StepDropout.above(l));
    }
    RecurrentPass last = layers[layers.length - 1];
    last.step(w, t, x);
    if (attentional != null) {
      attentional.forward(w, t, last.output(t));
    }
    dropout.apply(w, plainOutput(t), droppedOutputs, t, StepDropout.OUTPUT);
  }

  private void read(Worker w, int t, int[] ids) {
    if (w.index() == 0) {
      tokens[t] = ids;
    }
    decoder.embedding().forward(w, ids, embedded[t]);
    dropout.apply(w, embedded[t], t, StepDropout.EMBEDDING);
    if (config.inputFeeding()) {
      Matrix from = t == 0 ? fedAtFirst : output(t - 1);
      for (int b = w.from(fed[t].rows(), 1); b < w.to(fed[t].rows(), 1); b++) {
        Rows.copy(from, b, fed[t], b);
      }
      w.barrier();
    }
  }

  private Matrix plainOutput(int t) {
    return attentional == null ? layers[layers.length - 1].output(t) : attentional.output(t);
  }

  /**
   * What a step hands up: h̃(t), or without attention h(t) of the last layer.
   *
   * @param t the step
   * @return (n(t), width), live
   */
  public Matrix output(int t) {
    return dropout.drops(StepDropout.OUTPUT) ? droppedOutputs.step(t) : plainOutput(t);
  }

  /** {@return {@link #output(int)} of all steps (M, width)} */
  public Matrix output() {
    if (dropout.drops(StepDropout.OUTPUT)) {
      return droppedOutputs.all();
    }
    return attentional == null ? layers[layers.length - 1].output() : attentional.output();
  }

  /**
   * Where the part above puts the gradient of {@link #output()} before the backward pass, which
   * overwrites it.
   *
   * @return (M, width), live
   */
  public Matrix outputGradient() {
    return dOutputs.all();
  }

  private Decoder.Gradients requireGradients() {
    Decoder.Gradients into = gradients;
    if (into == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    return into;
  }

  /**
   * The gradients of the parameters, of the initial state and of the encoder's outputs.
   *
   * @param w whose share to compute
   * @param dMemory gradient of what was given to {@link #remember}, overwritten
   */
  public void backward(Worker w, Matrix dMemory) {
    Decoder.Gradients into = requireGradients();
    if (!into.tied()) {
      Rows.clear(w, into.table());
    }
    for (RecurrentPass layer : layers) {
      layer.beginStepsBackward(w);
    }
    if (attentional != null) {
      attentional.beginBackward(w);
    }
    for (int t = batch.steps() - 1; t >= 0; t--) {
      stepBackward(w, t);
      decoder.embedding().backward(w, tokens[t], dEmbedded[t], into.table());
    }
    for (int l = 0; l < layers.length; l++) {
      layers[l].finishStepsBackward(w, layerInput(l));
    }
    if (attentional == null) {
      Rows.clear(w, dMemory);
      w.barrier();
    } else {
      Matrix h = layers[layers.length - 1].output();
      attentional.finishBackward(w, h, dOutputs.all(), dMemory);
    }
  }

  private Matrix layerInput(int l) {
    if (l == 0) {
      return inputs.all();
    }
    boolean drops = dropout.drops(StepDropout.above(l - 1));
    return drops ? dropped[l - 1].all() : layers[l - 1].output();
  }

  private void stepBackward(Worker w, int t) {
    RecurrentPass last = layers[layers.length - 1];
    Matrix d = dOutputs.step(t);
    if (config.inputFeeding() && t + 1 < batch.steps()) {
      addRows(w, dFed[t + 1], d);
    }
    dropout.apply(w, d, t, StepDropout.OUTPUT);
    if (attentional == null) {
      addRows(w, d, last.outputGradient(t));
    } else {
      attentional.backward(w, t, last.output(t), d, last.outputGradient(t));
    }
    for (int l = layers.length - 1; l > 0; l--) {
      Matrix dx = dBelow[l - 1].step(t);
      layers[l].stepBackward(w, t, dx);
      dropout.apply(w, dx, t, StepDropout.above(l - 1));
      addRows(w, dx, layers[l - 1].outputGradient(t));
    }
    layers[0].stepBackward(w, t, dInputs.step(t));
    dropout.apply(w, dEmbedded[t], t, StepDropout.EMBEDDING);
  }

  private static void addRows(Worker w, Matrix from, Matrix to) {
    for (int b = w.from(from.rows(), 1); b < w.to(from.rows(), 1); b++) {
      Rows.add(from, b, to, b);
    }
    w.barrier();
  }

  /**
   * A layer: the gradients of its initial state, after {@link #backward}.
   *
   * @param l from 0
   * @return the pass, to be read
   */
  public RecurrentPass layer(int l) {
    return layers[l];
  }

  /**
   * What a sequence looked at in a step.
   *
   * @param t the step
   * @param b the sequence of the batch
   * @return one weight for each row of its part of the memory, which sum to 1; none without
   *     attention
   */
  public float[] attentionWeights(int t, int b) {
    return attentional == null ? new float[0] : attentional.attention().weights(t, b);
  }
}
