package dev.rnn4j.core.model;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.QueryAttention;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import java.util.Map;

/**
 * The architecture of a model that answers questions about stories. A stack of recurrent layers
 * reads the question; what it ends with is q. Another one reads the story: of each word its vector
 * e, and beside it e ∘ g with g = P q + p, so that a word that was asked for can be told from
 * others (as in the gated attention of Dhingra et al. 2017). Attention with the query q says which
 * of its outputs count, and a softmax over their mean and q is the answer. Words of stories and
 * questions have the same vectors.
 *
 * @param vocabularySize V, number of words, 2 or more
 * @param question reads the vectors of the question's words
 * @param story reads those of the story's words, each beside its product with g
 * @param answers number of possible answers, 2 or more
 */
public record QuestionAnswererConfig(
    int vocabularySize, StackConfig question, StackConfig story, int answers) {
  static final String EMBEDDING = "embedding.weight";
  static final String QUESTION = "question.";
  static final String STORY = "story.";
  static final String MATCH_WEIGHT = "match.weight";
  static final String MATCH_BIAS = "match.bias";
  static final String ATTENTION = "attention.";
  static final SoftmaxHead.Names HEAD = SoftmaxHead.Names.of("answer.");

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public QuestionAnswererConfig {
    require("words", vocabularySize);
    require("answers", answers);
    int expected = 2 * question.inputSize();
    if (story.inputSize() != expected) {
      throw new IllegalArgumentException(
          "the story's layers must read "
              + expected
              + " numbers, twice a word's vector, not "
              + story.inputSize());
    }
  }

  private static void require(String what, int number) {
    if (number < 2) {
      throw new IllegalArgumentException(
          "a model that answers questions needs 2 or more " + what + ", not " + number);
    }
  }

  /**
   * Layers that read in both directions.
   *
   * @param cell kind of recurrent cell, the same in every layer
   * @param vocabularySize number of words
   * @param embeddingSize E, width of a word's vector
   * @param questionSizes H of each layer that reads the question
   * @param storySizes H of each layer that reads the story
   * @param regularization what is dropped or disturbed while it is trained
   * @param answers number of possible answers
   * @return the configuration
   * @throws IllegalArgumentException if a value is out of its range
   */
  public static QuestionAnswererConfig of(
      Cell cell,
      int vocabularySize,
      int embeddingSize,
      List<Integer> questionSizes,
      List<Integer> storySizes,
      Regularization regularization,
      int answers) {
    StackConfig question = stack(embeddingSize, cell, questionSizes, regularization);
    StackConfig story = stack(2 * embeddingSize, cell, storySizes, regularization);
    return new QuestionAnswererConfig(vocabularySize, question, story, answers);
  }

  private static StackConfig stack(
      int input, Cell cell, List<Integer> sizes, Regularization regularization) {
    List<LayerConfig> layers = LayerConfig.of(cell, sizes, false);
    return new StackConfig(input, layers, Directions.CONCATENATED, regularization, false);
  }

  private static int questionSize(StackConfig question) {
    return new LastState().outputSize(question);
  }

  /** {@return E, the width of a word's vector} */
  public int embeddingSize() {
    return question.inputSize();
  }

  /** {@return the width of what is known of a question, q} */
  public int questionSize() {
    return questionSize(question);
  }

  /** {@return the width of what the answer is made of: the story's part and q} */
  int joinedSize() {
    return story.outputSize() + questionSize();
  }

  /**
   * The parameters of the model.
   *
   * @return their layout
   * @throws IllegalArgumentException if they do not fit one array
   */
  public ParameterLayout layout() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Embedding.declare(layout, EMBEDDING, vocabularySize, embeddingSize());
    question.declare(layout, QUESTION);
    layout.matrix(MATCH_WEIGHT, embeddingSize(), questionSize());
    layout.vector(MATCH_BIAS, embeddingSize());
    story.declare(layout, STORY);
    QueryAttention.declare(layout, ATTENTION, story.outputSize(), questionSize());
    SoftmaxHead.declare(layout, HEAD, answers, joinedSize());
    return layout.build();
  }

  /**
   * Which parameters have rows, or of vectors values, of words and answers: where they stand in an
   * earlier model of the same shape.
   *
   * @param words for every word its number in the earlier model; -1 of a new one
   * @param known for every answer its number in the earlier model; -1 of a new one
   * @return for each such parameter which row is which earlier one
   */
  public Map<String, int[]> earlierRows(int[] words, int[] known) {
    return Map.of(EMBEDDING, words, HEAD.weight(), known, HEAD.bias(), known);
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
    question.initialize(parameters, QUESTION, how, random);
    Initializers.uniform(parameters.matrix(MATCH_WEIGHT), how.range(), random);
    Matrix bias = parameters.matrix(MATCH_BIAS);
    for (int j = 0; j < bias.cols(); j++) {
      bias.set(0, j, 1); // at first every word stands beside itself
    }
    story.initialize(parameters, STORY, how, random);
    QueryAttention.initialize(parameters, ATTENTION, how, random);
    SoftmaxHead.initialize(parameters, HEAD, how, random);
    return parameters;
  }
}
