package dev.rnn4j.core.model;

import dev.rnn4j.core.head.SoftmaxHead;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Embedding;
import dev.rnn4j.core.layer.QueryAttention;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The network of a model that answers questions about stories, which knows words and answers by
 * their numbers; see {@link QuestionAnswererConfig}. Read-only, and shared by any number of
 * threads; only training changes it ({@link #repack}).
 */
public final class QuestionAnswererNetwork implements Network {
  private final QuestionAnswererConfig config;

  /** Null in a network for use, which keeps its weights packed only. */
  private final @Nullable Parameters parameters;

  private final WeightFormat format;
  private final Kernels kernels;
  private final Embedding embedding;
  private final RecurrentStack question;
  private final RecurrentStack story;
  private final QueryAttention attention;
  private final SoftmaxHead head;

  private QuestionAnswererNetwork(
      QuestionAnswererConfig config, Parameters parameters, Kernels kernels, boolean trainable) {
    parameters.layout().requireShapes(config.layout());
    this.config = config;
    this.parameters = trainable ? parameters : null;
    format = parameters.format();
    this.kernels = kernels;
    embedding = Embedding.of(parameters, QuestionAnswererConfig.EMBEDDING, kernels, trainable);
    question =
        new RecurrentStack(
            config.question(), parameters, QuestionAnswererConfig.QUESTION, kernels, trainable);
    story =
        new RecurrentStack(
            config.story(), parameters, QuestionAnswererConfig.STORY, kernels, trainable);
    attention =
        new QueryAttention(parameters, QuestionAnswererConfig.ATTENTION, kernels, trainable);
    head = new SoftmaxHead(QuestionAnswererConfig.HEAD, parameters, kernels, trainable);
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
   * @param parameters its parameters, shared; after changing them call {@link #repack}
   * @param kernels the arithmetic
   * @return the network
   * @throws IllegalArgumentException if the sizes do not fit each other
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
  public Parameters parameters() {
    return parameters == null ? unpacked() : parameters;
  }

  private Parameters unpacked() {
    ParameterLayout layout = config.layout();
    Parameters copy = new Parameters(layout, new float[layout.size()], format);
    embedding.copyTo(copy, QuestionAnswererConfig.EMBEDDING);
    question.copyTo(copy);
    story.copyTo(copy);
    attention.copyTo(copy);
    head.copyTo(copy);
    return copy;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public boolean isTrainable() {
    return parameters != null;
  }

  @Override
  public void repack(Worker w) {
    question.repack(w);
    story.repack(w);
    attention.repack(w);
    head.repack(w);
    w.barrier();
  }

  Embedding embedding() {
    return embedding;
  }

  RecurrentStack question() {
    return question;
  }

  RecurrentStack story() {
    return story;
  }

  QueryAttention attention() {
    return attention;
  }

  SoftmaxHead head() {
    return head;
  }
}
