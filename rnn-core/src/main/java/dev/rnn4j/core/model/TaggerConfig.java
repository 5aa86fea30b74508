package dev.rnn4j.core.model;

import dev.rnn4j.core.head.CrfHead;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.head.TagTransitions;
import dev.rnn4j.core.layer.CharacterConfig;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The architecture of a tagger of sentences: a vector of each word from a table, beside it one from
 * its characters, a stack of recurrent layers, and for each word a tag: by softmax, or by a
 * conditional random field over the sentence.
 *
 * @param words size of the table of words, 1 or more; word 0 stands for unknown ones
 * @param wordSize width of a word's vector
 * @param characters character features; null without
 * @param stack the recurrent layers, which read both vectors side by side
 * @param tags how many there are, 1 or more
 * @param crf which tags may follow each other in a conditional random field; null for a softmax
 * @param dropout probability of dropping an element of the words' vectors while training; that of
 *     the layers' outputs is the stack's own
 */
public record TaggerConfig(
    int words,
    int wordSize,
    @Nullable CharacterConfig characters,
    StackConfig stack,
    int tags,
    @Nullable TagTransitions crf,
    float dropout) {
  /** The name of the table of words among the parameters. */
  public static final String WORDS = "words.weight";

  static final String CHARACTERS = "characters.";
  static final String STACK = "rnn.";
  static final String HEAD = "output.";

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public TaggerConfig {
    require(words >= 1 && tags >= 1, "a tagger needs one word and one tag or more");
    require(
        wordSize >= 1 && wordSize <= LayerConfig.MAX_HIDDEN,
        "the width of word vectors must be 1 to " + LayerConfig.MAX_HIDDEN + ", not " + wordSize);
    require(
        dropout >= 0 && dropout < 1,
        "dropout of the input must be at least 0 and below 1, not " + dropout);
    int width = wordSize + (characters == null ? 0 : characters.outputSize());
    require(
        stack.inputSize() == width,
        "the stack reads " + stack.inputSize() + " values of a word, but there are " + width);
    require(
        crf == null || crf.tags() == tags,
        "the transitions are not those of " + tags + " tags: " + crf);
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /**
   * The parameters: the table of words, character features, those of each layer, the head's.
   *
   * @return their layout
   * @throws IllegalArgumentException if they do not fit one array
   */
  public ParameterLayout layout() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Embedding.declare(layout, WORDS, words, wordSize);
    if (characters != null) {
      characters.declare(layout, CHARACTERS);
    }
    stack.declare(layout, STACK);
    if (crf == null) {
      SoftmaxHead.declare(layout, SoftmaxHead.Names.of(HEAD), tags, stack.outputSize());
    } else {
      CrfHead.declare(layout, HEAD, tags, stack.outputSize());
    }
    return layout.build();
  }

  /**
   * Which parameters have rows, or of vectors values, of words, characters and tags: where they
   * stand in an earlier model of the same shape.
   *
   * @param table for every word its number in the earlier model; -1 of a new one
   * @param spelled for every character its number in the earlier model; -1 of a new one
   * @param known for every tag its number in the earlier model; -1 of a new one
   * @return for each such parameter which row is which earlier one
   */
  public Map<String, int[]> earlierRows(int[] table, int[] spelled, int[] known) {
    Map<String, int[]> rows = new LinkedHashMap<>();
    rows.put(WORDS, table);
    rows.put(CHARACTERS + CharacterConfig.TABLE, spelled);
    for (String name : CrfHead.NAMES) {
      rows.put(HEAD + name, known);
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
    Embedding.initialize(parameters, WORDS, how, random);
    if (characters != null) {
      characters.initialize(parameters, CHARACTERS, how, random);
    }
    stack.initialize(parameters, STACK, how, random);
    if (crf == null) {
      SoftmaxHead.initialize(parameters, SoftmaxHead.Names.of(HEAD), how, random);
    } else {
      CrfHead.initialize(parameters, HEAD, how, random);
    }
    return parameters;
  }
}
