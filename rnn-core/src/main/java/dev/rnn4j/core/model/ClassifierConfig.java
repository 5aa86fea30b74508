package dev.rnn4j.core.model;

import dev.rnn4j.core.head.Pooling;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import java.util.Map;

/**
 * The architecture of a classifier of texts: an embedding of tokens, a stack of recurrent layers in
 * one or two directions, one row pooled from its outputs, and a softmax over the classes.
 *
 * @param vocabularySize V, 2 or more
 * @param stack the recurrent layers; their input size is the width of the token vectors
 * @param pooling how the outputs of a text become one row
 * @param classes how many there are, 2 or more
 * @param dropout of token vectors and of the pooled row while training; that between layers is the
 *     stack's own
 * @param tokenDropout with which unknown words are learned while training
 */
public record ClassifierConfig(
    int vocabularySize,
    StackConfig stack,
    Pooling pooling,
    int classes,
    float dropout,
    TokenDropout tokenDropout) {
  static final String EMBEDDING = "embedding.weight";
  static final String STACK = "rnn.";
  static final String POOLING = "pooling.";
  static final SoftmaxHead.Names HEAD = SoftmaxHead.Names.of("output.");

  /**
   * Replaces tokens by the unknown one while training (Iyyer et al. 2015), so that a model relies
   * on no single word, and knows what a word means that it does not know.
   *
   * @param probability of replacing a token, 0 to below 1
   * @param unknown id of the token that stands for unknown ones
   */
  public record TokenDropout(float probability, int unknown) {
    /** Replaces nothing. */
    public static final TokenDropout NONE = new TokenDropout(0, 0);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public TokenDropout {
      if (!(probability >= 0 && probability < 1)) {
        throw new IllegalArgumentException(
            "the dropout of tokens must be at least 0 and below 1, not " + probability);
      }
      if (unknown < 0) {
        throw new IllegalArgumentException("there is no token with the id " + unknown);
      }
    }
  }

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public ClassifierConfig {
    if (vocabularySize < 2) {
      throw new IllegalArgumentException(
          "a classifier needs a vocabulary of 2 or more, not " + vocabularySize);
    }
    if (classes < 2) {
      throw new IllegalArgumentException("a classifier needs 2 classes or more, not " + classes);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be at least 0 and below 1, not " + dropout);
    }
    if (tokenDropout.unknown() >= vocabularySize) {
      throw new IllegalArgumentException(
          "the unknown token has the id "
              + tokenDropout.unknown()
              + ", but the vocabulary has "
              + vocabularySize
              + " tokens");
    }
  }

  /** {@return the width of the pooled row} */
  public int pooledSize() {
    return pooling.outputSize(stack);
  }

  /**
   * The parameters: the embedding, those of each layer, those of the pooling if it has any, and the
   * output layer's.
   *
   * @return their layout
   * @throws IllegalArgumentException if they do not fit one array
   */
  public ParameterLayout layout() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Embedding.declare(layout, EMBEDDING, vocabularySize, stack.inputSize());
    stack.declare(layout, STACK);
    pooling.declare(layout, POOLING, stack);
    SoftmaxHead.declare(layout, HEAD, classes, pooledSize());
    return layout.build();
  }

  /**
   * Which parameters have rows, or of vectors values, of tokens and classes: where they stand in an
   * earlier model of the same shape.
   *
   * @param tokens for every token its number in the earlier model; -1 of a new one
   * @param labels for every class its number in the earlier model; -1 of a new one
   * @return for each such parameter which row is which earlier one
   */
  public Map<String, int[]> earlierRows(int[] tokens, int[] labels) {
    return Map.of(EMBEDDING, tokens, HEAD.weight(), labels, HEAD.bias(), labels);
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
    stack.initialize(parameters, STACK, how, random);
    pooling.initialize(parameters, POOLING, how, random);
    SoftmaxHead.initialize(parameters, HEAD, how, random);
    return parameters;
  }
}
