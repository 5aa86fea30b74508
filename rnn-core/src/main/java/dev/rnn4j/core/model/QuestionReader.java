package dev.rnn4j.core.model;

import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.PoolingPass;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.EmbeddingInput;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link QuestionAnswererPass} that reads questions: a row for each of them, in the
 * order of their batch. Its backward pass adds to the gradient of the words' vectors.
 */
final class QuestionReader {
  private final QuestionAnswererNetwork network;
  private final @Nullable Parameters gradients;
  private final int maxRows;
  private final int maxBatch;
  private final EmbeddingInput input;
  private final StackPass stack;
  private final PoolingPass pooling;
  private final Matrix capacity;
  private final Matrix gradientCapacity;
  private final int[] tokens;
  private int[] places = {};
  private Matrix pooled;
  private Matrix pooledGradient;

  QuestionReader(
      QuestionAnswererNetwork network, int maxRows, int maxBatch, @Nullable Parameters gradients) {
    this.network = network;
    this.gradients = gradients;
    this.maxRows = maxRows;
    this.maxBatch = maxBatch;
    Matrix table = gradients == null ? null : gradients.matrix(QuestionAnswererConfig.EMBEDDING);
    input = network.question.newInput(network.embedding, maxRows, table, true, null);
    stack = network.question.newPass(maxRows, maxBatch, gradients);
    pooling = new LastState().newPass(stack);
    int width = network.config().questionSize();
    capacity = Matrix.zeros(maxBatch, width);
    gradientCapacity = Matrix.zeros(gradients == null ? 0 : maxBatch, width);
    tokens = new int[maxRows];
    pooled = capacity;
    pooledGradient = gradientCapacity;
  }

  /** This, or one with larger buffers if these are too small. */
  QuestionReader forAtLeast(int rows, int batch) {
    return rows <= maxRows && batch <= maxBatch
        ? this
        : new QuestionReader(
            network, Capacity.grown(maxRows, rows), Capacity.grown(maxBatch, batch), gradients);
  }

  void begin(List<QuestionExample> examples) {
    SequenceOrder order =
        SequenceOrder.of(examples.stream().mapToInt(e -> e.question().length).toArray());
    SequenceBatch batch = order.batch();
    places = order.places();
    for (int b = 0; b < batch.batch(); b++) {
      int[] words = examples.get(order.given(b)).question();
      for (int t = 0; t < words.length; t++) {
        tokens[batch.row(t, b)] = words[t];
      }
    }
    input.shape(batch.rows());
    stack.begin(batch, network.question.newState(batch.batch()));
    pooled = capacity.rowRange(0, batch.batch());
    pooledGradient = gradientCapacity.rowRange(0, gradients == null ? 0 : batch.batch());
  }

  /** In which row a question stands, by its number among those given. */
  int[] places() {
    return places;
  }

  /** q (B, Q), live. */
  Matrix pooled() {
    return pooled;
  }

  /** Where its gradient goes before the backward pass (B, Q), live. */
  Matrix pooledGradient() {
    return pooledGradient;
  }

  void forward(Worker w) {
    input.read(w, tokens, 0f, 0L);
    stack.forward(w, input);
    pooling.forward(w, pooled);
  }

  void forwardTraining(Worker w, long key) {
    input.read(w, tokens, network.config().question().dropout(), RandomSource.derive(key, 0));
    stack.forwardTraining(w, input, key);
    pooling.forward(w, pooled);
  }

  void backward(Worker w, long key) {
    pooling.backward(w, pooledGradient);
    stack.backward(w, input, key);
  }
}
