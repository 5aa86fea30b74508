package dev.rnn4j.core.model;

import dev.rnn4j.core.head.DistributionHead;
import dev.rnn4j.core.head.DistributionPass;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.EmbeddingInput;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.RecurrentState;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.layer.TokenTable;
import dev.rnn4j.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The network of a recurrent language model, which knows tokens by their numbers: e(t) = E x(t); h
 * of each layer from the one below and its own past; ŷ(t) = softmax(U h(t) + b), the distribution
 * of token t+1, or that of an adaptive softmax.
 *
 * <p>Thread safety: read-only, and shared by any number of threads. Only training changes it
 * ({@link #repack}); nothing may compute with it meanwhile.
 */
public final class LanguageModelNetwork extends ModelNetwork {
  private final LanguageModelConfig config;

  private final Embedding embedding;
  private final RecurrentStack stack;
  private final DistributionHead head;
  private final @Nullable TokenTable tokenTable;
  private final Passes<LanguageModelStreams> streams =
      new Passes<>(() -> new LanguageModelStreams(this));
  private int packings;

  private LanguageModelNetwork(
      LanguageModelConfig config, Parameters parameters, Kernels kernels, boolean trainable) {
    super(config, config.layout(), parameters, kernels, trainable);
    this.config = config;
    stack =
        new RecurrentStack(
            config.stack(), parameters, LanguageModelConfig.STACK, kernels, trainable);
    head = config.newHead(parameters, kernels, trainable);
    embedding =
        config.tied() && !trainable && head instanceof SoftmaxHead full
            ? new Embedding(full.packedWeight(), kernels)
            : Embedding.of(parameters, LanguageModelConfig.EMBEDDING, kernels, trainable);
    tokenTable = stack.newTokenTable(embedding);
  }

  /**
   * A network for use, on the kernels of this JVM, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param parameters its parameters, not needed any more afterwards
   * @return the network
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static LanguageModelNetwork of(LanguageModelConfig config, Parameters parameters) {
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
  public static LanguageModelNetwork of(
      LanguageModelConfig config, Parameters parameters, Kernels kernels) {
    return new LanguageModelNetwork(config, parameters, kernels, false);
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
  public static LanguageModelNetwork trainable(
      LanguageModelConfig config, Parameters parameters, Kernels kernels) {
    return new LanguageModelNetwork(config, parameters, kernels, true);
  }

  @Override
  public void smoothLabels(float epsilon) {
    head.smoothLabels(epsilon);
  }

  @Override
  public void repack(Worker w) {
    if (w.index() == 0) {
      packings++;
    }
    stack.repack(w);
    head.repack(w);
    w.barrier();
  }

  /**
   * The initial state: zeros, or what the layers have learned.
   *
   * @param batch number of streams
   * @return a new state
   */
  public RecurrentState newState(int batch) {
    return stack.newState(batch);
  }

  /** {@return the architecture} */
  public LanguageModelConfig config() {
    return config;
  }

  @Override
  void copyTo(Parameters into) {
    embedding.copyTo(into, LanguageModelConfig.EMBEDDING);
    stack.copyTo(into);
    head.copyTo(into);
  }

  /** How often the parameters were packed again. */
  int packings() {
    return packings;
  }

  /** Buffers for many sequences at a time. */
  Passes<LanguageModelStreams> streams() {
    return streams;
  }

  EmbeddingInput newInput(int rows, @Nullable Parameters gradients) {
    return stack.newInput(
        embedding,
        rows,
        gradients == null ? null : gradients.matrix(LanguageModelConfig.EMBEDDING),
        config.tied(),
        tokenTable);
  }

  StackPass newStackPass(int rows, int batch, @Nullable Parameters gradients) {
    return stack.newPass(rows, batch, gradients);
  }

  DistributionPass newHeadPass(int rows, @Nullable Parameters gradients) {
    return head.newPass(rows, gradients);
  }
}
