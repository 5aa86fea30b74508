package dev.rnn4j.core.io;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.QuestionAnswerer;
import dev.rnn4j.core.model.QuestionAnswererConfig;
import dev.rnn4j.core.model.QuestionAnswererNetwork;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model that answers questions about stories as one {@code .safetensors} file: the parameters,
 * and the configuration, the words and the answers as JSON in the metadata.
 *
 * @param config the architecture
 * @param vocabulary the words
 * @param answers all that it can answer
 * @param parameters the parameters
 * @param training how it was trained, as free text by name; may be empty
 */
public record QuestionAnswererFile(
    QuestionAnswererConfig config,
    Vocabulary vocabulary,
    Labels answers,
    Parameters parameters,
    Map<String, String> training) {
  /** What files of such models say they are, see {@link FormatVersion}. */
  public static final String VERSION = "question-answerer/1";

  private static final String VOCABULARY = "rnn4j.vocabulary";
  private static final String ANSWERS = "rnn4j.answers";

  /** Takes a copy of the notes on the training. */
  public QuestionAnswererFile {
    training = Map.copyOf(training);
  }

  /**
   * Loads a model for use, on the kernels of this JVM.
   *
   * @param file where it is
   * @return the model
   * @throws ModelFormatException if the file is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static QuestionAnswerer load(Path file) throws IOException {
    return read(file).model();
  }

  /**
   * Loads a model for use from a stream, such as a resource of the class path. Reads exactly the
   * bytes of the model.
   *
   * @param in a stream that stands at the start of a model file; not closed
   * @return the model
   * @throws ModelFormatException if what it holds is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static QuestionAnswerer load(InputStream in) throws IOException {
    return of(ModelFile.read(in, VERSION, QuestionAnswererFile::layout)).model();
  }

  /**
   * Reads the file of a model.
   *
   * @param file where it is
   * @return its contents
   * @throws ModelFormatException if the file is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static QuestionAnswererFile read(Path file) throws IOException {
    return of(ModelFile.read(file, VERSION, QuestionAnswererFile::layout));
  }

  private static QuestionAnswererFile of(ModelFile file) {
    Map<String, String> description = file.description();
    return new QuestionAnswererFile(
        config(description),
        vocabulary(description),
        answers(description),
        file.parameters(),
        file.training());
  }

  /** Checks that all of a description belongs together. */
  private static ParameterLayout layout(Map<String, String> metadata) {
    QuestionAnswererConfig config = config(metadata);
    int words = vocabulary(metadata).size();
    int answers = answers(metadata).size();
    if (words != config.vocabularySize() || answers != config.answers()) {
      throw new IllegalArgumentException(
          "it has "
              + words
              + " words and "
              + answers
              + " answers, its configuration says "
              + config.vocabularySize()
              + " and "
              + config.answers());
    }
    return config.layout();
  }

  /** {@return the model for use, on the kernels of this JVM} */
  public QuestionAnswerer model() {
    return model(KernelSelection.current().kernels());
  }

  /**
   * The model for use.
   *
   * @param kernels the arithmetic
   * @return the model
   */
  public QuestionAnswerer model(Kernels kernels) {
    return new QuestionAnswerer(
        QuestionAnswererNetwork.of(config, parameters, kernels), vocabulary, answers);
  }

  /**
   * Writes the file: to a temporary one beside it first, which replaces it when it is complete.
   *
   * @param file where to
   * @throws IllegalArgumentException if the file could not be read again: a parameter is NaN or
   *     infinite, or the vocabulary is too large
   * @throws IOException if that fails; an older file is then still there
   */
  public void write(Path file) throws IOException {
    new ModelFile(VERSION, describe(config, vocabulary, answers), parameters, training).write(file);
  }

  /**
   * Configuration, words and answers as metadata.
   *
   * @param config the architecture
   * @param vocabulary the words
   * @param answers all that it can answer
   * @return JSON by metadata key
   * @throws IllegalArgumentException if there are more of them than can be read back
   */
  public static Map<String, String> describe(
      QuestionAnswererConfig config, Vocabulary vocabulary, Labels answers) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("vocabulary_size", config.vocabularySize());
    json.put("question", Description.write(config.question()));
    json.put("story", Description.write(config.story()));
    json.put("answers", config.answers());
    Description.requireReadable(answers.names());
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(Description.CONFIG, Json.write(json));
    metadata.put(VOCABULARY, Description.write(vocabulary));
    metadata.put(ANSWERS, Json.write(Map.of("names", answers.names())));
    return metadata;
  }

  private static QuestionAnswererConfig config(Map<String, String> metadata) {
    return Description.read(
        metadata,
        Description.CONFIG,
        json ->
            new QuestionAnswererConfig(
                json.integer("vocabulary_size"),
                Description.stack(json.object("question")),
                Description.stack(json.object("story")),
                json.integer("answers")));
  }

  private static Vocabulary vocabulary(Map<String, String> metadata) {
    return Description.read(metadata, VOCABULARY, Description::vocabulary);
  }

  private static Labels answers(Map<String, String> metadata) {
    return Description.read(metadata, ANSWERS, json -> new Labels(json.strings("names")));
  }
}
