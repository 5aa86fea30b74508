package dev.rnn4j.core.layer;

import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import java.util.List;

/**
 * The shape of a {@link Decoder}: e(t) of the token before, recurrent layers with the last output
 * h(t), and with attention the attentional vector h̃(t) = tanh(W_c [context(t); h(t)] + b_c) of
 * Luong et al. 2015, which is then what a decoder hands up.
 *
 * @param embeddingSize E, the width of e(t)
 * @param layers from the input up
 * @param memorySize C, the width of a row of the encoder's outputs
 * @param attention how it looks at them
 * @param attentionalSize A, the width of h̃; without attention of no effect
 * @param inputFeeding whether h̃(t-1) is read beside e(t); needs attention
 * @param regularization what is dropped of e(t), of the outputs between layers and of h̃(t), and
 *     disturbed within the layers, while training
 */
public record DecoderConfig(
    int embeddingSize,
    List<LayerConfig> layers,
    int memorySize,
    AttentionKind attention,
    int attentionalSize,
    boolean inputFeeding,
    Regularization regularization) {
  private static final String STACK = "rnn.";
  static final String ATTENTION = "attention.";
  static final String COMBINE_WEIGHT = "attention.combine.weight";
  static final String COMBINE_BIAS = "attention.combine.bias";

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range, saying which and the limit
   */
  public DecoderConfig {
    layers = List.copyOf(layers);
    if (inputFeeding && attention == AttentionKind.NONE) {
      throw new IllegalArgumentException(
          "input feeding feeds what attention gave; choose an attention, or no input feeding");
    }
    if (attentionalSize < 1 || memorySize < 1) {
      throw new IllegalArgumentException(
          "the widths of the memory and of the attentional vector must be 1 or more, not "
              + memorySize
              + " and "
              + attentionalSize);
    }
    var _ = new StackConfig(embeddingSize, layers, Directions.FORWARD, regularization, false);
  }

  /** {@return whether there is attention} */
  public boolean hasAttention() {
    return attention != AttentionKind.NONE;
  }

  /** {@return the width of what is handed up} */
  public int outputSize() {
    return hasAttention() ? attentionalSize : stateSize();
  }

  /** The width of h(t). */
  int stateSize() {
    return layers.getLast().outputSize();
  }

  /** The width of what the first layer reads. */
  int inputSize() {
    return inputFeeding ? Math.addExact(embeddingSize, attentionalSize) : embeddingSize;
  }

  Attention.Shape attentionShape() {
    return new Attention.Shape(attention, memorySize, stateSize());
  }

  /** The layers alone. */
  StackConfig stack() {
    return new StackConfig(inputSize(), layers, Directions.FORWARD, regularization, false);
  }

  static String stackPrefix(String prefix) {
    return prefix + STACK;
  }

  /**
   * Declares the parameters, but not the embedding.
   *
   * @param layout to add to
   * @param prefix of every name, such as "decoder."
   */
  public void declare(ParameterLayout.Builder layout, String prefix) {
    stack().declare(layout, prefix + STACK);
    if (hasAttention()) {
      Attention.declare(layout, prefix + ATTENTION, attentionShape());
      layout.matrix(
          prefix + COMBINE_WEIGHT, attentionalSize, Math.addExact(memorySize, stateSize()));
      layout.vector(prefix + COMBINE_BIAS, attentionalSize);
    }
  }

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param prefix of every name, such as "decoder."
   * @param how they are drawn
   * @param random where the values come from
   */
  public void initialize(
      Parameters parameters, String prefix, Initialization how, RandomSource random) {
    stack().initialize(parameters, prefix + STACK, how, random);
    if (hasAttention()) {
      Attention.initialize(parameters, prefix + ATTENTION, attentionShape(), how, random);
      Initializers.uniform(parameters.matrix(prefix + COMBINE_WEIGHT), how.range(), random);
      Initializers.uniform(parameters.matrix(prefix + COMBINE_BIAS), how.range(), random);
    }
  }
}
