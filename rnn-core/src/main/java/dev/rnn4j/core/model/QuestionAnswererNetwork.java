package dev.rnn4j.core.model;

import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.Linear;
import dev.rnn4j.core.layer.QueryAttention;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.parameter.Parameters;

/**
 * The network of a model that answers questions about stories, which knows words and answers by
 * their numbers; see {@link QuestionAnswererConfig}. Read-only, and shared by any number of
 * threads; only training changes it ({@link #repack}).
 */
public final class QuestionAnswererNetwork extends ModelNetwork {
  private final QuestionAnswererConfig config;

  final Embedding embedding;
  final SequenceReader.Weights question;
  final RecurrentStack story;
  final Linear match;
  final QueryAttention attention;
  final SoftmaxHead head;

  private QuestionAnswererNetwork(
      QuestionAnswererConfig config, Parameters parameters, Kernels kernels, boolean trainable) {
    super(config, config.layout(), parameters, kernels, trainable);
    this.config = config;
    embedding = Embedding.of(parameters, QuestionAnswererConfig.EMBEDDING, kernels, trainable);
    question =
        new SequenceReader.Weights(
            embedding,
            new RecurrentStack(
                config.question(), parameters, QuestionAnswererConfig.QUESTION, kernels, trainable),
            (stack, _, _) -> new LastState().newPass(stack));
    story =
        new RecurrentStack(
            config.story(), parameters, QuestionAnswererConfig.STORY, kernels, trainable);
    match =
        new Linear(
            parameters.matrix(QuestionAnswererConfig.MATCH_WEIGHT),
            parameters.matrix(QuestionAnswererConfig.MATCH_BIAS),
            kernels,
            parameters.format(),
            trainable);
    attention =
        new QueryAttention(parameters, QuestionAnswererConfig.ATTENTION, kernels, trainable);
    head = new SoftmaxHead(QuestionAnswererConfig.HEAD, parameters, kernels, trainable);
  }

  /**
   * A network for use, on the kernels of this JVM, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param parameters its parameters, not needed any more afterwards
   * @return the network
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static QuestionAnswererNetwork of(QuestionAnswererConfig config, Parameters parameters) {
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
  public static QuestionAnswererNetwork of(
      QuestionAnswererConfig config, Parameters parameters, Kernels kernels) {
    return new QuestionAnswererNetwork(config, parameters, kernels, false);
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
  public static QuestionAnswererNetwork trainable(
      QuestionAnswererConfig config, Parameters parameters, Kernels kernels) {
    return new QuestionAnswererNetwork(config, parameters, kernels, true);
  }

  /** {@return the architecture} */
  public QuestionAnswererConfig config() {
    return config;
  }

  @Override
  public void repack(Worker w) {
    question.repack(w);
    story.repack(w);
    match.repack(w);
    attention.repack(w);
    head.repack(w);
    w.barrier();
  }

  @Override
  void copyTo(Parameters into) {
    question.copyTo(into, QuestionAnswererConfig.EMBEDDING);
    story.copyTo(into);
    match.copyTo(
        into.matrix(QuestionAnswererConfig.MATCH_WEIGHT),
        into.matrix(QuestionAnswererConfig.MATCH_BIAS));
    attention.copyTo(into);
    head.copyTo(into);
  }
}
