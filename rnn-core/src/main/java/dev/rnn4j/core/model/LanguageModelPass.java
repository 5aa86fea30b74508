package dev.rnn4j.core.model;

import dev.rnn4j.core.head.DistributionPass;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.EmbeddingInput;
import dev.rnn4j.core.layer.RecurrentPass;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a language model's network over windows of B streams: owns the
 * activations, which it reuses from call to call. Tokens are time-major: that of step t of stream b
 * stands at {@link SequenceBatch#row}(t, b), which is t · B + b where all streams are equally long.
 *
 * <p>The methods that take a {@link Worker} are called by all workers of a run with equal
 * arguments, and all have met when they return. One run at a time.
 *
 * <p>A forward pass comes first, then its losses or its backward pass, once. What does not belong
 * to the forward pass before it is an {@link IllegalStateException}: a backward pass of other
 * inputs, with another dropout, or after {@link #begin} or {@link LanguageModelNetwork#repack}.
 */
public final class LanguageModelPass {
  private final LanguageModelNetwork network;
  private final SequenceBatch full;
  private final EmbeddingInput input;
  private final StackPass stack;
  private final DistributionPass head;
  private final boolean training;
  private final PassRecord record = new PassRecord();

  /**
   * A pass for use and evaluation, at first with a whole window and the initial state.
   *
   * @param network the network
   * @param steps T, 1 or more
   * @param batch B, 1 or more
   * @throws IllegalArgumentException if the window does not fit Java's arrays
   */
  public LanguageModelPass(LanguageModelNetwork network, int steps, int batch) {
    this(network, steps, batch, null);
  }

  /**
   * A pass for training, with the dropout of the configuration; or one without. At first with a
   * whole window and the initial state.
   *
   * @param network the network
   * @param steps T, 1 or more
   * @param batch B, 1 or more
   * @param gradients receive the gradients of the parameters, in their layout; null for a pass
   *     without a backward pass
   * @throws IllegalArgumentException if the window does not fit Java's arrays
   * @throws IllegalStateException if there are gradients, and the network is not trainable
   */
  public LanguageModelPass(
      LanguageModelNetwork network, int steps, int batch, @Nullable Parameters gradients) {
    training = gradients != null;
    network.requireTrainableFor(gradients);
    this.network = network;
    int rows = Math.multiplyExact(steps, batch);
    full = SequenceBatch.full(steps, batch);
    stack = network.newStackPass(rows, batch, gradients); // first: it refuses what does not fit
    head = network.newHeadPass(rows, gradients);
    input = network.newInput(rows, gradients);
    begin(full);
  }

  /** {@return the window this pass was made for: B streams of T steps} */
  public SequenceBatch full() {
    return full;
  }

  /**
   * Sets the shape of a window whose streams begin with the initial state; called by one thread. A
   * shape other than the last one costs a few views.
   *
   * @param batch at most as many streams, and as many tokens, as this pass was made for
   * @throws IllegalArgumentException if the batch is larger
   */
  public void begin(SequenceBatch batch) {
    stack.begin(batch);
    shape(batch);
  }

  private void shape(SequenceBatch batch) {
    record.clear();
    input.shape(batch);
    head.shape(batch);
  }

  /**
   * Sets the state before the first step of a whole window; called by one thread.
   *
   * @param state of B streams
   * @throws IllegalArgumentException if it is of another shape
   */
  public void begin(RecurrentState state) {
    begin(full, state);
  }

  /**
   * Sets the shape of the window and the state before its first step; called by one thread. A shape
   * other than the last one costs a few views.
   *
   * @param batch at most as many streams, and as many tokens, as this pass was made for
   * @param state of as many streams
   * @throws IllegalArgumentException if the batch is larger, or the state of another shape
   */
  public void begin(SequenceBatch batch, RecurrentState state) {
    stack.begin(batch, state);
    shape(batch);
  }

  /**
   * Takes the state after the last step; called by one thread.
   *
   * @param state of as many streams, overwritten
   * @throws IllegalArgumentException if it is of another shape
   * @throws IllegalStateException if there was no forward pass since {@link #begin}
   */
  public void end(RecurrentState state) {
    stack.end(state);
  }

  /**
   * Computes the logits, as a model in use does.
   *
   * @param w whose share to compute
   * @param inputs token ids
   * @throws IllegalArgumentException if there are fewer than the window has
   * @throws IndexOutOfBoundsException if one is not in the vocabulary
   */
  public void forward(Worker w, int[] inputs) {
    input.read(w, inputs);
    record.clear(w); // not earlier: no worker reads the last pass's losses any more
    stack.forward(w, input);
    predict(w, false, 0L);
  }

  /**
   * Computes the logits with the {@link Regularization} of the configuration.
   *
   * @param w whose share to compute
   * @param inputs token ids
   * @param dropoutKey names the masks of this window
   * @throws IllegalArgumentException if there are fewer than the window has
   * @throws IndexOutOfBoundsException if one is not in the vocabulary
   * @throws IllegalStateException if this pass was made without a backward pass
   */
  public void forwardTraining(Worker w, int[] inputs, long dropoutKey) {
    requireTraining();
    float p = regularization().dropout().input();
    input.readTraining(w, inputs, p, RandomSource.derive(dropoutKey, 0));
    record.clear(w);
    stack.forwardTraining(w, input, dropoutKey);
    predict(w, true, dropoutKey);
  }

  private Regularization regularization() {
    return network.config().regularization();
  }

  private void predict(Worker w, boolean training, long key) {
    record.forward(w, training, key, network.packings());
    head.forward(w, stack.output());
  }

  /**
   * The losses of the logits, which stay as they are.
   *
   * @param w whose share to compute
   * @param targets token ids, negative to ignore
   * @throws IllegalStateException if there are no logits of a forward pass
   */
  public void loss(Worker w, int[] targets) {
    record.requireLogits();
    head.loss(w, targets);
  }

  /**
   * The losses of the logits, and the gradients of everything.
   *
   * @param w whose share to compute
   * @param inputs as given to {@link #forwardTraining}
   * @param targets token ids, negative to ignore
   * @param scale factor on the sum of the losses that is differentiated
   * @param dropoutKey as given to {@link #forwardTraining}
   * @throws IllegalStateException if the last forward pass was not this one
   */
  public void backward(Worker w, int[] inputs, int[] targets, float scale, long dropoutKey) {
    requireTraining();
    boolean random = regularization().isRandom();
    record.requireForward(input.holds(inputs), random, dropoutKey, network.packings());
    head.backward(w, stack.output(), targets, scale, stack.outputGradient());
    record.backward(w);
    stack.backward(w, input, scale, dropoutKey);
  }

  private void requireTraining() {
    if (!training) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
  }

  /**
   * The logits of the last forward pass; of an adaptive softmax log-probabilities, which are
   * computed here. Called by one thread.
   *
   * @return (M, V), live; after {@link #backward} their gradient
   * @throws IllegalStateException if the softmax is adaptive, and there was no forward pass, or it
   *     has had its backward pass
   */
  public Matrix logits() {
    return head.logits();
  }

  /**
   * What the logits were computed from: the output of the last layer at every step of the last
   * forward pass.
   *
   * @return (M, H), live
   */
  public Matrix outputs() {
    return stack.output();
  }

  /**
   * One recurrent layer: its h and c at every step of the last forward pass.
   *
   * @param layer from 0
   * @return the pass, to be read
   */
  public RecurrentPass layer(int layer) {
    return stack.layer(layer);
  }

  /**
   * The losses of the last {@link #loss} or {@link #backward}.
   *
   * @return one value in nats for each token, live; there may be unused elements after them
   */
  public double[] losses() {
    return head.losses();
  }

  /**
   * Sum of the losses.
   *
   * @return in nats
   * @throws IllegalStateException if none were computed since the last forward pass
   */
  public double totalLoss() {
    return head.totalLoss();
  }

  /**
   * The gradient of the state after the last step, for what goes on from it; see {@link
   * StackPass#finalGradient}.
   *
   * @return of as many streams as the window has, live
   * @throws IllegalStateException if this pass was made without a backward pass
   */
  public RecurrentState finalGradient() {
    return stack.finalGradient();
  }

  /**
   * Gradient of h before the first step, after {@link #backward}.
   *
   * @param layer from 0
   * @return (B, H), live
   */
  public Matrix initialHiddenGradient(int layer) {
    return stack.layer(layer).initialHiddenGradient();
  }

  /**
   * Gradient of c before the first step, after {@link #backward}.
   *
   * @param layer from 0
   * @return (B, H), live; no columns without a cell state
   */
  public Matrix initialCellGradient(int layer) {
    return stack.layer(layer).initialStateGradient();
  }
}
