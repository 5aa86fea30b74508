package dev.rnn4j.core.model;

import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.Vocabulary;

/**
 * A recurrent language model for use: a network, and the tokens that its numbers stand for. May be
 * shared by any number of threads, each with a {@link #newSession() session} of its own.
 *
 * @param network what computes
 * @param vocabulary its tokens
 */
public record LanguageModel(LanguageModelNetwork network, Vocabulary vocabulary) {
  /**
   * Checks that the two belong together.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public LanguageModel {
    if (vocabulary.size() != network.config().vocabularySize()) {
      throw new IllegalArgumentException(
          "the vocabulary has "
              + vocabulary.size()
              + " tokens, the model is made for "
              + network.config().vocabularySize());
    }
  }

  /**
   * A model on the kernels of this JVM, with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param vocabulary its tokens
   * @param parameters its parameters, not needed any more afterwards
   * @return the model
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static LanguageModel of(
      LanguageModelConfig config, Vocabulary vocabulary, Parameters parameters) {
    return of(config, vocabulary, parameters, KernelSelection.current().kernels());
  }

  /**
   * A model with weights in the format of the parameters.
   *
   * @param config its architecture
   * @param vocabulary its tokens
   * @param parameters its parameters, not needed any more afterwards
   * @param kernels the arithmetic
   * @return the model
   * @throws IllegalArgumentException if the sizes do not fit each other
   */
  public static LanguageModel of(
      LanguageModelConfig config, Vocabulary vocabulary, Parameters parameters, Kernels kernels) {
    return new LanguageModel(LanguageModelNetwork.of(config, parameters, kernels), vocabulary);
  }

  /**
   * One stream through this model.
   *
   * @return a new session in the initial state
   */
  public LanguageModelSession newSession() {
    return new LanguageModelSession(this);
  }

  /** {@return the arithmetic it computes with} */
  public Kernels kernels() {
    return network.kernels();
  }

  /** {@return the architecture} */
  public LanguageModelConfig config() {
    return network.config();
  }

  /** {@return the parameters: a copy, to the bit, of what the network keeps only packed} */
  public Parameters parameters() {
    return network.parameters();
  }
}
