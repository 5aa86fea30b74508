package dev.rnn4j.core.model;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.Linear;
import dev.rnn4j.core.layer.RecurrentLayer;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.RecurrentWeights;
import dev.rnn4j.core.layer.TokenTable;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent language model: e(t) = E x(t); h of each layer from the one below and its own past;
 * ŷ(t) = softmax(U h(t) + b), the distribution of token t+1.
 *
 * <p>Thread safety: the model is read-only and may be shared by any number of threads, each with a
 * {@link #newSession() session} of its own. Only training changes it ({@link #repack}); no session
 * may run meanwhile.
 */
public final class LanguageModel {
  private final LanguageModelConfig config;
  private final Vocabulary vocabulary;
  private final Parameters parameters;
  private final Kernels kernels;
  private final boolean trainable;
  private final Embedding embedding;
  private final List<RecurrentLayer> layers = new ArrayList<>();
  private final Linear decoder;
  private final @Nullable TokenTable tokenTable;
  private int packings;

  private LanguageModel(
      LanguageModelConfig config,
      Vocabulary vocabulary,
      Parameters parameters,
      Kernels kernels,
      boolean trainable) {
    if (vocabulary.size() != config.vocabularySize()) {
      throw new IllegalArgumentException(
          "the vocabulary has "
              + vocabulary.size()
              + " tokens, the model is made for "
              + config.vocabularySize());
    }
    if (!parameters.layout().entries().equals(layout(config).entries())) {
      throw new IllegalArgumentException(
          "the parameters are laid out for another model; make them with the layout of " + config);
    }
    WeightFormat format = parameters.format();
    if (trainable && format != WeightFormat.FLOAT32) {
      throw new IllegalArgumentException(
          "training needs weights of "
              + WeightFormat.FLOAT32.label()
              + ", not of "
              + format.label()
              + ", which are for models in use");
    }
    this.config = config;
    this.vocabulary = vocabulary;
    this.parameters = parameters;
    this.kernels = kernels;
    this.trainable = trainable;
    embedding = new Embedding(parameters.matrix("encoder.weight"), kernels);
    for (int l = 0; l < config.layers(); l++) {
      Cell cell = Cell.of(config.cell(), config.activation(), kernels);
      RecurrentWeights weights = recurrentWeights(parameters, l);
      layers.add(new RecurrentLayer(cell, weights, kernels, format, trainable));
    }
    Matrix bias = parameters.matrix("decoder.bias");
    decoder = new Linear(decoderWeight(parameters), bias, kernels, format, trainable);
    int gates = config.cell().gates() * config.hiddenSizes().getFirst();
    boolean keepsTable = !trainable && TokenTable.fits(config.vocabularySize(), gates);
    tokenTable = keepsTable ? new TokenTable(embedding.table(), layers.getFirst()) : null;
  }

  /**
   * The parameters of a language model: the embedding, of each layer W_ih, W_hh, b_ih, b_hh, and
   * the output layer, whose weight is absent if it is the embedding's.
   *
   * @param config the model
   * @return its layout
   * @throws IllegalArgumentException if they do not fit one array
   */
  public static ParameterLayout layout(LanguageModelConfig config) {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    int vocabulary = config.vocabularySize();
    builder.matrix("encoder.weight", vocabulary, config.embeddingSize());
    int input = config.embeddingSize();
    for (int l = 0; l < config.layers(); l++) {
      int hidden = config.hiddenSizes().get(l);
      int gates = Math.multiplyExact(config.cell().gates(), hidden);
      builder.matrix("rnn.weight_ih_l" + l, gates, input);
      builder.matrix("rnn.weight_hh_l" + l, gates, hidden);
      builder.vector("rnn.bias_ih_l" + l, gates);
      builder.vector("rnn.bias_hh_l" + l, gates);
      input = hidden;
    }
    if (!config.tied()) {
      builder.matrix("decoder.weight", vocabulary, input);
    }
    return builder.vector("decoder.bias", vocabulary).build();
  }

  /**
   * Parameters to begin a training with.
   *
   * @param config the model
   * @param how they are drawn
   * @param random where the values come from
   * @return new parameters
   */
  public static Parameters newParameters(
      LanguageModelConfig config, Initialization how, RandomSource random) {
    Parameters parameters = new Parameters(layout(config));
    float forgetBias = config.cell().hasCellState() ? how.forgetBias() : 0;
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      Matrix m = parameters.matrix(entry.name());
      Initializers.uniform(m, how.range(), random);
      if (forgetBias != 0 && entry.name().startsWith("rnn.bias_ih")) {
        int hidden = entry.cols() / 4;
        for (int c = hidden; c < 2 * hidden; c++) {
          m.set(0, c, m.get(0, c) + forgetBias);
        }
      }
    }
    return parameters;
  }

  /**
   * A model for use, on the kernels of this JVM, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param vocabulary its tokens
   * @param parameters its parameters, shared; not to be changed afterwards
   * @return the model
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static LanguageModel of(
      LanguageModelConfig config, Vocabulary vocabulary, Parameters parameters) {
    return of(config, vocabulary, parameters, KernelSelection.current().kernels());
  }

  /**
   * A model for use, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param vocabulary its tokens
   * @param parameters its parameters, shared; not to be changed afterwards
   * @param kernels the arithmetic
   * @return the model
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static LanguageModel of(
      LanguageModelConfig config, Vocabulary vocabulary, Parameters parameters, Kernels kernels) {
    return new LanguageModel(config, vocabulary, parameters, kernels, false);
  }

  /**
   * A model with a way back.
   *
   * @param config its architecture
   * @param vocabulary its tokens
   * @param parameters its parameters of {@link WeightFormat#FLOAT32}, shared; after changing them
   *     call {@link #repack}
   * @param kernels the arithmetic
   * @return the model
   * @throws IllegalArgumentException if the sizes do not fit each other, or for another format
   */
  public static LanguageModel trainable(
      LanguageModelConfig config, Vocabulary vocabulary, Parameters parameters, Kernels kernels) {
    return new LanguageModel(config, vocabulary, parameters, kernels, true);
  }

  /**
   * A session: one stream through this model.
   *
   * @return a new session in the initial state
   */
  public LanguageModelSession newSession() {
    return new LanguageModelSession(this);
  }

  /**
   * Packs the parameters again after training changed them.
   *
   * @param w whose share to pack; all workers have met when this returns
   */
  public void repack(Worker w) {
    if (w.index() == 0) {
      packings++;
    }
    for (int l = 0; l < layers.size(); l++) {
      layers.get(l).repack(w);
    }
    decoder.repack(w);
    w.barrier();
  }

  /**
   * The zero state h(0) = c(0) = 0.
   *
   * @param batch number of streams
   * @return a new state
   */
  public RecurrentState newState(int batch) {
    return new RecurrentState(config.cell(), config.hiddenSizes(), batch);
  }

  /**
   * The architecture.
   *
   * @return the configuration
   */
  public LanguageModelConfig config() {
    return config;
  }

  /**
   * The tokens.
   *
   * @return the vocabulary
   */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * The parameters.
   *
   * @return live values; change them only in training
   */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * The arithmetic.
   *
   * @return the kernels this model computes with
   */
  public Kernels kernels() {
    return kernels;
  }

  /**
   * Whether there is a way back.
   *
   * @return true if made by {@link #trainable}
   */
  public boolean isTrainable() {
    return trainable;
  }

  /** How often the parameters were packed again. */
  int packings() {
    return packings;
  }

  Embedding embedding() {
    return embedding;
  }

  RecurrentLayer layer(int l) {
    return layers.get(l);
  }

  /** What the first layer makes of each token, if the parameters cannot change and V is small. */
  @Nullable TokenTable tokenTable() {
    return tokenTable;
  }

  Linear decoder() {
    return decoder;
  }

  /** Views of layer l's part of anything laid out like the parameters. */
  static RecurrentWeights recurrentWeights(Parameters from, int l) {
    return new RecurrentWeights(
        from.matrix("rnn.weight_ih_l" + l),
        from.matrix("rnn.weight_hh_l" + l),
        from.matrix("rnn.bias_ih_l" + l),
        from.matrix("rnn.bias_hh_l" + l));
  }

  /**
   * The output layer's weight in anything laid out like the parameters; the embedding's if tied.
   */
  Matrix decoderWeight(Parameters from) {
    return from.matrix(config.tied() ? "encoder.weight" : "decoder.weight");
  }
}
