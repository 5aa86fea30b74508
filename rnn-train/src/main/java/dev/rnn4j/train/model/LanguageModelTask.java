package dev.rnn4j.train.model;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.LanguageModelNetwork;
import dev.rnn4j.core.model.LanguageModelPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.TextBatches;
import dev.rnn4j.train.data.TextCut;
import dev.rnn4j.train.data.TokenChecksum;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.task.TrainingTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A language model and its texts, trained by truncated back-propagation through time: a batch is a
 * window of every stream, or of some sentences or documents side by side, the state is carried from
 * window to window, and no gradient crosses their boundary. The loss is the cross-entropy in nats.
 * Validation reads its text in the same way: as one stream, or each sentence from the initial
 * state.
 */
public final class LanguageModelTask implements TrainingTask {
  private static final long INITIALIZATION = 1;

  private final LanguageModelOptions options;
  private final Vocabulary vocabulary;
  private final LanguageModelNetwork network;
  private final Parameters gradients;
  private final int[] train;
  private final int[] valid;
  private final TextBatches batches;
  private final LanguageModelPass pass;
  private final RecurrentState state;
  private final int[] inputs;
  private final int[] targets;
  private float scale;
  private long dropoutKey;

  private LanguageModelTask(
      Builder from, LanguageModelConfig config, LanguageModelOptions options, Kernels kernels) {
    this.options = options;
    train = from.train;
    valid = from.valid;
    vocabulary = from.vocabulary;
    batches = options.batching().of(train, vocabulary.startId());
    RandomSource random = new RandomSource(RandomSource.derive(from.seed, INITIALIZATION));
    Parameters parameters = config.newParameters(options.initialization(), random);
    from.earlier.ifPresent(model -> takeOver(model, config, parameters));
    network = LanguageModelNetwork.trainable(config, parameters, kernels);
    network.smoothLabels(options.labelSmoothing());
    gradients = new Parameters(parameters.layout());
    int rows = batches.maxRows();
    int steps = Math.ceilDiv(rows, batches.streams());
    pass = new LanguageModelPass(network, steps, batches.streams(), gradients);
    state = network.newState(batches.streams());
    inputs = new int[rows];
    targets = new int[rows];
  }

  private void takeOver(
      LanguageModelFile earlier, LanguageModelConfig config, Parameters parameters) {
    int[] ids = EarlierParameters.ids(vocabulary.tokens(), earlier.vocabulary().tokens());
    EarlierParameters.copy(earlier.parameters(), parameters, config.tokenRows(ids));
  }

  /**
   * Begins a task.
   *
   * @param vocabulary the tokens
   * @param train token ids to train on, 1 or more; shared, must not change
   * @return a builder with defaults for all the rest
   */
  public static Builder builder(Vocabulary vocabulary, int[] train) {
    return new Builder(vocabulary, train);
  }

  /** The parts of a task; what is not given has a default. */
  public static final class Builder {
    private static final int USUAL_WIDTH = 128;

    private final Vocabulary vocabulary;
    private final int[] train;
    private int[] valid = {};
    private @Nullable LanguageModelConfig config;
    private @Nullable LanguageModelOptions options;
    private @Nullable Kernels kernels;
    private Optional<LanguageModelFile> earlier = Optional.empty();
    private long seed = 1;

    private Builder(Vocabulary vocabulary, int[] train) {
      this.vocabulary = vocabulary;
      this.train = train;
    }

    /**
     * A text to choose the best epoch by.
     *
     * @param ids its tokens; by default none, for the last epoch. Shared, must not change
     * @return this
     */
    public Builder valid(int[] ids) {
      valid = ids;
      return this;
    }

    /**
     * The architecture.
     *
     * @param chosen by default one layer of 128 LSTM cells
     * @return this
     */
    public Builder config(LanguageModelConfig chosen) {
      config = chosen;
      return this;
    }

    /**
     * How it is trained.
     *
     * @param chosen by default {@link LanguageModelOptions#usual}
     * @return this
     */
    public Builder options(LanguageModelOptions chosen) {
      options = chosen;
      return this;
    }

    /**
     * The arithmetic.
     *
     * @param chosen by default the kernels of this JVM
     * @return this
     */
    public Builder kernels(Kernels chosen) {
      kernels = chosen;
      return this;
    }

    /**
     * The seed of the initial parameters.
     *
     * @param chosen by default 1
     * @return this
     */
    public Builder seed(long chosen) {
      seed = chosen;
      return this;
    }

    /**
     * A model to go on from, instead of from parameters that are drawn. Its cells and widths are
     * those of the architecture; its vocabulary may be another: tokens that it knows keep their
     * vectors, those of others are drawn.
     *
     * @param model the model
     * @return this
     */
    public Builder from(LanguageModelFile model) {
      earlier = Optional.of(model);
      return this;
    }

    /**
     * Makes the model, with new parameters, and everything its training needs.
     *
     * @return the task
     * @throws IllegalArgumentException if the sizes do not fit each other, or those of the model to
     *     go on from, or there is nothing to train on
     */
    public LanguageModelTask build() {
      if (train.length == 0) {
        throw new IllegalArgumentException("there is no token to train on");
      }
      LanguageModelConfig network = config == null ? usualConfig(vocabulary.size()) : config;
      earlier.ifPresent(model -> requireSameShape(model.config(), network));
      return new LanguageModelTask(
          this,
          network,
          options == null ? LanguageModelOptions.usual(network) : options,
          kernels == null ? KernelSelection.current().kernels() : kernels);
    }

    private static void requireSameShape(LanguageModelConfig earlier, LanguageModelConfig now) {
      LanguageModelConfig same =
          new LanguageModelConfig(
              earlier.cell(),
              now.vocabularySize(),
              earlier.embeddingSize(),
              earlier.hiddenSizes(),
              now.regularization(),
              earlier.tied(),
              earlier.cutoffs(),
              earlier.learnedStart());
      if (!same.equals(now)) {
        throw new IllegalArgumentException(
            "the model to go on from is of another shape: it is " + earlier + ", not " + now);
      }
    }

    private static LanguageModelConfig usualConfig(int vocabularySize) {
      return new LanguageModelConfig(
          new LstmCell(), vocabularySize, USUAL_WIDTH, List.of(USUAL_WIDTH), 0, false);
    }
  }

  /** {@return the network in training, with the parameters of the last step} */
  public LanguageModelNetwork network() {
    return network;
  }

  /** {@return the tokens} */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * How it is trained.
   *
   * @return the options
   */
  public LanguageModelOptions options() {
    return options;
  }

  /**
   * The text as it is cut.
   *
   * @return the batches
   */
  public TextBatches batches() {
    return batches;
  }

  @Override
  public Parameters parameters() {
    return network.parameters();
  }

  @Override
  public Parameters gradients() {
    return gradients;
  }

  @Override
  public Kernels kernels() {
    return network.kernels();
  }

  @Override
  public void repack(Worker w) {
    network.repack(w);
  }

  @Override
  public int steps() {
    return batches.count();
  }

  @Override
  public void beginEpoch(int epoch, long key) {
    batches.arrange(key);
  }

  @Override
  public int targets(int step) {
    return batches.targetCount(step);
  }

  @Override
  public double weight(int step) {
    return options.objective() == Objective.MEAN ? targets(step) : batches.sequences(step);
  }

  @Override
  public void beginStep(int step, long key) {
    batches.fill(step, inputs, targets);
    scale = options.objective().scale(batches.targetCount(step), batches.sequences(step));
    dropoutKey = key;
    if (batches.begins(step)) {
      pass.begin(batches.shape(step));
    } else {
      pass.begin(batches.shape(step), state);
    }
  }

  @Override
  public void compute(Worker w) {
    pass.forwardTraining(w, inputs, dropoutKey);
    pass.backward(w, inputs, targets, scale, dropoutKey);
  }

  @Override
  public double loss() {
    return pass.totalLoss();
  }

  @Override
  public void finishStep() {
    pass.end(state);
  }

  @Override
  public boolean validates() {
    return valid.length > 0;
  }

  @Override
  public double validate(Workers workers, BooleanSupplier stop) {
    TextCut cut = options.batching().cut();
    return new Evaluator(network, vocabulary.startId(), workers, cut).evaluate(valid, stop).nats();
  }

  @Override
  public Map<String, Matrix> carried() {
    Map<String, Matrix> carried = new LinkedHashMap<>();
    for (int l = 0; l < state.layers(); l++) {
      carried.put("h_l" + l, state.hidden(l));
      if (state.cell(l).cols() > 0) {
        carried.put("c_l" + l, state.cell(l));
      }
    }
    return carried;
  }

  @Override
  public long fingerprint() {
    return TokenChecksum.of(train) << 32 | TokenChecksum.of(valid);
  }

  @Override
  public Map<String, String> description() {
    return LanguageModelFile.describe(network.config(), vocabulary);
  }

  /** A file may say the same in other words, as those of earlier versions do. */
  @Override
  public void requireSame(Map<String, String> metadata, long fingerprint) {
    if (!LanguageModelFile.readConfig(metadata).equals(network.config())
        || !LanguageModelFile.readVocabulary(metadata).equals(vocabulary)) {
      throw new IllegalArgumentException(
          "it is of another model or vocabulary than the trainer that should resume it");
    }
    if (fingerprint != fingerprint()) {
      throw new IllegalArgumentException(
          "the training or validation text has changed since; resuming needs the same text");
    }
  }

  @Override
  public Map<String, Object> settings() {
    return options.settings();
  }
}
