package dev.rnn4j.core.io;

import dev.rnn4j.core.head.AttentionPooling;
import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.MaxOverTime;
import dev.rnn4j.core.head.MeanOverTime;
import dev.rnn4j.core.head.Pooling;
import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.ClassifierConfig;
import dev.rnn4j.core.model.ClassifierConfig.TokenDropout;
import dev.rnn4j.core.model.ClassifierNetwork;
import dev.rnn4j.core.model.SequenceClassifier;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier of texts as one {@code .safetensors} file: the parameters, and the configuration,
 * the vocabulary and the labels as JSON in the metadata.
 *
 * @param config the architecture
 * @param vocabulary the tokens
 * @param labels the classes
 * @param parameters the parameters
 * @param training how it was trained, as free text by name; may be empty
 */
public record ClassifierFile(
    ClassifierConfig config,
    Vocabulary vocabulary,
    Labels labels,
    Parameters parameters,
    Map<String, String> training) {
  /** What files of classifiers say they are, see {@link FormatVersion}. */
  public static final String VERSION = "classifier/1";

  private static final String VOCABULARY = "rnn4j.vocabulary";
  private static final String LABELS = "rnn4j.labels";
  private static final List<String> POOLINGS = List.of("last", "mean", "max", "attention");

  /** Takes a copy of the notes on the training. */
  public ClassifierFile {
    training = Map.copyOf(training);
  }

  /**
   * Loads a classifier for use, on the kernels of this JVM.
   *
   * @param file where it is
   * @return the classifier
   * @throws ModelFormatException if the file is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static SequenceClassifier load(Path file) throws IOException {
    return read(file).model();
  }

  /**
   * Loads a classifier for use from a stream, such as a resource of the class path. Reads exactly
   * the bytes of the model.
   *
   * @param in a stream that stands at the start of a model file; not closed
   * @return the classifier
   * @throws ModelFormatException if what it holds is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static SequenceClassifier load(InputStream in) throws IOException {
    return of(ModelFile.read(in, VERSION, ClassifierFile::layout)).model();
  }

  /**
   * Reads the file of a classifier.
   *
   * @param file where it is
   * @return its contents
   * @throws ModelFormatException if the file is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static ClassifierFile read(Path file) throws IOException {
    return of(ModelFile.read(file, VERSION, ClassifierFile::layout));
  }

  private static ClassifierFile of(ModelFile file) {
    Map<String, String> description = file.description();
    return new ClassifierFile(
        config(description),
        vocabulary(description),
        labels(description),
        file.parameters(),
        file.training());
  }

  /** Checks that all of a description belongs together. */
  private static ParameterLayout layout(Map<String, String> metadata) {
    ClassifierConfig config = config(metadata);
    int tokens = vocabulary(metadata).size();
    int classes = labels(metadata).size();
    if (tokens != config.vocabularySize() || classes != config.classes()) {
      throw new IllegalArgumentException(
          "it has "
              + tokens
              + " tokens and "
              + classes
              + " labels, its configuration says "
              + config.vocabularySize()
              + " and "
              + config.classes());
    }
    return config.layout();
  }

  /** {@return the model for use, on the kernels of this JVM} */
  public SequenceClassifier model() {
    return model(KernelSelection.current().kernels());
  }

  /**
   * The model for use.
   *
   * @param kernels the arithmetic
   * @return the model
   */
  public SequenceClassifier model(Kernels kernels) {
    return new SequenceClassifier(
        ClassifierNetwork.of(config, parameters, kernels), vocabulary, labels);
  }

  /**
   * The same model with its weights in a format.
   *
   * @param format the format; one with fewer bits rounds
   * @return this if it is that of the parameters, otherwise one with a copy of them
   */
  public ClassifierFile withWeights(WeightFormat format) {
    return format == parameters.format()
        ? this
        : new ClassifierFile(config, vocabulary, labels, parameters.in(format), training);
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
    new ModelFile(VERSION, describe(config, vocabulary, labels), parameters, training).write(file);
  }

  /**
   * Configuration, vocabulary and labels as metadata.
   *
   * @param config the architecture
   * @param vocabulary the tokens
   * @param labels the classes
   * @return JSON by metadata key
   * @throws IllegalArgumentException if there are more tokens than can be read back, or the model
   *     has a cell or a pooling that is not this library's
   */
  public static Map<String, String> describe(
      ClassifierConfig config, Vocabulary vocabulary, Labels labels) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("vocabulary_size", config.vocabularySize());
    json.put("stack", Description.write(config.stack()));
    write(config.pooling(), json);
    json.put("classes", config.classes());
    json.put("dropout", config.dropout());
    json.put("token_dropout", config.tokenDropout().probability());
    json.put("unknown_token", config.tokenDropout().unknown());
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(Description.CONFIG, Json.write(json));
    metadata.put(VOCABULARY, Description.write(vocabulary));
    Description.requireReadable(labels.names());
    metadata.put(LABELS, Json.write(Map.of("names", labels.names())));
    return metadata;
  }

  private static void write(Pooling pooling, Map<String, Object> json) {
    switch (pooling) {
      case LastState() -> json.put("pooling", "last");
      case MeanOverTime() -> json.put("pooling", "mean");
      case MaxOverTime() -> json.put("pooling", "max");
      case AttentionPooling(int size) -> {
        json.put("pooling", "attention");
        json.put("attention_size", size);
      }
      default ->
          throw new IllegalArgumentException(
              "only the poolings of this library can be written to a file, not " + pooling);
    }
  }

  private static Pooling pooling(JsonObject json) throws JsonException {
    String name = json.string("pooling");
    return switch (name) {
      case "last" -> new LastState();
      case "mean" -> new MeanOverTime();
      case "max" -> new MaxOverTime();
      case "attention" -> new AttentionPooling(json.integer("attention_size"));
      default ->
          throw new JsonException(
              "unknown pooling " + Json.brief(name) + "; this version knows " + POOLINGS);
    };
  }

  private static ClassifierConfig config(Map<String, String> metadata) {
    return Description.read(
        metadata,
        Description.CONFIG,
        json ->
            new ClassifierConfig(
                json.integer("vocabulary_size"),
                Description.stack(json.object("stack")),
                pooling(json),
                json.integer("classes"),
                (float) json.number("dropout"),
                new TokenDropout(
                    (float) json.number("token_dropout"), json.integer("unknown_token"))));
  }

  private static Vocabulary vocabulary(Map<String, String> metadata) {
    return Description.read(metadata, VOCABULARY, Description::vocabulary);
  }

  private static Labels labels(Map<String, String> metadata) {
    return Description.read(metadata, LABELS, json -> new Labels(json.strings("names")));
  }
}
