package dev.rnn4j.core.model;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.layer.Bridge;
import dev.rnn4j.core.layer.DecoderConfig;
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
 * The architecture of an encoder-decoder: a stack of recurrent layers reads the source, another one
 * predicts the target token by token, beginning with what the encoder's final states became, and
 * looking at the encoder's outputs.
 *
 * @param cell kind of recurrent cell, the same in every layer
 * @param encoder what reads
 * @param decoder what writes
 * @param regularization what is dropped of embeddings, of the outputs between layers and of what
 *     the softmax reads, and disturbed within the layers, while training; penalties on activations
 *     have no meaning here
 */
public record EncoderDecoderConfig(
    CellConfig cell, EncoderShape encoder, DecoderShape decoder, Regularization regularization) {
  static final String SOURCE_EMBEDDING = "encoder.embedding.weight";
  static final String ENCODER = "encoder.rnn.";
  static final String BRIDGE = "bridge.";
  static final String TARGET_EMBEDDING = "decoder.embedding.weight";
  static final String DECODER = "decoder.";
  private static final String HEAD = "output.";

  /** Which vectors of tokens are the same. */
  public enum Tying {
    /** None. */
    NONE,
    /** The decoder's embedding is the weight of the softmax (Press and Wolf 2017). */
    OUTPUT,
    /** And the encoder's embedding as well: source and target have one vocabulary. */
    ALL
  }

  /** What the encoder reads. */
  public sealed interface Input {
    /** {@return the width of what its first layer reads} */
    int width();

    /**
     * Tokens.
     *
     * @param vocabularySize 1 or more
     * @param embeddingSize 1 or more
     */
    record Tokens(int vocabularySize, int embeddingSize) implements Input {
      /** Checks both. */
      public Tokens {
        require("source vocabulary", vocabularySize);
        require("source embedding", embeddingSize);
      }

      @Override
      public int width() {
        return embeddingSize;
      }
    }

    /**
     * Frames of numbers.
     *
     * @param width of each, 1 or more
     */
    record Frames(int width) implements Input {
      /** Checks it. */
      public Frames {
        require("frame", width);
      }
    }
  }

  /**
   * What reads.
   *
   * @param input what it reads
   * @param hiddenSizes H of each layer, from the input up; 1 to 64 layers
   * @param directions in which they read
   */
  public record EncoderShape(Input input, List<Integer> hiddenSizes, Directions directions) {
    /** Takes a copy of the list. */
    public EncoderShape {
      hiddenSizes = List.copyOf(hiddenSizes);
    }
  }

  /**
   * What writes.
   *
   * @param vocabularySize V, 2 or more
   * @param endToken which of its tokens begins and ends every target
   * @param embeddingSize E; with attention and tied vectors also the width of what the softmax
   *     reads
   * @param hiddenSizes H of each layer, from the input up; 1 to 64 layers
   * @param attention how it looks at the encoder's outputs
   * @param inputFeeding whether it reads what attention gave at the step before; needs attention
   * @param tying which vectors are the same
   */
  public record DecoderShape(
      int vocabularySize,
      int endToken,
      int embeddingSize,
      List<Integer> hiddenSizes,
      AttentionKind attention,
      boolean inputFeeding,
      Tying tying) {
    /** Takes a copy of the list, and checks the vocabulary. */
    public DecoderShape {
      hiddenSizes = List.copyOf(hiddenSizes);
      if (vocabularySize < 2) {
        throw new IllegalArgumentException(
            "a decoder needs a vocabulary of 2 or more, not " + vocabularySize);
      }
      if (endToken < 0 || endToken >= vocabularySize) {
        throw new IllegalArgumentException(
            "the token that ends a target must be one of the vocabulary's, 0 to "
                + (vocabularySize - 1)
                + ", not "
                + endToken);
      }
      require("target embedding", embeddingSize);
    }
  }

  private static void require(String what, int size) {
    if (size < 1 || size > LayerConfig.MAX_HIDDEN * 16) {
      throw new IllegalArgumentException(
          "the %s size must be 1 to %d, not %d".formatted(what, LayerConfig.MAX_HIDDEN * 16, size));
    }
  }

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public EncoderDecoderConfig {
    DecoderConfig own = decoderStack(cell, encoder, decoder, regularization); // checks the rest
    int width = own.outputSize();
    if (decoder.tying() != Tying.NONE && width != decoder.embeddingSize()) {
      throw new IllegalArgumentException(
          "tied vectors without attention need an embedding as wide as the last layer, not "
              + decoder.embeddingSize()
              + " and "
              + width);
    }
    if (decoder.tying() == Tying.ALL) {
      requireOneVocabulary(encoder.input(), decoder);
    }
  }

  private static void requireOneVocabulary(Input input, DecoderShape decoder) {
    Input shared = new Input.Tokens(decoder.vocabularySize(), decoder.embeddingSize());
    if (!input.equals(shared)) {
      throw new IllegalArgumentException(
          "source and target can only share vectors of the same tokens and width: "
              + input
              + " is not "
              + shared);
    }
  }

  /**
   * A model with plain dropout.
   *
   * @param cell kind of recurrent cell, the same in every layer
   * @param encoder what reads
   * @param decoder what writes
   * @param dropout probability of dropping an element of embeddings, of the outputs between layers
   *     and of what the softmax reads while training, 0 to below 1
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public EncoderDecoderConfig(
      CellConfig cell, EncoderShape encoder, DecoderShape decoder, float dropout) {
    this(cell, encoder, decoder, Regularization.dropout(dropout));
  }

  private static StackConfig encoderStack(
      CellConfig cell, EncoderShape encoder, Regularization regularization) {
    return new StackConfig(
        encoder.input().width(),
        layers(cell, encoder.hiddenSizes()),
        encoder.directions(),
        regularization,
        false);
  }

  private static List<LayerConfig> layers(CellConfig cell, List<Integer> hiddenSizes) {
    return LayerConfig.of(cell, hiddenSizes, false);
  }

  private static DecoderConfig decoderStack(
      CellConfig cell, EncoderShape encoder, DecoderShape decoder, Regularization regularization) {
    int memory = encoderStack(cell, encoder, regularization).outputSize();
    List<LayerConfig> layers = layers(cell, decoder.hiddenSizes());
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a decoder needs 1 layer or more, not 0");
    }
    boolean tied = decoder.tying() != Tying.NONE;
    int attentional = tied ? decoder.embeddingSize() : layers.getLast().outputSize();
    return new DecoderConfig(
        decoder.embeddingSize(),
        layers,
        memory,
        decoder.attention(),
        attentional,
        decoder.inputFeeding(),
        regularization);
  }

  /** {@return the encoder's layers} */
  public StackConfig encoderStack() {
    return encoderStack(cell, encoder, regularization);
  }

  /** {@return the decoder's layers and attention} */
  public DecoderConfig decoderStack() {
    return decoderStack(cell, encoder, decoder, regularization);
  }

  boolean isTied() {
    return decoder.tying() != Tying.NONE;
  }

  boolean sharesAll() {
    return decoder.tying() == Tying.ALL;
  }

  /** The name of the encoder's embedding. */
  String sourceEmbedding() {
    return sharesAll() ? TARGET_EMBEDDING : SOURCE_EMBEDDING;
  }

  SoftmaxHead.Names head() {
    return isTied() ? SoftmaxHead.Names.tied(TARGET_EMBEDDING, HEAD) : SoftmaxHead.Names.of(HEAD);
  }

  /**
   * The parameters of the model. What is tied stands there once.
   *
   * @return their layout
   * @throws IllegalArgumentException if they do not fit one array
   */
  public ParameterLayout layout() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    if (encoder.input() instanceof Input.Tokens tokens && !sharesAll()) {
      Embedding.declare(layout, SOURCE_EMBEDDING, tokens.vocabularySize(), tokens.embeddingSize());
    }
    encoderStack().declare(layout, ENCODER);
    DecoderConfig writes = decoderStack();
    Bridge.declare(layout, BRIDGE, encoderStack(), writes);
    Embedding.declare(layout, TARGET_EMBEDDING, decoder.vocabularySize(), decoder.embeddingSize());
    writes.declare(layout, DECODER);
    SoftmaxHead.declare(layout, head(), decoder.vocabularySize(), writes.outputSize());
    return layout.build();
  }

  /**
   * Which parameters have rows, or of vectors values, of tokens: where they stand in an earlier
   * model of the same shape.
   *
   * @param source for every token that is read its number in the earlier model; -1 of a new one
   * @param target for every token that is written its number in the earlier model; -1 of a new one
   * @return for each such parameter which row is which earlier one
   */
  public Map<String, int[]> earlierRows(int[] source, int[] target) {
    Map<String, int[]> rows = new LinkedHashMap<>();
    rows.put(sourceEmbedding(), source);
    rows.put(TARGET_EMBEDDING, target);
    rows.put(head().weight(), target);
    rows.put(head().bias(), target);
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
    if (encoder.input() instanceof Input.Tokens && !sharesAll()) {
      Embedding.initialize(parameters, SOURCE_EMBEDDING, how, random);
    }
    encoderStack().initialize(parameters, ENCODER, how, random);
    DecoderConfig writes = decoderStack();
    Bridge.initialize(parameters, BRIDGE, encoderStack(), writes, how, random);
    Embedding.initialize(parameters, TARGET_EMBEDDING, how, random);
    writes.initialize(parameters, DECODER, how, random);
    SoftmaxHead.initialize(parameters, head(), how, random);
    return parameters;
  }
}
