package dev.rnn4j.core.io;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.ClassifierNetwork;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.QuestionAnswerer;
import dev.rnn4j.core.model.QuestionAnswererNetwork;
import dev.rnn4j.core.model.SentenceEncoder;
import dev.rnn4j.core.model.SequenceClassifier;
import java.io.IOException;
import java.nio.file.Path;

/** Files of models that make vectors of texts, whatever kind of model they are. */
public final class SentenceEncoderFile {
  private static final String KINDS =
      "language models, classifiers and models that answer questions make vectors of texts";

  private SentenceEncoderFile() {}

  /**
   * Loads a model as an encoder: of a language model the last h, of a classifier what its class is
   * predicted from, of a model that answers what it knows of a question.
   *
   * @param file where it is
   * @param kernels the arithmetic
   * @param mean of a language model the mean of h over time instead
   * @return the encoder
   * @throws ModelFormatException if the file is no such model
   * @throws IllegalArgumentException if a mean is asked for of another model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static SentenceEncoder load(Path file, Kernels kernels, boolean mean) throws IOException {
    String kind = ModelFile.kind(file);
    if (kind.equals(kind(LanguageModelFile.VERSION))) {
      LanguageModelFile model = LanguageModelFile.read(file);
      return LanguageModel.of(model.config(), model.vocabulary(), model.parameters(), kernels)
          .encoder(mean);
    }
    if (mean) {
      throw new IllegalArgumentException(
          "only language models have a mean over time; " + file + " is a " + kind);
    }
    if (kind.equals(kind(ClassifierFile.VERSION))) {
      ClassifierFile model = ClassifierFile.read(file);
      return new SequenceClassifier(
              ClassifierNetwork.of(model.config(), model.parameters(), kernels),
              model.vocabulary(),
              model.labels())
          .encoder();
    }
    if (kind.equals(kind(QuestionAnswererFile.VERSION))) {
      QuestionAnswererFile model = QuestionAnswererFile.read(file);
      return new QuestionAnswerer(
              QuestionAnswererNetwork.of(model.config(), model.parameters(), kernels),
              model.vocabulary(),
              model.answers())
          .encoder();
    }
    throw new ModelFormatException(file, "it is a " + kind + "; " + KINDS);
  }

  private static String kind(String version) {
    return version.substring(0, version.indexOf('/'));
  }
}
