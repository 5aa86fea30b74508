package dev.rnn4j.core.model;

import dev.rnn4j.core.head.AttentionPoolingPass;
import dev.rnn4j.core.head.SoftmaxPass;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a classifier over batches of texts. What it computes of an example
 * is found by the number that the example had among those given, and is to the bit what it would be
 * alone.
 */
public final class ClassifierPass implements ClassifyingPass<ClassifiedSequence> {
  /** What is random in a training step, each with a key of its own. */
  private static final int TOKENS = 0;

  private static final int EMBEDDED = 1;
  private static final int STACK = 2;
  private static final int POOLED = 3;

  private final ClassifierNetwork network;
  private final @Nullable Parameters gradients;
  private final SequenceReader reader;
  private Top top;

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
    reader =
        new SequenceReader(
            network.reading,
            network.config().pooledSize(),
            gradients,
            ClassifierConfig.EMBEDDING,
            false);
    top = new Top(network, 1, gradients);
  }

  /** What the classes are predicted with, for batches of up to so many sequences. */
  private static final class Top {
    final int maxBatch;
    final SoftmaxPass head;
    final int[] targets;
    final Matrix allDropped;
    final Matrix allProbabilities;
    Matrix dropped;
    Matrix probabilities;

    Top(ClassifierNetwork network, int maxBatch, @Nullable Parameters gradients) {
      this.maxBatch = maxBatch;
      head = network.head.newPass(maxBatch, gradients);
      targets = new int[maxBatch];
      allDropped = Matrix.zeros(gradients == null ? 0 : maxBatch, network.config().pooledSize());
      allProbabilities = Matrix.zeros(maxBatch, network.config().classes());
      dropped = allDropped;
      probabilities = allProbabilities;
    }

    void shape(int count) {
      head.shape(SequenceBatch.full(1, count));
      if (probabilities.rows() != count) {
        probabilities = allProbabilities.rowRange(0, count);
        dropped = allDropped.rowRange(0, Math.min(count, allDropped.rows()));
      }
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
    reader.begin(examples.stream().map(ClassifiedSequence::tokens).toList());
    int count = examples.size();
    if (count > top.maxBatch) {
      top = new Top(network, Capacity.grown(top.maxBatch, count), gradients);
    }
    top.shape(count);
    for (int i = 0; i < count; i++) {
      top.targets[reader.places()[i]] = label(examples.get(i));
    }
  }

  private int label(ClassifiedSequence example) {
    int classes = network.config().classes();
    if (example.label() >= classes || example.label() < ClassifiedSequence.UNKNOWN) {
      throw new IndexOutOfBoundsException(
          "there is no class " + example.label() + "; the classes are 0 to " + (classes - 1));
    }
    return example.label();
  }

  @Override
  public void evaluate(Worker w) {
    reader.forward(w);
    top.head.forward(w, reader.pooled());
    top.head.loss(w, top.targets);
    network.kernels().softmax(w, top.head.logits(), top.probabilities);
    w.barrier();
  }

  @Override
  public void compute(Worker w, float scale, long key) {
    if (gradients == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    float p = network.config().dropout();
    long stackKey = RandomSource.derive(key, STACK);
    long pooledKey = RandomSource.derive(key, POOLED);
    Matrix dPooled = reader.pooledGradient();
    reader.dropTokens(w, network.config().tokenDropout(), RandomSource.derive(key, TOKENS));
    reader.forwardTraining(w, p, RandomSource.derive(key, EMBEDDED), stackKey);
    network.kernels().dropout(w, reader.pooled(), top.dropped, p, pooledKey);
    w.barrier();
    top.head.forward(w, top.dropped);
    top.head.backward(w, top.dropped, top.targets, scale, dPooled);
    network.kernels().dropout(w, dPooled, dPooled, p, pooledKey);
    w.barrier();
    reader.backward(w, stackKey);
  }

  @Override
  public double totalLoss() {
    return top.head.totalLoss();
  }

  /**
   * The loss of an example, of the last {@link #evaluate} or {@link #compute}.
   *
   * @param example its number among those given
   * @return in nats; 0 if its class is unknown
   */
  public double loss(int example) {
    return top.head.losses()[reader.places()[example]];
  }

  @Override
  public float[] probabilities(int example) {
    return row(top.probabilities, example);
  }

  /**
   * What the classes of an example are predicted from, of the last {@link #evaluate}.
   *
   * @param example its number among those given
   * @return the pooled row, a copy
   */
  public float[] pooled(int example) {
    return row(reader.pooled(), example);
  }

  private float[] row(Matrix rows, int example) {
    float[] row = new float[rows.cols()];
    System.arraycopy(rows.data(), rows.index(reader.places()[example], 0), row, 0, row.length);
    return row;
  }

  /**
   * How much each token weighed in the pooling, of the last {@link #evaluate}.
   *
   * @param example its number among those given
   * @return one weight for each token, together 1; none if the pooling has no weights
   */
  public float[] attention(int example) {
    if (!(reader.pooling() instanceof AttentionPoolingPass attention)) {
      return new float[0];
    }
    int b = reader.places()[example];
    SequenceBatch batch = reader.order().batch();
    float[] weights = new float[batch.length(b)];
    for (int t = 0; t < weights.length; t++) {
      weights[t] = attention.weights().get(batch.row(t, b), 0);
    }
    return weights;
  }
}
