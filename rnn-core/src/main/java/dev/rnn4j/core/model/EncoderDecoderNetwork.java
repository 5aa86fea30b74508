package dev.rnn4j.core.model;

import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.head.SoftmaxPass;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Bridge;
import dev.rnn4j.core.layer.BridgePass;
import dev.rnn4j.core.layer.Decoder;
import dev.rnn4j.core.layer.DecoderPass;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The network of an encoder-decoder, which knows tokens by their numbers.
 *
 * <p>Thread safety: read-only, and shared by any number of threads. Only training changes it
 * ({@link #repack}); nothing may compute with it meanwhile.
 */
public final class EncoderDecoderNetwork extends ModelNetwork {
  private final EncoderDecoderConfig config;

  private final @Nullable Embedding sourceEmbedding;
  private final RecurrentStack encoder;
  private final Bridge bridge;
  private final Embedding targetEmbedding;
  private final Decoder decoder;
  private final SoftmaxHead head;

  private EncoderDecoderNetwork(
      EncoderDecoderConfig config, Parameters parameters, Kernels kernels, boolean trainable) {
    super(config, config.layout(), parameters, kernels, trainable);
    this.config = config;
    head = new SoftmaxHead(config.head(), parameters, kernels, trainable);
    targetEmbedding =
        config.isTied() && !trainable
            ? new Embedding(head.packedWeight(), kernels)
            : Embedding.of(parameters, EncoderDecoderConfig.TARGET_EMBEDDING, kernels, trainable);
    sourceEmbedding = newSourceEmbedding(parameters, trainable);
    encoder =
        new RecurrentStack(
            config.encoderStack(), parameters, EncoderDecoderConfig.ENCODER, kernels, trainable);
    bridge =
        new Bridge(
            config.encoderStack(),
            config.decoderStack(),
            parameters,
            EncoderDecoderConfig.BRIDGE,
            kernels,
            trainable);
    decoder =
        new Decoder(
            config.decoderStack(),
            parameters,
            EncoderDecoderConfig.DECODER,
            targetEmbedding,
            kernels,
            trainable);
  }

  private @Nullable Embedding newSourceEmbedding(Parameters from, boolean trainable) {
    if (config.encoder().input() instanceof EncoderDecoderConfig.Input.Frames) {
      return null;
    }
    return config.sharesAll()
        ? targetEmbedding
        : Embedding.of(from, EncoderDecoderConfig.SOURCE_EMBEDDING, kernels(), trainable);
  }

  /**
   * A network for use, on the kernels of this JVM, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param parameters its parameters, not needed any more afterwards
   * @return the network
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static EncoderDecoderNetwork of(EncoderDecoderConfig config, Parameters parameters) {
    return of(config, parameters, KernelSelection.current().kernels());
  }

  /**
   * A network for use, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param parameters its parameters, not needed any more afterwards
   * @param kernels the arithmetic
   * @return the network
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static EncoderDecoderNetwork of(
      EncoderDecoderConfig config, Parameters parameters, Kernels kernels) {
    return new EncoderDecoderNetwork(config, parameters, kernels, false);
  }

  /**
   * A network that can be trained.
   *
   * @param config its architecture
   * @param parameters its parameters of {@link WeightFormat#FLOAT32}, shared; after changing them
   *     call {@link #repack}
   * @param kernels the arithmetic
   * @return the network
   * @throws IllegalArgumentException if the sizes do not fit each other, or for another format
   */
  public static EncoderDecoderNetwork trainable(
      EncoderDecoderConfig config, Parameters parameters, Kernels kernels) {
    return new EncoderDecoderNetwork(config, parameters, kernels, true);
  }

  @Override
  public void smoothLabels(float epsilon) {
    head.smoothLabels(epsilon);
  }

  @Override
  public void repack(Worker w) {
    encoder.repack(w);
    bridge.repack(w);
    decoder.repack(w);
    head.repack(w);
    w.barrier();
  }

  /** {@return the architecture} */
  public EncoderDecoderConfig config() {
    return config;
  }

  @Override
  void copyTo(Parameters into) {
    Embedding reads = sourceEmbedding;
    if (reads != null) {
      reads.copyTo(into, config.sourceEmbedding());
    }
    encoder.copyTo(into);
    bridge.copyTo(into);
    targetEmbedding.copyTo(into, EncoderDecoderConfig.TARGET_EMBEDDING);
    decoder.copyTo(into);
    head.copyTo(into);
  }

  @Nullable Embedding sourceEmbedding() {
    return sourceEmbedding;
  }

  RecurrentStack encoder() {
    return encoder;
  }

  Decoder decoder() {
    return decoder;
  }

  BridgePass newBridgePass(int maxBatch, @Nullable Parameters gradients) {
    return bridge.newPass(maxBatch, gradients);
  }

  DecoderPass newDecoderPass(
      int maxRows, int maxBatch, int maxMemory, @Nullable Parameters gradients) {
    if (gradients == null) {
      return decoder.newPass(maxRows, maxBatch, maxMemory);
    }
    return decoder.newTrainingPass(
        maxRows,
        maxBatch,
        maxMemory,
        new Decoder.Gradients(
            gradients, gradients.matrix(EncoderDecoderConfig.TARGET_EMBEDDING), config.isTied()));
  }

  SoftmaxPass newHeadPass(int rows, @Nullable Parameters gradients) {
    return head.newPass(rows, gradients);
  }
}
