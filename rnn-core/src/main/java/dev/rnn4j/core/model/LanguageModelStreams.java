package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Up to {@link #maxBatch()} sequences read side by side from the initial state, in windows of a
 * limited number of tokens, so that memory depends neither on how many sequences there are nor on
 * how long they are. Sequences come in descending order of length; those that have ended stay in
 * the batch with nothing to read, and keep their state.
 *
 * <p>Belongs to one thread at a time; a network keeps some, see {@link Passes}.
 */
final class LanguageModelStreams {
  /** Beyond, the weights are read often enough for each time they come from memory. */
  private static final int MOST_SEQUENCES = 32;

  /** Beyond, longer windows are no faster. */
  private static final int MOST_ROWS = 1024;

  /** Numbers in all buffers together: 16 MB. */
  private static final int BUDGET = 1 << 22;

  /** About as many numbers for each unit and token: gates, h, c, and copies of them. */
  private static final int PER_UNIT = 8;

  private final LanguageModelNetwork network;
  private final int maxBatch;
  private final int maxRows;
  private final LanguageModelPass pass;
  private final Worker worker = Worker.solo();
  private final int[] inputs;
  private final int[] targets;
  private final float[] logits;

  LanguageModelStreams(LanguageModelNetwork network) {
    this.network = network;
    LanguageModelConfig config = network.config();
    long units = config.hiddenSizes().stream().mapToLong(Integer::longValue).sum();
    long perRow = config.vocabularySize() + config.embeddingSize() + PER_UNIT * units;
    int rows = Math.clamp(BUDGET / perRow, 1, MOST_ROWS);
    maxBatch = Math.min(rows, MOST_SEQUENCES);
    maxRows = rows - rows % maxBatch;
    pass = new LanguageModelPass(network, maxRows / maxBatch, maxBatch);
    inputs = new int[maxRows];
    targets = new int[maxRows];
    logits = new float[config.vocabularySize()];
  }

  /** The most sequences at a time. */
  int maxBatch() {
    return maxBatch;
  }

  /** The log-probability of every token; the first given the start token. */
  double[][] score(int start, List<int[]> sequences) {
    double[][] logProbabilities = new double[sequences.size()][];
    Arrays.setAll(logProbabilities, b -> new double[sequences.get(b).length]);
    read(
        start,
        sequences,
        window -> {
          pass.loss(worker, targets);
          window.forEach((row, b, t) -> logProbabilities[b][t] = logProbability(row));
        });
    return logProbabilities;
  }

  private double logProbability(int row) {
    double loss = pass.losses()[row];
    if (!Double.isFinite(loss)) {
      throw LanguageModelSession.damaged();
    }
    return -loss;
  }

  /** The last layer's h before the last token of each; zeros of a text without tokens. */
  float[][] lastHidden(int start, List<int[]> sequences) {
    Matrix last = read(start, sequences, _ -> {}).hidden(network.config().layers() - 1);
    float[][] rows = new float[sequences.size()][last.cols()];
    for (int b = 0; b < rows.length; b++) {
      System.arraycopy(last.data(), last.index(b, 0), rows[b], 0, last.cols());
    }
    return rows;
  }

  /** The mean of the last layer's h before every token of each. */
  float[][] meanHidden(int start, List<int[]> sequences) {
    int top = network.config().layers() - 1;
    double[][] sums = new double[sequences.size()][network.config().outputSize()];
    read(
        start,
        sequences,
        window -> window.forEach((row, b, t) -> add(pass.layer(top).output(), row, sums[b])));
    float[][] means = new float[sums.length][sums[0].length];
    for (int b = 0; b < means.length; b++) {
      for (int j = 0; j < means[b].length; j++) {
        means[b][j] = (float) (sums[b][j] / Math.max(1, sequences.get(b).length));
      }
    }
    return means;
  }

  private static void add(Matrix from, int row, double[] sums) {
    int at = from.index(row, 0);
    for (int j = 0; j < sums.length; j++) {
      sums[j] += from.data()[at + j];
    }
  }

  /** Tokens drawn after each of some prompts, with a source of chance for each. */
  int[][] generate(
      int start, List<int[]> prompts, int length, Sampler sampler, List<RandomSource> random) {
    int batch = prompts.size();
    RecurrentState state = read(start, prompts, _ -> {});
    int[] last = new int[batch];
    Arrays.setAll(last, b -> token(prompts.get(b), start, prompts.get(b).length));
    int[][] drawn = new int[batch][length];
    SequenceBatch step = SequenceBatch.full(1, batch);
    for (int n = 0; n < length; n++) {
      System.arraycopy(last, 0, inputs, 0, batch);
      forward(step, state);
      for (int b = 0; b < batch; b++) {
        System.arraycopy(pass.logits().data(), pass.logits().index(b, 0), logits, 0, logits.length);
        last[b] = sampler.draw(LanguageModelSession.finite(logits), random.get(b));
        drawn[b][n] = last[b];
      }
    }
    return drawn;
  }

  /** The token before one of a sequence. */
  private static int token(int[] sequence, int start, int n) {
    return n == 0 ? start : sequence[n - 1];
  }

  /** Hands on each window after its forward pass; returns the state before the last tokens. */
  private RecurrentState read(int start, List<int[]> sequences, Consumer<Window> receiver) {
    RecurrentState state = network.newState(sequences.size());
    int steps = maxRows / sequences.size();
    int longest = sequences.getFirst().length;
    for (int from = 0; from < longest; from += Math.min(steps, longest - from)) {
      Window window = Window.of(sequences, from, steps);
      window.forEach((row, b, t) -> {
        inputs[row] = token(sequences.get(b), start, t);
        targets[row] = sequences.get(b)[t];
      });
      forward(window.batch(), state);
      receiver.accept(window);
    }
    return state;
  }

  private void forward(SequenceBatch batch, RecurrentState state) {
    pass.begin(batch, state);
    pass.forward(worker, inputs);
    pass.end(state);
  }

  /** Some steps of all sequences. */
  private record Window(int from, SequenceBatch batch) {
    static Window of(List<int[]> sequences, int from, int steps) {
      int[] lengths =
          sequences.stream().mapToInt(s -> Math.clamp(s.length - from, 0, steps)).toArray();
      return new Window(from, SequenceBatch.of(lengths));
    }

    void forEach(TokenVisitor visitor) {
      for (int t = 0; t < batch.steps(); t++) {
        for (int b = 0; b < batch.active(t); b++) {
          visitor.visit(batch.row(t, b), b, from + t);
        }
      }
    }
  }

  /** Takes the token of a step of a sequence, and where it stands in the window. */
  private interface TokenVisitor {
    void visit(int row, int sequence, int step);
  }
}
