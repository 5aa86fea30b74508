package dev.rnn4j.core.io;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A language model as one {@code .safetensors} file: the parameters under PyTorch's names, the
 * configuration and the vocabulary as JSON in the metadata, and how the model was trained. Any
 * reader of safetensors opens it. Parameters of {@link WeightFormat#BFLOAT16} are stored as such:
 * their matrices as BF16, their biases as F32. The format, with all that is needed to write one
 * elsewhere: docs/model-file.md.
 *
 * @param config the architecture
 * @param vocabulary the tokens
 * @param parameters the parameters
 * @param training how it was trained, as free text by name; may be empty
 * @param ignored names of tensors of the file it was read from that are not the model's; they are
 *     not written again
 */
public record LanguageModelFile(
    LanguageModelConfig config,
    Vocabulary vocabulary,
    Parameters parameters,
    Map<String, String> training,
    List<String> ignored) {
  /** What model files say they are, see {@link FormatVersion}. */
  public static final String VERSION = "language-model/1";

  /** The key of what only an adaptive softmax has. */
  private static final String CUTOFFS = "cutoffs";

  /** Takes a copy of the description of the training, sorted: equal models make equal files. */
  public LanguageModelFile {
    training = Collections.unmodifiableMap(new TreeMap<>(training));
    ignored = List.copyOf(ignored);
  }

  /**
   * A model to write.
   *
   * @param config the architecture
   * @param vocabulary the tokens
   * @param parameters the parameters
   * @param training how it was trained, as free text by name; may be empty
   */
  public LanguageModelFile(
      LanguageModelConfig config,
      Vocabulary vocabulary,
      Parameters parameters,
      Map<String, String> training) {
    this(config, vocabulary, parameters, training, List.of());
  }

  /**
   * Loads a model for use, on the kernels of this JVM.
   *
   * @param file where it is
   * @return the model
   * @throws ModelFormatException if the file is not such a model
   * @throws java.io.InterruptedIOException if the thread is interrupted; it stays interrupted
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static LanguageModel load(Path file) throws IOException {
    return read(file).model();
  }

  /**
   * Loads a model for use from a stream, such as a resource of the class path. Reads exactly the
   * bytes of the model, of which it needs the memory twice; a stream that ends early or is no model
   * takes no more than it has.
   *
   * @param in a stream that stands at the start of a model file; not closed
   * @return the model
   * @throws ModelFormatException if what it holds is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static LanguageModel load(InputStream in) throws IOException {
    return read(in).model();
  }

  /**
   * {@return the model for use, on the kernels of this JVM; it does not need this file any more}
   */
  public LanguageModel model() {
    return LanguageModel.of(config, vocabulary, parameters);
  }

  /**
   * The model for use.
   *
   * @param kernels the arithmetic
   * @return the model; it does not need this file any more
   */
  public LanguageModel model(Kernels kernels) {
    return LanguageModel.of(config, vocabulary, parameters, kernels);
  }

  /**
   * The same model with its weights in a format.
   *
   * @param format the format; one with fewer bits rounds
   * @return this if it is that of the parameters, otherwise one with a copy of them
   */
  public LanguageModelFile withWeights(WeightFormat format) {
    return format == parameters.format()
        ? this
        : new LanguageModelFile(config, vocabulary, parameters.in(format), training, ignored);
  }

  /**
   * Reads a model file.
   *
   * @param file where it is
   * @return its contents
   * @throws ModelFormatException if the file is not such a model
   * @throws java.io.InterruptedIOException if the thread is interrupted; it stays interrupted
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static LanguageModelFile read(Path file) throws IOException {
    try (SafetensorsReader reader = Safetensors.open(file)) {
      return read(reader);
    }
  }

  /**
   * Reads a model file from a stream, see {@link #load(InputStream)}.
   *
   * @param in a stream that stands at the start of a model file; not closed
   * @return its contents
   * @throws ModelFormatException if what it holds is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static LanguageModelFile read(InputStream in) throws IOException {
    try (SafetensorsReader reader = Safetensors.read(in, "the stream")) {
      return read(reader);
    }
  }

  private static LanguageModelFile read(SafetensorsReader reader) throws IOException {
    ModelFile file = ModelFile.read(reader, VERSION, metadata -> layout(reader, metadata));
    return new LanguageModelFile(
        readConfig(file.description()),
        readVocabulary(file.description()),
        file.parameters(),
        file.training(),
        file.ignored());
  }

  private static ParameterLayout layout(SafetensorsReader reader, Map<String, String> metadata) {
    LanguageModelConfig config = readConfig(metadata);
    Vocabulary vocabulary = readVocabulary(metadata);
    if (vocabulary.size() != config.vocabularySize()) {
      throw new IllegalArgumentException(
          "its vocabulary has "
              + vocabulary.size()
              + " tokens, its configuration says "
              + config.vocabularySize());
    }
    requireOneDecoder(reader, config);
    return config.layout();
  }

  private static void requireOneDecoder(SafetensorsReader reader, LanguageModelConfig config) {
    if (config.tied() && reader.contains("decoder.weight")) {
      throw new IllegalArgumentException(
          "its configuration has no place for the parameter \"decoder.weight\"; tied, it is"
              + " encoder.weight");
    }
  }

  /**
   * Reads the configuration from metadata that {@link #describe} wrote.
   *
   * @param metadata of a file
   * @return the architecture
   * @throws IllegalArgumentException if it is missing or malformed, or a value is out of its range
   */
  public static LanguageModelConfig readConfig(Map<String, String> metadata) {
    return Description.read(
        metadata,
        Description.CONFIG,
        json ->
            new LanguageModelConfig(
                Description.cell(json),
                json.integer("vocabulary_size"),
                json.integer("embedding_size"),
                json.integers("hidden_sizes"),
                Description.regularization(json),
                json.bool("tied"),
                json.has(CUTOFFS) ? json.integers(CUTOFFS) : List.of(),
                Description.learnsStart(json)));
  }

  /**
   * Reads the vocabulary from metadata that {@link #describe} wrote.
   *
   * @param metadata of a file
   * @return the tokens
   * @throws IllegalArgumentException if it is missing or malformed, or the tokens are no vocabulary
   */
  public static Vocabulary readVocabulary(Map<String, String> metadata) {
    return Description.vocabulary(metadata);
  }

  /**
   * Configuration and vocabulary as metadata.
   *
   * @param config the architecture
   * @param vocabulary the tokens
   * @return JSON by metadata key
   * @throws IllegalArgumentException if there are more tokens than can be read back
   */
  public static Map<String, String> describe(LanguageModelConfig config, Vocabulary vocabulary) {
    Map<String, Object> json = new LinkedHashMap<>();
    Description.writeCell(config.cell(), json);
    json.put("vocabulary_size", config.vocabularySize());
    json.put("embedding_size", config.embeddingSize());
    json.put("hidden_sizes", config.hiddenSizes());
    Description.writeRegularization(config.regularization(), json);
    json.put("tied", config.tied());
    if (config.isAdaptive()) { // so that files of full softmaxes stay what they are
      json.put(CUTOFFS, config.cutoffs());
    }
    Description.writeStart(config.learnedStart(), json);
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(Description.CONFIG, Json.write(json));
    metadata.put(Description.VOCABULARY, Description.write(vocabulary));
    return metadata;
  }

  /**
   * Fails if a model, or a checkpoint of its training, could not be written because of its
   * vocabulary. Cheap: to be asked before a training, not after its first epoch.
   *
   * @param config the architecture
   * @param vocabulary the tokens
   * @throws IllegalArgumentException if there are more tokens, or longer ones, than a file holds
   */
  public static void requireWritable(LanguageModelConfig config, Vocabulary vocabulary) {
    ModelFile.requireWritable(describe(config, vocabulary));
  }

  /**
   * Writes the file: to a temporary one beside it first, which replaces it when it is complete.
   *
   * @param file where to
   * @throws IllegalArgumentException if the file could not be read again: a parameter is NaN or
   *     infinite, or the vocabulary is too large
   * @throws java.io.InterruptedIOException if the thread is interrupted; it stays interrupted
   * @throws IOException if that fails; an older file is then still there
   */
  public void write(Path file) throws IOException {
    toModelFile().write(file);
  }

  /** {@return the same without what only a language model knows} */
  public ModelFile toModelFile() {
    return new ModelFile(VERSION, describe(config, vocabulary), parameters, training);
  }
}
