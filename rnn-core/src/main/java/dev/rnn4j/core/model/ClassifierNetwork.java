package dev.rnn4j.core.model;

import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.parameter.Parameters;

/**
 * The network of a classifier, which knows tokens and classes by their numbers; {@link
 * ClassifierPass} computes with it.
 *
 * <p>Thread safety: read-only, and shared by any number of threads. Only training changes it
 * ({@link #repack}); nothing may compute with it meanwhile.
 */
public final class ClassifierNetwork extends ModelNetwork {
  private final ClassifierConfig config;

  final SequenceReader.Weights reading;
  final SoftmaxHead head;

  private ClassifierNetwork(
      ClassifierConfig config, Parameters parameters, Kernels kernels, boolean trainable) {
    super(config, config.layout(), parameters, kernels, trainable);
    this.config = config;
    reading =
        new SequenceReader.Weights(
            Embedding.of(parameters, ClassifierConfig.EMBEDDING, kernels, trainable),
            new RecurrentStack(
                config.stack(), parameters, ClassifierConfig.STACK, kernels, trainable),
            config.pooling().bind(parameters, ClassifierConfig.POOLING, kernels, trainable));
    head = new SoftmaxHead(ClassifierConfig.HEAD, parameters, kernels, trainable);
  }

  /**
   * A network for use, on the kernels of this JVM, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param parameters its parameters, not needed any more afterwards
   * @return the network
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static ClassifierNetwork of(ClassifierConfig config, Parameters parameters) {
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
  public static ClassifierNetwork of(
      ClassifierConfig config, Parameters parameters, Kernels kernels) {
    return new ClassifierNetwork(config, parameters, kernels, false);
  }

  /**
   * A network to be trained.
   *
   * @param config its architecture
   * @param parameters its parameters of {@link WeightFormat#FLOAT32}, shared; after changing them
   *     call {@link #repack}
   * @param kernels the arithmetic
   * @return the network
   * @throws IllegalArgumentException if the sizes do not fit each other, or for another format
   */
  public static ClassifierNetwork trainable(
      ClassifierConfig config, Parameters parameters, Kernels kernels) {
    return new ClassifierNetwork(config, parameters, kernels, true);
  }

  @Override
  public void smoothLabels(float epsilon) {
    head.smoothLabels(epsilon);
  }

  @Override
  public void repack(Worker w) {
    reading.repack(w);
    head.repack(w);
    w.barrier();
  }

  /** {@return the architecture} */
  public ClassifierConfig config() {
    return config;
  }

  @Override
  void copyTo(Parameters into) {
    reading.copyTo(into, ClassifierConfig.EMBEDDING);
    head.copyTo(into);
  }
}
