package dev.rnn4j.core.model;

import dev.rnn4j.core.head.CrfHead;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.head.TagTransitions;
import dev.rnn4j.core.head.TaggingHead;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.CharacterConfig;
import dev.rnn4j.core.layer.CharacterFeatures;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The network of a tagger, which knows words, characters and tags by their numbers; {@link
 * TaggerPass} computes with it.
 *
 * <p>Thread safety: read-only, and shared by any number of threads. Only training changes it
 * ({@link #repack}); nothing may compute with it meanwhile.
 */
public final class TaggerNetwork extends ModelNetwork {
  private final TaggerConfig config;

  final Embedding words;
  final @Nullable CharacterFeatures characters;
  final RecurrentStack stack;
  final TaggingHead head;

  private TaggerNetwork(
      TaggerConfig config, Parameters parameters, Kernels kernels, boolean trainable) {
    super(config, config.layout(), parameters, kernels, trainable);
    this.config = config;
    words = Embedding.of(parameters, TaggerConfig.WORDS, kernels, trainable);
    CharacterConfig spelling = config.characters();
    characters =
        spelling == null
            ? null
            : spelling.bind(parameters, TaggerConfig.CHARACTERS, kernels, trainable);
    stack = new RecurrentStack(config.stack(), parameters, TaggerConfig.STACK, kernels, trainable);
    TagTransitions crf = config.crf();
    head =
        crf == null
            ? new SoftmaxHead(
                SoftmaxHead.Names.of(TaggerConfig.HEAD), parameters, kernels, trainable)
            : new CrfHead(TaggerConfig.HEAD, crf, parameters, kernels, trainable);
  }

  /**
   * A network for use, on the kernels of this JVM, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param parameters its parameters, not needed any more afterwards
   * @return the network
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static TaggerNetwork of(TaggerConfig config, Parameters parameters) {
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
  public static TaggerNetwork of(TaggerConfig config, Parameters parameters, Kernels kernels) {
    return new TaggerNetwork(config, parameters, kernels, false);
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
  public static TaggerNetwork trainable(
      TaggerConfig config, Parameters parameters, Kernels kernels) {
    return new TaggerNetwork(config, parameters, kernels, true);
  }

  @Override
  public void smoothLabels(float epsilon) {
    if (head instanceof SoftmaxHead softmax) {
      softmax.smoothLabels(epsilon);
    } else {
      super.smoothLabels(epsilon);
    }
  }

  @Override
  public void repack(Worker w) {
    if (characters != null) {
      characters.repack(w);
    }
    stack.repack(w);
    head.repack(w);
    w.barrier();
  }

  /** {@return the architecture} */
  public TaggerConfig config() {
    return config;
  }

  @Override
  void copyTo(Parameters into) {
    words.copyTo(into, TaggerConfig.WORDS);
    if (characters != null) {
      characters.copyTo(into);
    }
    stack.copyTo(into);
    head.copyTo(into);
  }
}
