package dev.rnn4j.core.model;

import dev.rnn4j.core.head.PoolingPass;
import dev.rnn4j.core.head.PoolingWeights;
import dev.rnn4j.core.kernel.DropoutMask;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.EmbeddingInput;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.model.ClassifierConfig.TokenDropout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of the part of a model that reads sequences of tokens: the vectors of
 * an embedding through a stack of recurrent layers, of whose outputs one row is pooled for each
 * sequence. The rows stand in the order of the batch, the longest sequence first. Buffers grow to
 * the largest batch seen and are reused.
 */
final class SequenceReader {
  private final Weights weights;
  private final int width;
  private final @Nullable Parameters gradients;
  private final @Nullable Matrix tableGradient;
  private final boolean tied;
  private Buffers buffers;
  private SequenceOrder order = SequenceOrder.of(0);
  private int[] places = {0};

  /** What it reads with: parts of a network. */
  record Weights(Embedding embedding, RecurrentStack stack, PoolingWeights pooling) {
    /** Packs the parameters again after they have changed. */
    void repack(Worker w) {
      stack.repack(w);
      pooling.repack(w);
    }

    /** Copies the parameters, to the bit. */
    void copyTo(Parameters into, String table) {
      embedding.copyTo(into, table);
      stack.copyTo(into);
      pooling.copyTo(into);
    }
  }

  /**
   * A reader.
   *
   * @param weights what it reads with
   * @param width of a pooled row
   * @param gradients receive the gradients of the parameters, in their layout; null without a
   *     backward pass
   * @param table name of the embedding's table among them
   * @param tied whether another part of the model begins the table's gradient, and this one adds to
   *     it
   */
  SequenceReader(
      Weights weights, int width, @Nullable Parameters gradients, String table, boolean tied) {
    this.weights = weights;
    this.width = width;
    this.gradients = gradients;
    this.tied = tied;
    tableGradient = gradients == null ? null : gradients.matrix(table);
    buffers = new Buffers(1, 1);
  }

  /** For batches of up to so many tokens and sequences. */
  private final class Buffers {
    final int maxRows;
    final int maxBatch;
    final EmbeddingInput input;
    final StackPass stack;
    final PoolingPass pooling;
    final int[] tokens;
    final int[] kept;
    final Matrix allPooled;
    final Matrix allPooledGradient;
    Matrix pooled;
    Matrix pooledGradient;

    Buffers(int maxRows, int maxBatch) {
      this.maxRows = maxRows;
      this.maxBatch = maxBatch;
      stack = weights.stack().newPass(maxRows, maxBatch, gradients);
      input = weights.stack().newInput(weights.embedding(), maxRows, tableGradient, tied, null);
      pooling = weights.pooling().newPass(stack, maxRows, gradients);
      tokens = new int[maxRows];
      kept = new int[gradients == null ? 0 : maxRows];
      allPooled = Matrix.zeros(maxBatch, width);
      allPooledGradient = Matrix.zeros(gradients == null ? 0 : maxBatch, width);
      pooled = allPooled;
      pooledGradient = allPooledGradient;
    }

    void shape(SequenceBatch batch) {
      int count = batch.batch();
      stack.begin(batch);
      input.shape(batch);
      if (pooled.rows() != count) {
        pooled = allPooled.rowRange(0, count);
        pooledGradient = allPooledGradient.rowRange(0, Math.min(count, allPooledGradient.rows()));
      }
    }
  }

  /**
   * Sets the batch; called by one thread.
   *
   * @param sequences tokens of one or more, in any order, of any lengths
   */
  void begin(List<int[]> sequences) {
    order = SequenceOrder.of(sequences.stream().mapToInt(tokens -> tokens.length).toArray());
    places = order.places();
    SequenceBatch batch = order.batch();
    if (batch.rows() > buffers.maxRows || batch.batch() > buffers.maxBatch) {
      int rows = Capacity.grown(buffers.maxRows, batch.rows());
      buffers = new Buffers(rows, Capacity.grown(buffers.maxBatch, batch.batch()));
    }
    buffers.shape(batch);
    for (int b = 0; b < batch.batch(); b++) {
      int[] tokens = sequences.get(order.given(b));
      for (int t = 0; t < tokens.length; t++) {
        buffers.tokens[batch.row(t, b)] = tokens[t];
      }
    }
    System.arraycopy(buffers.tokens, 0, buffers.kept, 0, gradients == null ? 0 : batch.rows());
  }

  /** The order of the batch. */
  SequenceOrder order() {
    return order;
  }

  /** In which row a sequence stands, by its number among those given. */
  int[] places() {
    return places;
  }

  /** The pooled rows (B, width), live. */
  Matrix pooled() {
    return buffers.pooled;
  }

  /** Where their gradient goes before the backward pass (B, width), live. */
  Matrix pooledGradient() {
    return buffers.pooledGradient;
  }

  /** What pools. */
  PoolingPass pooling() {
    return buffers.pooling;
  }

  /**
   * Forward pass without dropout.
   *
   * @param w whose share to compute
   * @throws IndexOutOfBoundsException if a token is not a row of the table
   */
  void forward(Worker w) {
    buffers.input.read(w, buffers.tokens);
    buffers.stack.forward(w, buffers.input);
    buffers.pooling.forward(w, buffers.pooled);
  }

  /**
   * Replaces some tokens for {@link #forwardTraining}, which otherwise reads all as they are.
   *
   * @param w whose share to compute
   * @param dropout how many are replaced
   * @param key names them
   */
  void dropTokens(Worker w, TokenDropout dropout, long key) {
    int threshold = DropoutMask.threshold(dropout.probability());
    int rows = order.batch().rows();
    for (int r = w.from(rows, 1); r < w.to(rows, 1); r++) {
      boolean keeps = DropoutMask.keeps(r, key, threshold);
      buffers.kept[r] = keeps ? buffers.tokens[r] : dropout.unknown();
    }
    w.barrier();
  }

  /**
   * Forward pass with dropout.
   *
   * @param w whose share to compute
   * @param p probability of dropping an element of a token's vector
   * @param inputKey names that mask
   * @param stackKey names the masks between the layers
   */
  void forwardTraining(Worker w, float p, long inputKey, long stackKey) {
    buffers.input.readTraining(w, buffers.kept, p, inputKey);
    buffers.stack.forwardTraining(w, buffers.input, stackKey);
    buffers.pooling.forward(w, buffers.pooled);
  }

  /**
   * The gradients of all parameters, after {@link #forwardTraining} with the same key.
   *
   * @param w whose share to compute, after {@link #pooledGradient} is complete
   * @param stackKey names the masks between the layers
   */
  void backward(Worker w, long stackKey) {
    buffers.pooling.backward(w, buffers.pooledGradient);
    buffers.stack.backward(w, buffers.input, stackKey);
  }
}
