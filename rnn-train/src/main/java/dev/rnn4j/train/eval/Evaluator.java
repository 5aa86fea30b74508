package dev.rnn4j.train.eval;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.train.data.StreamBatches;
import java.util.function.BooleanSupplier;

/**
 * Measures the perplexity of a text: every token is predicted, the first from the start token, and
 * the state is carried from window to window, so the length of a window changes nothing. With more
 * than one stream each begins in the initial state; one stream is the definition.
 */
public final class Evaluator {
  /** Logits per window that keep the products efficient without much memory. */
  private static final int LOGITS_PER_WINDOW = 1 << 20;

  private static final int MAX_ROWS = 256;

  private final LanguageModelNetwork network;
  private final int startId;
  private final Workers workers;
  private final int streams;
  private final int window;

  /**
   * An evaluator of one stream.
   *
   * @param model the model
   * @param workers who compute
   */
  public Evaluator(LanguageModel model, Workers workers) {
    this(model, workers, 1);
  }

  /**
   * An evaluator of several streams: faster, and different at the streams' boundaries.
   *
   * @param model the model
   * @param workers who compute
   * @param streams how many, 1 or more
   */
  public Evaluator(LanguageModel model, Workers workers, int streams) {
    this(model.network(), model.vocabulary().startId(), workers, streams);
  }

  /**
   * An evaluator of a network whose tokens nobody needs to know.
   *
   * @param network the network
   * @param startId the input of the first token
   * @param workers who compute
   * @param streams how many, 1 or more
   */
  public Evaluator(LanguageModelNetwork network, int startId, Workers workers, int streams) {
    this(
        network,
        startId,
        workers,
        streams,
        defaultWindow(network.config().vocabularySize(), streams));
  }

  Evaluator(LanguageModelNetwork network, int startId, Workers workers, int streams, int window) {
    this.network = network;
    this.startId = startId;
    this.workers = workers;
    this.streams = streams;
    this.window = window;
  }

  private static int defaultWindow(int vocabulary, int streams) {
    int rows = Math.clamp(LOGITS_PER_WINDOW / vocabulary, 16, MAX_ROWS);
    return Math.max(1, rows / streams);
  }

  /**
   * Predicts a text.
   *
   * @param tokens its ids
   * @return the perplexity
   */
  public Perplexity evaluate(int[] tokens) {
    return evaluate(tokens, () -> false);
  }

  /**
   * Predicts a text, unless told to stop.
   *
   * @param tokens its ids
   * @param stop asked between windows
   * @return the perplexity of what was predicted until then
   */
  public Perplexity evaluate(int[] tokens, BooleanSupplier stop) {
    return evaluate(tokens, stop, (_, _, _) -> {});
  }

  /**
   * Predicts a text token by token.
   *
   * @param tokens its ids
   * @param losses gets -ln p of each, in nats; as long as the text
   * @return the perplexity
   * @throws IllegalArgumentException if there is not one loss for each token
   */
  public Perplexity evaluate(int[] tokens, double[] losses) {
    if (losses.length != tokens.length) {
      throw new IllegalArgumentException(
          "%d losses for %d tokens".formatted(losses.length, tokens.length));
    }
    return evaluate(
        tokens,
        () -> false,
        (batches, window, pass) -> {
          for (int t = 0; t < batches.steps(window); t++) {
            for (int b = 0; b < batches.streams(); b++) {
              int position = batches.position(window, t, b);
              if (position >= 0) {
                losses[position] = pass.losses()[t * batches.streams() + b];
              }
            }
          }
        });
  }

  /** Hears of every window when its losses are known. */
  @FunctionalInterface
  interface Listener {
    void onWindow(StreamBatches batches, int window, LanguageModelPass pass);
  }

  Perplexity evaluate(int[] tokens, BooleanSupplier stop, Listener listener) {
    if (tokens.length == 0) {
      return new Perplexity(0, 0);
    }
    StreamBatches batches = new StreamBatches(tokens, startId, streams, window);
    int batch = batches.streams();
    LanguageModelPass pass = new LanguageModelPass(network, batches.steps(0), batch);
    RecurrentState state = network.newState(batch);
    int[] inputs = new int[batches.steps(0) * batch];
    int[] targets = new int[inputs.length];
    double total = 0;
    for (int i = 0; i < batches.windows(); i++) {
      if (stop.getAsBoolean()) {
        return new Perplexity(Math.min(tokens.length, (long) i * window * batch), total);
      }
      batches.fill(i, inputs, targets);
      pass.begin(SequenceBatch.full(batches.steps(i), batch), state);
      workers.run(w -> predict(w, pass, inputs, targets));
      pass.end(state);
      total += pass.totalLoss();
      listener.onWindow(batches, i, pass);
    }
    return new Perplexity(tokens.length, total);
  }

  private static void predict(Worker w, LanguageModelPass pass, int[] inputs, int[] targets) {
    pass.forward(w, inputs);
    pass.loss(w, targets);
  }
}
