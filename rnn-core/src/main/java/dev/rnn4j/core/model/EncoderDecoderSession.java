package dev.rnn4j.core.model;

import dev.rnn4j.core.head.Continuations;
import dev.rnn4j.core.head.Hypothesis;
import dev.rnn4j.core.head.SoftmaxPass;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.AttentionMemory;
import dev.rnn4j.core.layer.BridgePass;
import dev.rnn4j.core.layer.DecoderPass;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Decodes with an encoder-decoder, for use: reads some sources, then continues hypotheses of their
 * targets token by token, as a search asks for them. Keeps what the hypotheses attended to. Buffers
 * grow to the largest search and are reused; for one thread at a time.
 */
public final class EncoderDecoderSession implements Continuations {
  private final EncoderDecoderNetwork network;
  private final Kernels kernels;
  private final Worker worker = Worker.solo();
  private Parts parts;
  private int maxSource;
  private int maxBatch;
  private int maxHypotheses;

  /** The states of the last call: of the sources before the first one. */
  private RecurrentState state;

  /** Its attentional vectors (n, A). */
  private Matrix attentional = Matrix.zeros(0, 0);

  /** Which source each hypothesis of the last call continues. */
  private int[] sees = {};

  private RecurrentState before;
  private int[] best = {};
  private double[] losses = {};

  /** For each call, what each hypothesis attended to. */
  private final List<float[][]> attended = new ArrayList<>();

  private record Parts(
      EncoderPass encoder, BridgePass bridge, DecoderPass decoder, SoftmaxPass head) {}

  /**
   * A session without sources.
   *
   * @param network what computes
   */
  public EncoderDecoderSession(EncoderDecoderNetwork network) {
    this.network = network;
    kernels = network.kernels();
    maxBatch = 1;
    maxHypotheses = 1;
    state = network.decoder().newState(1);
    before = state;
    parts = newParts();
  }

  private Parts newParts() {
    best = new int[maxHypotheses];
    losses = new double[maxHypotheses];
    return new Parts(
        new EncoderPass(network, maxSource, maxBatch, null),
        network.newBridgePass(maxBatch, null),
        network.newDecoderPass(maxHypotheses, maxHypotheses, maxSource, null),
        network.newHeadPass(maxHypotheses, null));
  }

  /**
   * Reads sources, of which the first call of {@link #advance} names one for each hypothesis.
   *
   * @param sources one or more, of any lengths, in any order
   * @param hypotheses most hypotheses of a call
   * @throws IllegalArgumentException if a source is not what the encoder reads
   * @throws IndexOutOfBoundsException if a token is not in its vocabulary
   */
  public void begin(List<SourceSequence> sources, int hypotheses) {
    int rows = sources.stream().mapToInt(SourceSequence::length).reduce(0, Math::addExact);
    if (rows > maxSource || sources.size() > maxBatch || hypotheses > maxHypotheses) {
      maxSource = Capacity.grown(maxSource, rows);
      maxBatch = Capacity.grown(maxBatch, sources.size());
      maxHypotheses = Math.max(hypotheses, maxHypotheses);
      parts = newParts();
    }
    attended.clear();
    AttentionMemory memory = new AttentionMemory(parts.encoder.begin(sources));
    parts.decoder.shape(memory);
    parts.bridge.begin(parts.encoder.places());
    state = network.decoder().newState(sources.size());
    attentional = Matrix.zeros(sources.size(), network.config().decoderStack().outputSize());
    sees = new int[sources.size()];
    Arrays.setAll(sees, i -> i);
    parts.encoder.forward(worker);
    parts.bridge.forward(worker, parts.encoder.finalState(), state);
    parts.decoder.remember(worker, parts.encoder.output());
  }

  /** Of each source in the order given, the mean of what the encoder made of its steps. */
  List<float[]> sourceMeans() {
    return parts.encoder.means(worker);
  }

  @Override
  public int vocabularySize() {
    return network.config().decoder().vocabularySize();
  }

  @Override
  public Matrix advance(int[] parents, int[] tokens, int n) {
    if (n < 1 || n > maxHypotheses) {
      throw new IllegalArgumentException(
          "this session continues 1 to " + maxHypotheses + " hypotheses, not " + n);
    }
    for (int i = 0; i < n; i++) {
      Objects.checkIndex(parents[i], sees.length);
    }
    Matrix fed = chosenRows(attentional, parents, n);
    int[] chosen = new int[n];
    Arrays.setAll(chosen, i -> sees[parents[i]]);
    takeStates(parents, n);
    SequenceBatch step = SequenceBatch.full(1, n);
    parts.decoder.begin(step, chosen);
    parts.decoder.start(worker, state, fed);
    parts.decoder.step(worker, 0, tokens);
    parts.decoder.end(state);
    parts.head.shape(step);
    parts.head.forward(worker, parts.decoder.output());
    sees = chosen;
    attentional = parts.decoder.output(0);
    keepAttention(n);
    toLogProbabilities(parts.head.logits());
    return parts.head.logits();
  }

  /** Makes {@link #state} that of the parents. */
  private void takeStates(int[] parents, int n) {
    RecurrentState last = state;
    state = before.hidden(0).rows() == n && before != last ? before : network.decoder().newState(n);
    for (int l = 0; l < state.layers(); l++) {
      kernels.gatherRows(worker, last.hidden(l), parents, state.hidden(l));
      kernels.gatherRows(worker, last.cell(l), parents, state.cell(l));
    }
    before = last;
  }

  private Matrix chosenRows(Matrix from, int[] parents, int n) {
    Matrix rows = Matrix.zeros(n, from.cols());
    kernels.gatherRows(worker, from, parents, rows);
    return rows;
  }

  private void keepAttention(int n) {
    float[][] weights = new float[n][];
    Arrays.setAll(weights, i -> parts.decoder.attentionWeights(0, i));
    attended.add(weights);
  }

  /** s - log Σ exp(s), where the sum is known from the loss of any token: the likeliest's. */
  private void toLogProbabilities(Matrix logits) {
    for (int i = 0; i < logits.rows(); i++) {
      best[i] = EncoderDecoderPass.mostProbable(logits, i);
    }
    kernels.crossEntropy(worker, logits, best, losses);
    for (int i = 0; i < logits.rows(); i++) {
      int from = logits.index(i, 0);
      float logSum = (float) (logits.data()[from + best[i]] + losses[i]);
      for (int v = 0; v < logits.cols(); v++) {
        logits.data()[from + v] -= logSum;
      }
    }
  }

  /**
   * What a hypothesis that a search has found looked at.
   *
   * @param found of a search since {@link #begin}
   * @return for each of its tokens and for the end, one weight for each step of its source; they
   *     sum to 1. Without steps, or without attention, there are no weights
   */
  public float[][] alignment(Hypothesis found) {
    float[][] alignment = new float[found.rows().length][];
    Arrays.setAll(alignment, t -> attended.get(t)[found.rows()[t]]);
    return alignment;
  }
}
