package dev.rnn4j.core.io;

import dev.rnn4j.core.cell.CellType;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.ParameterLayout;
import dev.rnn4j.core.model.Parameters;
import dev.rnn4j.core.model.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A language model as one {@code .safetensors} file: the parameters under PyTorch's names, the
 * configuration and the vocabulary as JSON in the metadata, and how the model was trained. Any
 * reader of safetensors opens it. Parameters of {@link WeightFormat#BFLOAT16} are stored as such:
 * their matrices as BF16, their biases as F32.
 *
 * @param config the architecture
 * @param vocabulary the tokens
 * @param parameters the parameters
 * @param training how it was trained, as free text by name; may be empty
 */
public record LanguageModelFile(
    LanguageModelConfig config,
    Vocabulary vocabulary,
    Parameters parameters,
    Map<String, String> training) {
  private static final String KIND = "rnn4j";
  private static final String KIND_VALUE = "language-model/1";
  private static final String CONFIG = "rnn4j.config";
  private static final String VOCABULARY = "rnn4j.vocabulary";
  private static final String TRAINING = "rnn4j.training.";

  /** Takes a copy of the description of the training, sorted: equal models make equal files. */
  public LanguageModelFile {
    training = Collections.unmodifiableMap(new TreeMap<>(training));
  }

  /**
   * Loads a model for use, on the kernels of this JVM.
   *
   * @param file where it is
   * @return the model
   * @throws ModelFormatException if the file is not such a model
   * @throws IOException if it cannot be read
   */
  public static LanguageModel load(Path file) throws IOException {
    return read(file).model();
  }

  /**
   * The model for use, on the kernels of this JVM.
   *
   * @return a model that shares the parameters
   */
  public LanguageModel model() {
    return LanguageModel.of(config, vocabulary, parameters);
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
        : new LanguageModelFile(config, vocabulary, parameters.in(format), training);
  }

  /**
   * Reads a model file.
   *
   * @param file where it is
   * @return its contents
   * @throws ModelFormatException if the file is not such a model
   * @throws IOException if it cannot be read
   */
  public static LanguageModelFile read(Path file) throws IOException {
    try (SafetensorsReader reader = Safetensors.open(file)) {
      return read(reader);
    } catch (JsonException | IllegalArgumentException e) {
      throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static LanguageModelFile read(SafetensorsReader reader)
      throws IOException, JsonException {
    Map<String, String> metadata = reader.metadata();
    if (!KIND_VALUE.equals(metadata.get(KIND))) {
      throw new ModelFormatException(
          reader.file(),
          "it is a safetensors file, but not a language model of this project (its metadata lacks "
              + KIND
              + " = "
              + KIND_VALUE
              + ")");
    }
    LanguageModelConfig config = readConfig(metadata);
    Vocabulary vocabulary = readVocabulary(metadata);
    if (vocabulary.size() != config.vocabularySize()) {
      throw new ModelFormatException(
          reader.file(),
          "its vocabulary has "
              + vocabulary.size()
              + " tokens, its configuration says "
              + config.vocabularySize());
    }
    return new LanguageModelFile(
        config, vocabulary, readParameters(reader, config, ""), training(metadata));
  }

  /**
   * Reads the configuration from metadata that {@link #describe} wrote.
   *
   * @param metadata of a file
   * @return the architecture
   * @throws JsonException if it is missing or malformed
   * @throws IllegalArgumentException if a value is out of its range
   */
  public static LanguageModelConfig readConfig(Map<String, String> metadata) throws JsonException {
    JsonObject json = Json.parseObject(required(metadata, CONFIG), "config");
    return new LanguageModelConfig(
        constant(CellType.class, json.string("cell")),
        constant(Activation.class, json.string("activation")),
        json.integer("vocabulary_size"),
        json.integer("embedding_size"),
        json.integers("hidden_sizes"),
        (float) json.number("dropout"),
        json.bool("tied"));
  }

  /**
   * Reads the vocabulary from metadata that {@link #describe} wrote.
   *
   * @param metadata of a file
   * @return the tokens
   * @throws JsonException if it is missing or malformed
   * @throws IllegalArgumentException if the tokens are no vocabulary
   */
  public static Vocabulary readVocabulary(Map<String, String> metadata) throws JsonException {
    JsonObject json = Json.parseObject(required(metadata, VOCABULARY), "vocabulary");
    return new Vocabulary(
        constant(Vocabulary.Level.class, json.string("level")), json.strings("tokens"));
  }

  private static String required(Map<String, String> metadata, String key) throws JsonException {
    String text = metadata.get(key);
    if (text == null) {
      throw new JsonException("the metadata lacks " + key);
    }
    return text;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) throws JsonException {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(name)) {
        return constant;
      }
    }
    throw new JsonException(
        "unknown "
            + type.getSimpleName()
            + " "
            + Json.brief(name)
            + "; this version knows "
            + List.of(type.getEnumConstants()));
  }

  private static Map<String, String> training(Map<String, String> metadata) {
    Map<String, String> training = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      if (entry.getKey().startsWith(TRAINING)) {
        training.put(entry.getKey().substring(TRAINING.length()), entry.getValue());
      }
    }
    return training;
  }

  /**
   * Reads parameters, checking every shape and type before anything is allocated. They are of
   * {@link WeightFormat#BFLOAT16} if the file's matrices are.
   *
   * @param reader an open file
   * @param config the architecture they belong to
   * @param prefix before each name in the file; may be empty
   * @return the parameters
   * @throws ModelFormatException if one is missing or of another shape or type
   * @throws IOException if the file cannot be read
   */
  public static Parameters readParameters(
      SafetensorsReader reader, LanguageModelConfig config, String prefix) throws IOException {
    ParameterLayout layout = ParameterLayout.of(config);
    for (ParameterLayout.Entry entry : layout.entries()) {
      String name = prefix + entry.name();
      if (!reader.contains(name)) {
        throw new ModelFormatException(reader.file(), "it lacks the parameter " + name);
      }
      if (!reader.shape(name).equals(entry.shape())) {
        throw new ModelFormatException(
            reader.file(),
            "parameter "
                + name
                + " has shape "
                + reader.shape(name)
                + ", its configuration needs "
                + entry.shape());
      }
    }
    WeightFormat format = readFormat(reader, layout, prefix);
    float[] values = new float[layout.size()];
    for (ParameterLayout.Entry entry : layout.entries()) {
      reader.floats(prefix + entry.name(), values, entry.offset());
    }
    return new Parameters(layout, values, format);
  }

  /** The format of the first matrix, which all of them must have. */
  private static WeightFormat readFormat(
      SafetensorsReader reader, ParameterLayout layout, String prefix) throws ModelFormatException {
    String first = prefix + layout.entries().getFirst().name();
    boolean rounded = reader.dtype(first) == DType.BF16;
    WeightFormat format = rounded ? WeightFormat.BFLOAT16 : WeightFormat.FLOAT32;
    for (ParameterLayout.Entry entry : layout.entries()) {
      String name = prefix + entry.name();
      DType expected = dtype(entry, format);
      if (reader.dtype(name) != expected) {
        String beside = name.equals(first) ? "" : ", as " + first + " is " + reader.dtype(first);
        throw new ModelFormatException(
            reader.file(),
            "parameter "
                + name
                + " has the type "
                + reader.dtype(name)
                + ", expected "
                + expected
                + beside);
      }
    }
    return format;
  }

  private static DType dtype(ParameterLayout.Entry entry, WeightFormat format) {
    return format == WeightFormat.BFLOAT16 && !entry.vector() ? DType.BF16 : DType.F32;
  }

  /**
   * Parameters as tensors to write, in their format.
   *
   * @param parameters shared until the file is written
   * @param prefix before each name in the file; may be empty
   * @return one tensor each, in order
   */
  public static List<NamedTensor> tensors(Parameters parameters, String prefix) {
    List<NamedTensor> tensors = new ArrayList<>();
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      String name = prefix + entry.name();
      tensors.add(
          dtype(entry, parameters.format()) == DType.BF16
              ? NamedTensor.bfloat16s(name, entry.shape(), parameters.values(), entry.offset())
              : NamedTensor.floats(name, entry.shape(), parameters.values(), entry.offset()));
    }
    return tensors;
  }

  /**
   * Configuration and vocabulary as metadata.
   *
   * @param config the architecture
   * @param vocabulary the tokens
   * @return JSON by metadata key
   */
  public static Map<String, String> describe(LanguageModelConfig config, Vocabulary vocabulary) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cell", lower(config.cell()));
    json.put("activation", lower(config.activation()));
    json.put("vocabulary_size", config.vocabularySize());
    json.put("embedding_size", config.embeddingSize());
    json.put("hidden_sizes", config.hiddenSizes());
    json.put("dropout", config.dropout());
    json.put("tied", config.tied());
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(CONFIG, Json.write(json));
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("level", lower(vocabulary.level()));
    words.put("tokens", vocabulary.tokens());
    metadata.put(VOCABULARY, Json.write(words));
    return metadata;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Writes the file: to a temporary one beside it first, which replaces it when it is complete.
   *
   * @param file where to
   * @throws IOException if that fails; an older file is then still there
   */
  public void write(Path file) throws IOException {
    Safetensors.write(file, metadata(), tensors(parameters, ""));
  }

  /**
   * Fails where {@link #write} would because of what is to be written, such as a vocabulary that is
   * too large for the header of a file.
   *
   * @throws IllegalArgumentException if this is no model that a file can hold
   */
  public void check() {
    Safetensors.check(metadata(), tensors(parameters, ""));
  }

  private Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put(KIND, KIND_VALUE);
    metadata.putAll(describe(config, vocabulary));
    training.forEach((key, value) -> metadata.put(TRAINING + key, value));
    return metadata;
  }
}
