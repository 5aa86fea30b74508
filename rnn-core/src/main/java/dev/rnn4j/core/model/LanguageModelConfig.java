package dev.rnn4j.core.model;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.head.AdaptiveClusters;
import dev.rnn4j.core.head.AdaptiveSoftmaxHead;
import dev.rnn4j.core.head.DistributionHead;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The architecture of a recurrent language model: an embedding, a stack of recurrent layers, and a
 * softmax over the vocabulary.
 *
 * @param cell kind of recurrent cell, the same in every layer
 * @param vocabularySize V, 2 or more
 * @param embeddingSize E, width of the token vectors
 * @param hiddenSizes H of each layer, from the input up; 1 to 64 layers
 * @param regularization what is dropped or disturbed while it is trained
 * @param tied whether the output layer uses the embedding as its weight (Press and Wolf 2017);
 *     needs E equal to the width of the last layer's output
 * @param cutoffs of an adaptive softmax, see {@link AdaptiveClusters}; empty for a full one. Needs
 *     tokens numbered from the most frequent one on, and weights that are not tied
 * @param learnedStart whether the layers learn their initial state, see {@link LayerConfig}
 */
public record LanguageModelConfig(
    CellConfig cell,
    int vocabularySize,
    int embeddingSize,
    List<Integer> hiddenSizes,
    Regularization regularization,
    boolean tied,
    List<Integer> cutoffs,
    boolean learnedStart) {
  static final String EMBEDDING = "encoder.weight";
  static final String STACK = "rnn.";
  private static final String HEAD = "decoder.";

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public LanguageModelConfig {
    hiddenSizes = List.copyOf(hiddenSizes);
    if (vocabularySize < 2) {
      throw new IllegalArgumentException(
          "a language model needs a vocabulary of 2 or more, not " + vocabularySize);
    }
    if (embeddingSize < 1 || embeddingSize > LayerConfig.MAX_HIDDEN) {
      throw new IllegalArgumentException(
          "the embedding size must be 1 to " + LayerConfig.MAX_HIDDEN + ", not " + embeddingSize);
    }
    List<LayerConfig> layers = LayerConfig.of(cell, hiddenSizes, learnedStart);
    StackConfig stack = stack(embeddingSize, layers, regularization); // checks the rest
    int last = stack.outputSize();
    if (tied && embeddingSize != last) {
      throw new IllegalArgumentException(
          "tied weights need an embedding as wide as the last layer, not "
              + embeddingSize
              + " and "
              + last);
    }
    cutoffs = List.copyOf(cutoffs);
    if (!cutoffs.isEmpty()) {
      requireUntied(new AdaptiveClusters(vocabularySize, cutoffs), tied);
    }
  }

  private static void requireUntied(AdaptiveClusters clusters, boolean tied) {
    if (tied) {
      throw new IllegalArgumentException(
          "tied weights need a full softmax, not an adaptive one with the cut-offs "
              + clusters.cutoffs());
    }
  }

  private static StackConfig stack(
      int inputSize, List<LayerConfig> layers, Regularization regularization) {
    return new StackConfig(inputSize, layers, Directions.FORWARD, regularization, false);
  }

  /**
   * A model with a full softmax.
   *
   * @param cell kind of recurrent cell, the same in every layer
   * @param vocabularySize V, 2 or more
   * @param embeddingSize E, width of the token vectors
   * @param hiddenSizes H of each layer, from the input up; 1 to 64 layers
   * @param regularization what is dropped or disturbed while it is trained
   * @param tied whether the output layer uses the embedding as its weight
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public LanguageModelConfig(
      CellConfig cell,
      int vocabularySize,
      int embeddingSize,
      List<Integer> hiddenSizes,
      Regularization regularization,
      boolean tied) {
    this(cell, vocabularySize, embeddingSize, hiddenSizes, regularization, tied, List.of(), false);
  }

  /**
   * A model with a full softmax and plain dropout.
   *
   * @param cell kind of recurrent cell, the same in every layer
   * @param vocabularySize V, 2 or more
   * @param embeddingSize E, width of the token vectors
   * @param hiddenSizes H of each layer, from the input up; 1 to 64 layers
   * @param dropout probability of dropping an element of the non-recurrent connections while
   *     training (Zaremba et al. 2014), 0 to below 1
   * @param tied whether the output layer uses the embedding as its weight
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public LanguageModelConfig(
      CellConfig cell,
      int vocabularySize,
      int embeddingSize,
      List<Integer> hiddenSizes,
      float dropout,
      boolean tied) {
    this(cell, vocabularySize, embeddingSize, hiddenSizes, Regularization.dropout(dropout), tied);
  }

  /**
   * Depth.
   *
   * @return number of recurrent layers
   */
  public int layers() {
    return hiddenSizes.size();
  }

  /** {@return the width of the last layer's h, which the output layer reads} */
  public int outputSize() {
    return cell.outputSize(hiddenSizes.getLast());
  }

  /** {@return the recurrent layers} */
  public StackConfig stack() {
    return stack(embeddingSize, LayerConfig.of(cell, hiddenSizes, learnedStart), regularization);
  }

  /**
   * The same with another softmax.
   *
   * @param chosen the cut-offs; none for a full softmax
   * @return another configuration
   * @throws IllegalArgumentException if they do not fit the vocabulary, or the weights are tied
   */
  public LanguageModelConfig withCutoffs(List<Integer> chosen) {
    return new LanguageModelConfig(
        cell,
        vocabularySize,
        embeddingSize,
        hiddenSizes,
        regularization,
        tied,
        chosen,
        learnedStart);
  }

  /**
   * The same with other regularisers.
   *
   * @param chosen what is dropped or disturbed while it is trained
   * @return another configuration
   */
  public LanguageModelConfig withRegularization(Regularization chosen) {
    return new LanguageModelConfig(
        cell, vocabularySize, embeddingSize, hiddenSizes, chosen, tied, cutoffs, learnedStart);
  }

  /**
   * The same with layers that learn their initial state, or do not.
   *
   * @param learned whether they do
   * @return another configuration
   */
  public LanguageModelConfig withLearnedStart(boolean learned) {
    return new LanguageModelConfig(
        cell, vocabularySize, embeddingSize, hiddenSizes, regularization, tied, cutoffs, learned);
  }

  /** {@return whether the softmax is an adaptive one} */
  public boolean isAdaptive() {
    return !cutoffs.isEmpty();
  }

  /** Of an adaptive softmax. */
  private AdaptiveClusters clusters() {
    return new AdaptiveClusters(vocabularySize, cutoffs);
  }

  DistributionHead newHead(Parameters parameters, Kernels kernels, boolean training) {
    return isAdaptive()
        ? new AdaptiveSoftmaxHead(HEAD, clusters(), parameters, kernels, training)
        : new SoftmaxHead(head(), parameters, kernels, training);
  }

  /** Of a full softmax. */
  private SoftmaxHead.Names head() {
    return tied ? SoftmaxHead.Names.tied(EMBEDDING, HEAD) : SoftmaxHead.Names.of(HEAD);
  }

  /**
   * The parameters of the model: the embedding, those of each layer, and the output layer's, whose
   * weight is absent if it is the embedding's.
   *
   * @return their layout
   * @throws IllegalArgumentException if they do not fit one array
   */
  public ParameterLayout layout() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Embedding.declare(layout, EMBEDDING, vocabularySize, embeddingSize);
    StackConfig stack = stack();
    stack.declare(layout, STACK);
    if (isAdaptive()) {
      AdaptiveSoftmaxHead.declare(layout, HEAD, clusters(), stack.outputSize());
    } else {
      SoftmaxHead.declare(layout, head(), vocabularySize, stack.outputSize());
    }
    return layout.build();
  }

  /**
   * Where the vectors of tokens stand in an earlier model of the same shape, but for its
   * vocabulary.
   *
   * @param ids for every token its id in the earlier model; -1 of one that is new
   * @return for each parameter that has a row, or of a vector a value, for every token or for some,
   *     which row is which earlier one; -1 of one that is new, or that stood in another cluster
   */
  public Map<String, int[]> tokenRows(int[] ids) {
    Map<String, int[]> rows = new LinkedHashMap<>();
    rows.put(EMBEDDING, ids.clone());
    if (isAdaptive()) {
      rows.putAll(AdaptiveSoftmaxHead.rows(HEAD, clusters(), ids));
    } else {
      rows.put(head().weight(), ids.clone());
      rows.put(head().bias(), ids.clone());
    }
    return rows;
  }

  /**
   * Parameters to begin a training with.
   *
   * @param how they are drawn
   * @param random where the values come from
   * @return new parameters
   * @throws IllegalArgumentException if they do not fit one array
   */
  public Parameters newParameters(Initialization how, RandomSource random) {
    Parameters parameters = new Parameters(layout());
    Embedding.initialize(parameters, EMBEDDING, how, random);
    stack().initialize(parameters, STACK, how, random);
    if (isAdaptive()) {
      AdaptiveSoftmaxHead.initialize(parameters, HEAD, clusters(), how, random);
    } else {
      SoftmaxHead.initialize(parameters, head(), how, random);
    }
    return parameters;
  }
}
