package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.Linear;
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
 * The part of a {@link QuestionAnswererPass} that reads stories: of every word its vector e and,
 * beside it, e ∘ g, where g says what is asked for. Its backward pass begins the gradient of the
 * words' vectors.
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
  private final Matrix wordCapacity;
  private final Matrix gateCapacity;
  private final Matrix gateGradientCapacity;
  private final int[] tokens;
  private SequenceOrder order = SequenceOrder.of(0);
  private DenseInput input;

  /** e of every word (M, E). */
  private Matrix words;

  /** g of every story (B, E), and its gradient. */
  private Matrix gates;

  private Matrix gateGradients;
  private Linear.@Nullable Gradients match;

  StoryReader(
      QuestionAnswererNetwork network, int maxRows, int maxBatch, @Nullable Parameters gradients) {
    this.network = network;
    this.gradients = gradients;
    this.maxRows = maxRows;
    this.maxBatch = maxBatch;
    kernels = network.kernels();
    stack = network.story.newPass(maxRows, maxBatch, gradients);
    int trained = gradients == null ? 0 : maxRows;
    int width = network.config().embeddingSize();
    capacity = Matrix.zeros(maxRows, 2 * width);
    gradientCapacity = Matrix.zeros(trained, 2 * width);
    wordCapacity = Matrix.zeros(maxRows, width);
    gateCapacity = Matrix.zeros(maxBatch, width);
    gateGradientCapacity = Matrix.zeros(gradients == null ? 0 : maxBatch, width);
    tokens = new int[maxRows];
    input = new DenseInput(capacity);
    words = wordCapacity;
    gates = gateCapacity;
    gateGradients = gateGradientCapacity;
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
      }
    }
    shape(batch.rows(), batch.batch());
    stack.begin(batch);
  }

  private void shape(int rows, int batch) {
    words = wordCapacity.rowRange(0, rows);
    gates = gateCapacity.rowRange(0, batch);
    Matrix x = capacity.rowRange(0, rows);
    Parameters into = gradients;
    if (into == null) {
      input = new DenseInput(x);
      return;
    }
    input = new DenseInput(x, gradientCapacity.rowRange(0, rows));
    gateGradients = gateGradientCapacity.rowRange(0, batch);
    match =
        new Linear.Gradients(
            gateGradients,
            into.matrix(QuestionAnswererConfig.MATCH_WEIGHT),
            into.matrix(QuestionAnswererConfig.MATCH_BIAS));
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
    network.embedding.forward(w, tokens, words);
    network.match.forward(w, asked, gates);
    SequenceBatch batch = order.batch();
    int width = words.cols();
    Matrix x = input.x();
    for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
      for (int t = 0; t < batch.length(b); t++) {
        int row = batch.row(t, b);
        for (int j = 0; j < width; j++) {
          float e = words.get(row, j);
          x.set(row, j, e);
          x.set(row, width + j, e * gates.get(b, j));
        }
      }
    }
    w.barrier();
  }

  /** Leaves the gradient of e in the first half of that of the input, and that of g. */
  private void readBackward(Worker w, Matrix dx) {
    SequenceBatch batch = order.batch();
    int width = words.cols();
    for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
      for (int j = 0; j < width; j++) {
        float sum = 0;
        for (int t = 0; t < batch.length(b); t++) {
          int row = batch.row(t, b);
          float product = dx.get(row, width + j);
          sum += product * words.get(row, j);
          dx.set(row, j, dx.get(row, j) + product * gates.get(b, j));
        }
        gateGradients.set(b, j, sum);
      }
    }
    w.barrier();
  }

  private void drop(Worker w, Matrix m, long key) {
    float p = network.config().story().regularization().dropout().input();
    if (p > 0) {
      kernels.dropout(w, m, m, p, RandomSource.derive(key, 0));
      w.barrier();
    }
  }

  /**
   * The gradients of the parameters, and of the questions.
   *
   * @param dAsked (B, Q), overwritten
   */
  void backward(Worker w, Matrix asked, long key, Matrix dAsked) {
    Matrix dx = input.gradient();
    Linear.Gradients dMatch = match;
    Parameters into = gradients;
    if (dx == null || dMatch == null || into == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    stack.backward(w, input, key);
    drop(w, dx, key);
    Matrix table = into.matrix(QuestionAnswererConfig.EMBEDDING);
    for (int v = w.from(table.rows(), 1); v < w.to(table.rows(), 1); v++) {
      Arrays.fill(table.data(), table.index(v, 0), table.index(v, 0) + table.cols(), 0f);
    }
    readBackward(w, dx);
    network.embedding.backward(w, tokens, dx.columnRange(0, words.cols()), table);
    network.match.backward(w, asked, dMatch, dAsked);
  }
}
