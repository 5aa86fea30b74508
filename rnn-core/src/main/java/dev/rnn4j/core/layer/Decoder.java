package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.WeightProduct;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a decoder: recurrent layers that read the token before, and attention over what an
 * encoder gave, see {@link DecoderConfig}. Its embedding is another part's, and so is what is made
 * of its outputs. Shared by any number of threads unless repacked; {@link DecoderPass} computes
 * with it.
 */
public final class Decoder {
  private final DecoderConfig config;
  private final String prefix;
  private final Embedding embedding;
  private final Kernels kernels;
  private final boolean training;
  private final RecurrentStack stack;
  private final @Nullable Attention attention;
  private final @Nullable WeightProduct combine;

  /** b_c (1, A); no columns without attention. */
  private final Matrix combineBias;

  /**
   * A decoder.
   *
   * @param config its shape
   * @param parameters with those that {@link DecoderConfig#declare} declares, packed here; in
   *     training shared, and after changing them call {@link #repack}
   * @param prefix of every name, such as "decoder."
   * @param embedding of the tokens it reads
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   * @throws IllegalArgumentException if a parameter is missing or of another shape
   */
  public Decoder(
      DecoderConfig config,
      Parameters parameters,
      String prefix,
      Embedding embedding,
      Kernels kernels,
      boolean training) {
    requireDeclared(config, parameters.layout(), prefix, embedding);
    this.config = config;
    this.prefix = prefix;
    this.embedding = embedding;
    this.kernels = kernels;
    this.training = training;
    stack =
        new RecurrentStack(
            config.stack(), parameters, DecoderConfig.stackPrefix(prefix), kernels, training);
    if (config.hasAttention()) {
      attention =
          new Attention(
              config.attentionShape(),
              parameters,
              prefix + DecoderConfig.ATTENTION,
              kernels,
              training);
      Matrix weight = parameters.matrix(prefix + DecoderConfig.COMBINE_WEIGHT);
      combine = new WeightProduct(weight, kernels, parameters.format(), training);
      Matrix bias = parameters.matrix(prefix + DecoderConfig.COMBINE_BIAS);
      combineBias = training ? bias : bias.copy();
    } else {
      attention = null;
      combine = null;
      combineBias = Matrix.zeros(1, 0);
    }
  }

  private static void requireDeclared(
      DecoderConfig config, ParameterLayout layout, String prefix, Embedding embedding) {
    ParameterLayout.Builder own = ParameterLayout.builder();
    config.declare(own, prefix);
    layout.requireShapes(own.build());
    if (embedding.width() != config.embeddingSize()) {
      throw new IllegalArgumentException(
          "a decoder of embeddings of "
              + config.embeddingSize()
              + " cannot read one of "
              + embedding.width());
    }
  }

  /**
   * Packs the parameters again after they have changed.
   *
   * @param w whose share to pack
   */
  public void repack(Worker w) {
    stack.repack(w);
    Attention looks = attention;
    WeightProduct combines = combine;
    if (looks != null && combines != null) {
      looks.repack(w);
      combines.repack(w);
    }
  }

  /**
   * Copies the parameters, to the bit.
   *
   * @param into parameters of the same layout
   */
  public void copyTo(Parameters into) {
    stack.copyTo(into);
    Attention looks = attention;
    WeightProduct combines = combine;
    if (looks != null && combines != null) {
      looks.copyTo(into);
      combines.unpack(into.matrix(prefix + DecoderConfig.COMBINE_WEIGHT));
      into.matrix(prefix + DecoderConfig.COMBINE_BIAS).set(combineBias);
    }
  }

  /**
   * The zero state of all layers.
   *
   * @param batch number of sequences
   * @return a new state
   */
  public RecurrentState newState(int batch) {
    return stack.newState(batch);
  }

  /**
   * Buffers for use and evaluation.
   *
   * @param maxRows most tokens of all sequences together
   * @param maxBatch most sequences
   * @param maxMemory most rows of the encoder's outputs
   * @return a pass without a backward pass
   */
  public DecoderPass newPass(int maxRows, int maxBatch, int maxMemory) {
    return new DecoderPass(this, maxRows, maxBatch, maxMemory, null);
  }

  /**
   * Buffers for training.
   *
   * @param maxRows most tokens of all sequences together
   * @param maxBatch most sequences
   * @param maxMemory most rows of the encoder's outputs
   * @param gradients where the gradients of the parameters go
   * @return a pass
   * @throws IllegalStateException if the decoder was made for inference
   */
  public DecoderPass newTrainingPass(
      int maxRows, int maxBatch, int maxMemory, Gradients gradients) {
    if (!training) {
      throw new IllegalStateException(
          "this decoder was made for inference; it has no backward pass");
    }
    return new DecoderPass(this, maxRows, maxBatch, maxMemory, gradients);
  }

  /**
   * Where the gradients of a decoder go.
   *
   * @param parameters in their layout
   * @param table gradient of the embedding (V, E)
   * @param tied whether another part of the model begins that gradient, and this one adds to it
   */
  public record Gradients(Parameters parameters, Matrix table, boolean tied) {}

  /** {@return its shape} */
  public DecoderConfig config() {
    return config;
  }

  Embedding embedding() {
    return embedding;
  }

  Kernels kernels() {
    return kernels;
  }

  RecurrentLayer layer(int l) {
    return stack.layer(l, 0);
  }

  @Nullable Attention attention() {
    return attention;
  }

  /** W_c (A, C + H); null without attention. */
  @Nullable WeightProduct combine() {
    return combine;
  }

  Matrix combineBias() {
    return combineBias;
  }

  Matrix combineGradient(Parameters gradients) {
    return gradients.matrix(prefix + DecoderConfig.COMBINE_WEIGHT);
  }

  Matrix combineBiasGradient(Parameters gradients) {
    return gradients.matrix(prefix + DecoderConfig.COMBINE_BIAS);
  }
}
