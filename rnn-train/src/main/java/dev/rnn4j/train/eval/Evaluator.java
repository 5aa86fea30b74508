package dev.rnn4j.train.eval;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.tensor.SequenceBatch;
import dev.rnn4j.train.data.SequenceBatches;
import dev.rnn4j.train.data.StreamBatches;
import dev.rnn4j.train.data.TextBatches;
import dev.rnn4j.train.data.TextCut;
import java.util.function.BooleanSupplier;

/**
 * Measures the perplexity of a text: every token is predicted, the first from the start token, and
 * the state is carried from window to window, so the length of a window changes nothing. With more
 * than one stream each begins in the initial state; one stream is the definition. Sentences and
 * documents each begin in the initial state and with the start token, by definition, so how many
 * are read side by side changes nothing.
 */
public final class Evaluator {
  /** Logits per window that keep the products efficient without much memory. */
  private static final int LOGITS_PER_WINDOW = 1 << 20;

  private static final int MAX_ROWS = 256;

  /** Enough for efficient products; more would leave too few steps. */
  private static final int SEQUENCES = 32;

  private final LanguageModelNetwork network;
  private final int startId;
  private final Workers workers;
  private final Batching batching;

  /** How a text is cut for the passes. */
  private record Batching(TextCut cut, int streams, int window) {
    static Batching usual(LanguageModelNetwork network, TextCut cut, int streams) {
      int vocabulary = network.config().vocabularySize();
      int rows = Math.clamp(LOGITS_PER_WINDOW / vocabulary, 16, MAX_ROWS);
      return new Batching(cut, streams, Math.max(1, rows / streams));
    }

    TextBatches of(int[] tokens, int startId) {
      if (cut == TextCut.STREAMS) {
        return new StreamBatches(tokens, startId, streams, window);
      }
      TextCut each = cut == TextCut.WHOLE ? TextCut.SENTENCES : cut;
      return new SequenceBatches(tokens, startId, each, streams, window);
    }
  }

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
    this(model.network(), model.vocabulary().startId(), workers, TextCut.STREAMS, streams);
  }

  /**
   * An evaluator of sentences, documents, or one stream.
   *
   * @param model the model
   * @param workers who compute
   * @param cut what is read from the initial state on
   */
  public Evaluator(LanguageModel model, Workers workers, TextCut cut) {
    this(model.network(), model.vocabulary().startId(), workers, cut);
  }

  /**
   * An evaluator of a network whose tokens nobody needs to know.
   *
   * @param network the network
   * @param startId the input of the first token, and the one that ends a line
   * @param workers who compute
   * @param cut what is read from the initial state on
   */
  public Evaluator(LanguageModelNetwork network, int startId, Workers workers, TextCut cut) {
    this(network, startId, workers, cut, cut == TextCut.STREAMS ? 1 : SEQUENCES);
  }

  private Evaluator(
      LanguageModelNetwork network, int startId, Workers workers, TextCut cut, int streams) {
    this.network = network;
    this.startId = startId;
    this.workers = workers;
    batching = Batching.usual(network, cut, streams);
  }

  /** One that reads from the start of the text to its end, one sequence after the other. */
  static Evaluator inOrder(LanguageModel model, Workers workers, TextCut cut) {
    return new Evaluator(model.network(), model.vocabulary().startId(), workers, cut, 1);
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
        (batches, index, pass) -> {
          SequenceBatch shape = batches.shape(index);
          for (int t = 0; t < shape.steps(); t++) {
            for (int b = 0; b < shape.active(t); b++) {
              int position = batches.position(index, t, b);
              if (position >= 0) {
                losses[position] = pass.losses()[shape.row(t, b)];
              }
            }
          }
        });
  }

  /** Hears of every batch when its losses are known. */
  @FunctionalInterface
  interface Listener {
    void onBatch(TextBatches batches, int index, LanguageModelPass pass);
  }

  Perplexity evaluate(int[] tokens, BooleanSupplier stop, Listener listener) {
    if (tokens.length == 0) {
      return new Perplexity(0, 0);
    }
    TextBatches batches = batching.of(tokens, startId);
    int streams = batches.streams();
    int steps = Math.ceilDiv(batches.maxRows(), streams);
    LanguageModelPass pass = new LanguageModelPass(network, steps, streams);
    RecurrentState state = network.newState(streams);
    int[] inputs = new int[batches.maxRows()];
    int[] targets = new int[inputs.length];
    long predicted = 0;
    double total = 0;
    for (int i = 0; i < batches.count() && !stop.getAsBoolean(); i++) {
      batches.fill(i, inputs, targets);
      if (batches.begins(i)) {
        pass.begin(batches.shape(i));
      } else {
        pass.begin(batches.shape(i), state);
      }
      workers.run(w -> predict(w, pass, inputs, targets));
      pass.end(state);
      predicted += batches.targetCount(i);
      total += pass.totalLoss();
      listener.onBatch(batches, i, pass);
    }
    return new Perplexity(predicted, total);
  }

  private static void predict(Worker w, LanguageModelPass pass, int[] inputs, int[] targets) {
    pass.forward(w, inputs);
    pass.loss(w, targets);
  }
}
