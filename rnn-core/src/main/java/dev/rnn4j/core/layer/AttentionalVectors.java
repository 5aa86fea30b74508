package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.StepBuffer;
import dev.rnn4j.core.cell.WeightProduct;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * h̃(t) = tanh(W_c [context(t); h(t)] + b_c) of every step of a decoder, forward and backward. All
 * workers have met when a method that takes a {@link Worker} returns.
 */
final class AttentionalVectors {
  private final Decoder decoder;
  private final Kernels kernels;
  private final WeightProduct combine;
  private final AttentionPass attention;
  private final @Nullable Parameters gradients;
  private final int memorySize;

  /** [context(t); h(t)] (n(t), C + H). */
  private final StepBuffer joined;

  private final StepBuffer dJoined;

  /** h̃(t) (n(t), A). */
  private final StepBuffer outputs;

  private Matrix[] contexts = {};
  private Matrix[] states = {};
  private Matrix[] dContexts = {};
  private Matrix[] dStates = {};

  AttentionalVectors(
      Decoder decoder,
      Attention weights,
      WeightProduct combine,
      int maxRows,
      int maxMemory,
      @Nullable Parameters gradients) {
    this.decoder = decoder;
    this.combine = combine;
    this.gradients = gradients;
    kernels = decoder.kernels();
    attention = weights.newPass(maxMemory, maxRows, gradients);
    DecoderConfig config = decoder.config();
    memorySize = config.memorySize();
    int width = memorySize + config.stateSize();
    joined = new StepBuffer(maxRows, width);
    dJoined = new StepBuffer(gradients == null ? 0 : maxRows, width);
    outputs = new StepBuffer(maxRows, config.attentionalSize());
  }

  void begin(SequenceBatch batch, int[] sees) {
    attention.begin(batch, sees);
    joined.shape(batch);
    outputs.shape(batch);
    int steps = batch.steps();
    contexts = views(joined, steps, 0, memorySize);
    states = views(joined, steps, memorySize, joined.all().cols());
    if (gradients != null) {
      dJoined.shape(batch);
      dContexts = views(dJoined, steps, 0, memorySize);
      dStates = views(dJoined, steps, memorySize, joined.all().cols());
    }
  }

  static Matrix[] views(StepBuffer of, int steps, int from, int to) {
    Matrix[] views = new Matrix[steps];
    Arrays.setAll(views, t -> of.step(t).columnRange(from, to));
    return views;
  }

  AttentionPass attention() {
    return attention;
  }

  Matrix output() {
    return outputs.all();
  }

  Matrix output(int t) {
    return outputs.step(t);
  }

  /**
   * One step.
   *
   * @param h (n(t), H), complete
   */
  void forward(Worker w, int t, Matrix h) {
    attention.forward(w, t, h, contexts[t]);
    for (int b = w.from(h.rows(), 1); b < w.to(h.rows(), 1); b++) {
      Rows.copy(h, b, states[t], b);
    }
    w.barrier();
    combine.affine(w, joined.step(t), decoder.combineBias(), outputs.step(t));
    w.barrier();
    kernels.activate(w, Activation.TANH, outputs.step(t), outputs.step(t));
    w.barrier();
  }

  void beginBackward(Worker w) {
    attention.beginBackward(w);
  }

  /**
   * The backward pass of one step.
   *
   * @param h as given to {@link #forward}
   * @param d gradient of h̃ (n(t), A), complete; replaced by that of the pre-activation
   * @param dh gradient of h (n(t), H), added to
   */
  void backward(Worker w, int t, Matrix h, Matrix d, Matrix dh) {
    kernels.activateBackward(w, Activation.TANH, outputs.step(t), d, d);
    w.barrier();
    combine.backward(w, d, dJoined.step(t), false);
    w.barrier();
    for (int b = w.from(h.rows(), 1); b < w.to(h.rows(), 1); b++) {
      Rows.add(dStates[t], b, dh, b);
    }
    attention.backward(w, t, h, dContexts[t], dh);
  }

  /**
   * The gradients of the parameters and of the memory.
   *
   * @param h of all steps (M, H)
   * @param d what {@link #backward} left of all steps (M, A)
   * @param dMemory overwritten
   */
  void finishBackward(Worker w, Matrix h, Matrix d, Matrix dMemory) {
    Parameters into = gradients;
    if (into == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    combine.weightGradient(w, d, joined.all(), decoder.combineGradient(into));
    kernels.sumColumns(w, d, decoder.combineBiasGradient(into));
    attention.finishBackward(w, h, dMemory);
  }
}
