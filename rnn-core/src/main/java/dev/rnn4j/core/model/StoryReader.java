package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.core.tensor.SequenceOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link QuestionAnswererPass} that reads stories: every word beside what is known of
 * the question. Its backward pass begins the gradient of the words' vectors.
 */
final class StoryReader {
  private final QuestionAnswererNetwork network;
  private final Kernels kernels;
  private final @Nullable Parameters gradients;
  private final int maxRows;
  private final int maxBatch;
  private final StackPass stack;
  private final Matrix capacity;
  private final Matrix gradientCapacity;
  private final int[] tokens;
  private final int[] stories;
  private SequenceOrder order = SequenceOrder.of(0);
  private DenseInput input;

  /** Columns of the input and of its gradient. */
  private Part words;

  private Part questions;

  /** Some columns and their gradient. */
  private record Part(Matrix x, Matrix gradient) {}

  StoryReader(
      QuestionAnswererNetwork network, int maxRows, int maxBatch, @Nullable Parameters gradients) {
    this.network = network;
    this.gradients = gradients;
    this.maxRows = maxRows;
    this.maxBatch = maxBatch;
    kernels = network.kernels();
    stack = network.story.newPass(maxRows, maxBatch, gradients);
    int width = network.config().story().inputSize();
    capacity = Matrix.zeros(maxRows, width);
    gradientCapacity = Matrix.zeros(gradients == null ? 0 : maxRows, width);
    tokens = new int[maxRows];
    stories = new int[maxRows];
    input = new DenseInput(capacity);
    words = part(0, width);
    questions = words;
  }

  /** This, or one with larger buffers if these are too small. */
  StoryReader forAtLeast(int rows, int batch) {
    return rows <= maxRows && batch <= maxBatch
        ? this
        : new StoryReader(
            network, Capacity.grown(maxRows, rows), Capacity.grown(maxBatch, batch), gradients);
  }

  void begin(List<QuestionExample> examples) {
    order = SequenceOrder.of(examples.stream().mapToInt(e -> e.story().length).toArray());
    SequenceBatch batch = order.batch();
    for (int b = 0; b < batch.batch(); b++) {
      int[] story = examples.get(order.given(b)).story();
      for (int t = 0; t < story.length; t++) {
        tokens[batch.row(t, b)] = story[t];
        stories[batch.row(t, b)] = b;
      }
    }
    int rows = batch.rows();
    Matrix gradient = gradientCapacity.rowRange(0, gradients == null ? 0 : rows);
    input = new DenseInput(capacity.rowRange(0, rows), gradients == null ? null : gradient);
    int split = network.config().embeddingSize();
    words = part(0, split);
    questions = part(split, capacity.cols());
    stack.begin(batch, network.story.newState(batch.batch()));
  }

  private Part part(int from, int to) {
    Matrix gradient = input.gradient();
    return new Part(
        input.x().columnRange(from, to),
        (gradient == null ? gradientCapacity : gradient).columnRange(from, to));
  }

  SequenceOrder order() {
    return order;
  }

  /** What is made of the stories (M, C), live. */
  Matrix output() {
    return stack.output();
  }

  /** Where its gradient goes before the backward pass (M, C), live. */
  Matrix outputGradient() {
    return stack.outputGradient();
  }

  /** Reads; of the questions (B, Q) each story sees its own. */
  void forward(Worker w, Matrix asked) {
    read(w, asked);
    stack.forward(w, input);
  }

  void forwardTraining(Worker w, Matrix asked, long key) {
    read(w, asked);
    drop(w, input.x(), key);
    stack.forwardTraining(w, input, key);
  }

  private void read(Worker w, Matrix asked) {
    network.embedding.forward(w, tokens, words.x());
    kernels.gatherRows(w, asked, stories, questions.x());
    w.barrier();
  }

  private void drop(Worker w, Matrix m, long key) {
    float p = network.config().story().dropout();
    if (p > 0) {
      kernels.dropout(w, m, m, p, RandomSource.derive(key, 0));
      w.barrier();
    }
  }

  /** Of the questions' gradient (B, Q), this adds its part. */
  void backward(Worker w, long key, Matrix dAsked) {
    Matrix dx = input.gradient();
    Parameters into = gradients;
    if (dx == null || into == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    stack.backward(w, input, key);
    drop(w, dx, key);
    Matrix table = into.matrix(QuestionAnswererConfig.EMBEDDING);
    for (int v = w.from(table.rows(), 1); v < w.to(table.rows(), 1); v++) {
      Arrays.fill(table.data(), table.index(v, 0), table.index(v, 0) + table.cols(), 0f);
    }
    w.barrier();
    network.embedding.backward(w, tokens, words.gradient(), table);
    kernels.scatterAddRows(w, questions.gradient(), stories, dAsked);
    w.barrier();
  }
}
