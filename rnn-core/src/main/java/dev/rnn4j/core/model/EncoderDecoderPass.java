package dev.rnn4j.core.model;

import dev.rnn4j.core.head.SoftmaxPass;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.AttentionMemory;
import dev.rnn4j.core.layer.BridgePass;
import dev.rnn4j.core.layer.DecoderPass;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of an encoder-decoder's network over pairs of sequences. The loss is
 * the cross-entropy of every token of the targets and of the one that ends them, each given the
 * tokens before it.
 *
 * <p>With teacher forcing those are the true ones. If its ratio is below 1, a training now and then
 * feeds what the model itself holds most probable instead (Bengio et al. 2015), drawn for each
 * token by the key of the batch; what is fed is then a constant, through which no gradient flows.
 * That takes the logits of each step before the next, and so about the time of the softmax once
 * more. {@link #evaluate} always feeds the true tokens.
 */
public final class EncoderDecoderPass implements ExamplePass<SequencePair> {
  private final EncoderDecoderNetwork network;
  private final @Nullable Parameters gradients;
  private final float teacherForcing;
  private final float epochDecay;
  private float share;
  private Parts parts;
  private int maxSource;
  private int maxTarget;
  private int maxBatch;
  private SequenceBatch batch = SequenceBatch.of(0);
  private RecurrentState initial;

  /** For each step, what each sequence reads if the teacher forces it. */
  private int[][] truth = {};

  /** And what it did read. */
  private int[][] fed = {};

  private int[] targets = {};

  /** What holds activations. */
  private record Parts(
      EncoderPass encoder,
      BridgePass bridge,
      DecoderPass decoder,
      SoftmaxPass head,
      @Nullable SoftmaxPass stepHead) {}

  /**
   * A pass with teacher forcing throughout.
   *
   * @param network the network
   * @param gradients receive the gradients of the parameters, in their layout; null for a pass
   *     without a backward pass
   * @throws IllegalStateException if there are gradients, and the network is not trainable
   */
  public EncoderDecoderPass(EncoderDecoderNetwork network, @Nullable Parameters gradients) {
    this(network, gradients, 1f);
  }

  /**
   * A pass.
   *
   * @param network the network
   * @param gradients receive the gradients of the parameters, in their layout; null for a pass
   *     without a backward pass
   * @param teacherForcing the share of true tokens among those that are fed in training, 0 to 1
   * @throws IllegalStateException if there are gradients, and the network is not trainable
   */
  public EncoderDecoderPass(
      EncoderDecoderNetwork network, @Nullable Parameters gradients, float teacherForcing) {
    this(network, gradients, teacherForcing, 1);
  }

  /**
   * A pass with scheduled sampling (Bengio et al. 2015): the share of true tokens falls from epoch
   * to epoch.
   *
   * @param network the network
   * @param gradients receive the gradients of the parameters, in their layout; null for a pass
   *     without a backward pass
   * @param teacherForcing the share of true tokens among those that are fed in training, 0 to 1
   * @param epochDecay what the share is multiplied by after every epoch, 0 to 1
   * @throws IllegalStateException if there are gradients, and the network is not trainable
   */
  public EncoderDecoderPass(
      EncoderDecoderNetwork network,
      @Nullable Parameters gradients,
      float teacherForcing,
      float epochDecay) {
    if (!(teacherForcing >= 0 && teacherForcing <= 1)) {
      throw new IllegalArgumentException(
          "the ratio of teacher forcing must be 0 to 1, not " + teacherForcing);
    }
    if (!(epochDecay >= 0 && epochDecay <= 1)) {
      throw new IllegalArgumentException(
          "the decay of teacher forcing must be 0 to 1, not " + epochDecay);
    }
    if (gradients != null && !network.isTrainable()) {
      throw new IllegalStateException("this model was made for use; make it trainable");
    }
    this.network = network;
    this.gradients = gradients;
    this.teacherForcing = teacherForcing;
    this.epochDecay = epochDecay;
    share = teacherForcing;
    initial = network.decoder().newState(1);
    maxBatch = 1;
    parts = newParts();
  }

  private Parts newParts() {
    boolean samples = gradients != null && (teacherForcing < 1 || epochDecay < 1);
    return new Parts(
        new EncoderPass(network, maxSource, maxBatch, gradients),
        network.newBridgePass(maxBatch, gradients),
        network.newDecoderPass(maxTarget, maxBatch, maxSource, gradients),
        network.newHeadPass(maxTarget, gradients),
        samples ? network.newHeadPass(maxBatch, null) : null);
  }

  @Override
  public void beginEpoch(int epoch) {
    share = (float) (teacherForcing * Math.pow(epochDecay, epoch));
  }

  @Override
  public void begin(List<SequencePair> examples) {
    grow(examples);
    SequenceOrder targetOrder =
        SequenceOrder.of(examples.stream().mapToInt(SequencePair::predictions).toArray());
    SequenceOrder sourceOrder =
        parts.encoder.begin(examples.stream().map(SequencePair::source).toList());
    int[] sourcePlaces = parts.encoder.places();
    batch = targetOrder.batch();
    int count = batch.batch();
    int[] sees = new int[count];
    int[] places = new int[count];
    for (int b = 0; b < count; b++) {
      sees[b] = targetOrder.given(b);
      places[b] = sourcePlaces[sees[b]];
    }
    readTargets(examples, targetOrder);
    parts.bridge.begin(places);
    parts.decoder.shape(new AttentionMemory(sourceOrder));
    parts.decoder.begin(batch, sees);
    parts.head.shape(batch);
    if (initial.hidden(0).rows() != count) {
      initial = network.decoder().newState(count);
    }
  }

  private void grow(List<SequencePair> examples) {
    int source = 0;
    int target = 0;
    for (SequencePair pair : examples) {
      source = Math.addExact(source, pair.source().length());
      target = Math.addExact(target, pair.predictions());
    }
    if (source > maxSource || target > maxTarget || examples.size() > maxBatch) {
      maxSource = Capacity.grown(maxSource, source);
      maxTarget = Capacity.grown(maxTarget, target);
      maxBatch = Capacity.grown(maxBatch, examples.size());
      parts = newParts();
    }
  }

  private void readTargets(List<SequencePair> examples, SequenceOrder order) {
    int end = network.config().decoder().endToken();
    truth = new int[batch.steps()][];
    fed = new int[batch.steps()][];
    targets = new int[batch.rows()];
    for (int t = 0; t < truth.length; t++) {
      truth[t] = new int[batch.active(t)];
      fed[t] = share < 1 ? new int[batch.active(t)] : truth[t];
      for (int b = 0; b < truth[t].length; b++) {
        int[] target = examples.get(order.given(b)).target();
        truth[t][b] = t == 0 ? end : target[t - 1];
        targets[batch.row(t, b)] = t == target.length ? end : checked(target[t]);
      }
    }
  }

  private int checked(int token) {
    if (token < 0 || token >= network.config().decoder().vocabularySize()) {
      throw new IndexOutOfBoundsException(
          "the target token "
              + token
              + " is outside the vocabulary of 0 to "
              + (network.config().decoder().vocabularySize() - 1));
    }
    return token;
  }

  @Override
  public void evaluate(Worker w) {
    parts.encoder.forward(w);
    parts.bridge.forward(w, parts.encoder.finalState(), initial);
    parts.decoder.start(w, initial, null);
    parts.decoder.remember(w, parts.encoder.output());
    for (int t = 0; t < truth.length; t++) {
      parts.decoder.step(w, t, truth[t]);
    }
    parts.head.forward(w, parts.decoder.output());
    parts.head.loss(w, targets);
  }

  @Override
  public void compute(Worker w, float scale, long key) {
    if (gradients == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    long encoderKey = RandomSource.derive(key, 0);
    parts.encoder.forwardTraining(w, encoderKey);
    parts.bridge.forward(w, parts.encoder.finalState(), initial);
    parts.decoder.startTraining(w, initial, RandomSource.derive(key, 1));
    parts.decoder.remember(w, parts.encoder.output());
    for (int t = 0; t < truth.length; t++) {
      if (share < 1) {
        feed(w, t, RandomSource.derive(RandomSource.derive(key, 2), t));
      }
      parts.decoder.step(w, t, fed[t]);
    }
    parts.head.forward(w, parts.decoder.output());
    parts.head.backward(w, parts.decoder.output(), targets, scale, parts.decoder.outputGradient());
    parts.decoder.backward(w, parts.encoder.outputGradient());
    parts.bridge.backward(w, parts.decoder, parts.encoder.finalGradient());
    parts.encoder.backward(w, encoderKey);
  }

  /** What the sequences read at a step: the truth, or what was most probable the step before. */
  private void feed(Worker w, int t, long key) {
    SoftmaxPass head = parts.stepHead;
    int[] next = fed[t];
    if (t == 0 || head == null) {
      if (w.index() == 0) {
        System.arraycopy(truth[t], 0, next, 0, next.length);
      }
      w.barrier();
      return;
    }
    if (w.index() == 0) {
      head.shape(SequenceBatch.full(1, batch.active(t - 1)));
    }
    w.barrier();
    head.forward(w, parts.decoder.output(t - 1));
    for (int b = w.from(next.length, 1); b < w.to(next.length, 1); b++) {
      double chance = (RandomSource.derive(key, b) >>> 11) * 0x1p-53;
      next[b] = chance < share ? truth[t][b] : mostProbable(head.logits(), b);
    }
    w.barrier();
  }

  static int mostProbable(Matrix logits, int row) {
    int from = logits.index(row, 0);
    int best = 0;
    for (int v = 1; v < logits.cols(); v++) {
      if (logits.data()[from + v] > logits.data()[from + best]) {
        best = v;
      }
    }
    return best;
  }

  /** {@return whether there is a backward pass} */
  public boolean isTraining() {
    return gradients != null;
  }

  @Override
  public double totalLoss() {
    return parts.head.totalLoss();
  }
}
