package dev.rnn4j.core.model;

import dev.rnn4j.core.head.AttentionPoolingPass;
import dev.rnn4j.core.head.PoolingPass;
import dev.rnn4j.core.head.SoftmaxPass;
import dev.rnn4j.core.kernel.DropoutMask;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.EmbeddingInput;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.model.ClassifierConfig.TokenDropout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a classifier over batches of texts. What it computes of an example
 * is found by the number that the example had among those given, and is to the bit what it would be
 * alone.
 */
public final class ClassifierPass implements ExamplePass<ClassifiedSequence> {
  /** What is random in a training step, each with a key of its own. */
  private static final int TOKENS = 0;

  private static final int EMBEDDED = 1;
  private static final int STACK = 2;
  private static final int POOLED = 3;

  private final ClassifierNetwork network;
  private final @Nullable Parameters gradients;
  private Buffers buffers;
  private SequenceOrder order = SequenceOrder.of(0);
  private int[] places = {0};
  private RecurrentState zero;

  /**
   * A pass for use and evaluation.
   *
   * @param network the network
   */
  public ClassifierPass(ClassifierNetwork network) {
    this(network, null);
  }

  /**
   * A pass for training, or one without a backward pass.
   *
   * @param network the network
   * @param gradients receive the gradients of the parameters, in their layout; null for a pass
   *     without a backward pass
   * @throws IllegalStateException if there are gradients, and the network is not trainable
   */
  public ClassifierPass(ClassifierNetwork network, @Nullable Parameters gradients) {
    network.requireTrainableFor(gradients);
    this.network = network;
    this.gradients = gradients;
    buffers = new Buffers(network, 1, 1, gradients);
    zero = network.stack.newState(1);
  }

  /** For batches of up to so many tokens and sequences. */
  private static final class Buffers {
    final int maxRows;
    final int maxBatch;
    final EmbeddingInput input;
    final StackPass stack;
    final PoolingPass pooling;
    final SoftmaxPass head;
    final int[] tokens;
    final int[] kept;
    final int[] targets;
    final Matrix allPooled;
    final Matrix allDropped;
    final Matrix allProbabilities;
    final Matrix allPooledGradient;
    Matrix pooled;
    Matrix dropped;
    Matrix probabilities;
    Matrix pooledGradient;

    Buffers(ClassifierNetwork network, int maxRows, int maxBatch, @Nullable Parameters gradients) {
      this.maxRows = maxRows;
      this.maxBatch = maxBatch;
      Matrix table = gradients == null ? null : gradients.matrix(ClassifierConfig.EMBEDDING);
      stack = network.stack.newPass(maxRows, maxBatch, gradients);
      input = network.stack.newInput(network.embedding, maxRows, table, false, null);
      pooling = network.pooling.newPass(stack, maxRows, gradients);
      head = network.head.newPass(maxBatch, gradients);
      tokens = new int[maxRows];
      kept = new int[gradients == null ? 0 : maxRows];
      targets = new int[maxBatch];
      int width = network.config().pooledSize();
      allPooled = Matrix.zeros(maxBatch, width);
      allDropped = Matrix.zeros(gradients == null ? 0 : maxBatch, width);
      allPooledGradient = Matrix.zeros(gradients == null ? 0 : maxBatch, width);
      allProbabilities = Matrix.zeros(maxBatch, network.config().classes());
      pooled = allPooled;
      dropped = allDropped;
      probabilities = allProbabilities;
      pooledGradient = allPooledGradient;
    }

    void shape(SequenceBatch batch, RecurrentState zero) {
      int count = batch.batch();
      stack.begin(batch, zero);
      input.shape(batch.rows());
      head.shape(SequenceBatch.full(1, count));
      if (pooled.rows() != count) {
        pooled = allPooled.rowRange(0, count);
        probabilities = allProbabilities.rowRange(0, count);
        dropped = allDropped.rowRange(0, Math.min(count, allDropped.rows()));
        pooledGradient = allPooledGradient.rowRange(0, Math.min(count, allDropped.rows()));
      }
    }

    boolean hold(SequenceBatch batch) {
      return batch.rows() <= maxRows && batch.batch() <= maxBatch;
    }
  }

  /**
   * Sets the batch.
   *
   * @param examples one or more, in any order, of any lengths
   * @throws IndexOutOfBoundsException if one has a token or a class that the network does not have;
   *     the pass is then to be begun anew
   */
  @Override
  public void begin(List<ClassifiedSequence> examples) {
    order = SequenceOrder.of(examples.stream().mapToInt(ClassifiedSequence::length).toArray());
    SequenceBatch batch = order.batch();
    if (!buffers.hold(batch)) {
      int rows = Capacity.grown(buffers.maxRows, batch.rows());
      int sequences = Capacity.grown(buffers.maxBatch, batch.batch());
      buffers = new Buffers(network, rows, sequences, gradients);
    }
    if (zero.hidden(0).rows() != batch.batch()) {
      zero = network.stack.newState(batch.batch());
    }
    buffers.shape(batch, zero);
    places = order.places();
    for (int b = 0; b < batch.batch(); b++) {
      take(examples.get(order.given(b)), b);
    }
  }

  private void take(ClassifiedSequence example, int b) {
    int classes = network.config().classes();
    if (example.label() >= classes || example.label() < ClassifiedSequence.UNKNOWN) {
      throw new IndexOutOfBoundsException(
          "there is no class " + example.label() + "; the classes are 0 to " + (classes - 1));
    }
    buffers.targets[b] = example.label();
    for (int t = 0; t < example.length(); t++) {
      buffers.tokens[order.batch().row(t, b)] = example.token(t);
    }
  }

  @Override
  public void evaluate(Worker w) {
    Buffers at = buffers;
    at.input.read(w, at.tokens, 0f, 0L);
    at.stack.forward(w, at.input);
    at.pooling.forward(w, at.pooled);
    at.head.forward(w, at.pooled);
    at.head.loss(w, at.targets);
    network.kernels().softmax(w, at.head.logits(), at.probabilities);
    w.barrier();
  }

  @Override
  public void compute(Worker w, float scale, long key) {
    if (gradients == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    Buffers at = buffers;
    float p = network.config().dropout();
    long stackKey = RandomSource.derive(key, STACK);
    long pooledKey = RandomSource.derive(key, POOLED);
    dropTokens(w, RandomSource.derive(key, TOKENS));
    at.input.read(w, at.kept, p, RandomSource.derive(key, EMBEDDED));
    at.stack.forwardTraining(w, at.input, stackKey);
    at.pooling.forward(w, at.pooled);
    network.kernels().dropout(w, at.pooled, at.dropped, p, pooledKey);
    w.barrier();
    at.head.forward(w, at.dropped);
    at.head.backward(w, at.dropped, at.targets, scale, at.pooledGradient);
    network.kernels().dropout(w, at.pooledGradient, at.pooledGradient, p, pooledKey);
    w.barrier();
    at.pooling.backward(w, at.pooledGradient);
    at.stack.backward(w, at.input, stackKey);
  }

  private void dropTokens(Worker w, long key) {
    TokenDropout dropout = network.config().tokenDropout();
    int threshold = DropoutMask.threshold(dropout.probability());
    int rows = order.batch().rows();
    for (int r = w.from(rows, 1); r < w.to(rows, 1); r++) {
      boolean keeps = DropoutMask.keeps(r, key, threshold);
      buffers.kept[r] = keeps ? buffers.tokens[r] : dropout.unknown();
    }
    w.barrier();
  }

  @Override
  public double totalLoss() {
    return buffers.head.totalLoss();
  }

  /**
   * The loss of an example, of the last {@link #evaluate} or {@link #compute}.
   *
   * @param example its number among those given
   * @return in nats; 0 if its class is unknown
   */
  public double loss(int example) {
    return buffers.head.losses()[places[example]];
  }

  /**
   * The distribution over the classes, of the last {@link #evaluate}.
   *
   * @param example its number among those given
   * @return one probability for each class, a copy
   */
  public float[] probabilities(int example) {
    return row(buffers.probabilities, example);
  }

  /**
   * What the classes of an example are predicted from, of the last {@link #evaluate}.
   *
   * @param example its number among those given
   * @return the pooled row, a copy
   */
  public float[] pooled(int example) {
    return row(buffers.pooled, example);
  }

  private float[] row(Matrix rows, int example) {
    float[] row = new float[rows.cols()];
    System.arraycopy(rows.data(), rows.index(places[example], 0), row, 0, row.length);
    return row;
  }

  /**
   * How much each token weighed in the pooling, of the last {@link #evaluate}.
   *
   * @param example its number among those given
   * @return one weight for each token, together 1; none if the pooling has no weights
   */
  public float[] attention(int example) {
    if (!(buffers.pooling instanceof AttentionPoolingPass attention)) {
      return new float[0];
    }
    int b = places[example];
    float[] weights = new float[order.batch().length(b)];
    for (int t = 0; t < weights.length; t++) {
      weights[t] = attention.weights().get(order.batch().row(t, b), 0);
    }
    return weights;
  }
}
