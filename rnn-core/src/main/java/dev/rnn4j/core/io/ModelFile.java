package dev.rnn4j.core.io;

import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A model of any kind as one {@code .safetensors} file: its parameters, what it is as JSON in the
 * metadata, and how it was trained. Any reader of safetensors opens it. The kinds of model each
 * have a class over this one that knows what their description says.
 *
 * @param version kind and version of the format, such as "tagger/1", see {@link FormatVersion}
 * @param description what the model is, JSON by metadata key
 * @param parameters the parameters
 * @param training how it was trained, as free text by name; may be empty
 * @param ignored names of tensors of the file it was read from that are not the model's; they are
 *     not written again
 */
public record ModelFile(
    String version,
    Map<String, String> description,
    Parameters parameters,
    Map<String, String> training,
    List<String> ignored) {
  private static final String FORMAT = "format";
  private static final String TRAINING = "rnn4j.training.";

  /** What the metadata of checkpoints say they are begins with this. */
  private static final String CHECKPOINT = "training-checkpoint";

  /** Part of the longest header kept free for names of tensors and notes. */
  private static final int HEADER_RESERVE = 1 << 20;

  /** Takes copies; the notes on the training sorted, so that equal models make equal files. */
  public ModelFile {
    description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
    training = Collections.unmodifiableMap(new TreeMap<>(training));
    ignored = List.copyOf(ignored);
  }

  /**
   * A model to write.
   *
   * @param version kind and version of the format
   * @param description what the model is, JSON by metadata key
   * @param parameters the parameters
   * @param training how it was trained, as free text by name; may be empty
   */
  public ModelFile(
      String version,
      Map<String, String> description,
      Parameters parameters,
      Map<String, String> training) {
    this(version, description, parameters, training, List.of());
  }

  /**
   * Reads a model of a kind.
   *
   * @param file where it is
   * @param version kind and version of the format
   * @param layout the parameters that a description needs; throws {@link IllegalArgumentException}
   *     for one that makes no sense
   * @return its contents
   * @throws ModelFormatException if the file is not such a model
   * @throws java.io.InterruptedIOException if the thread is interrupted; it stays interrupted
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static ModelFile read(
      Path file, String version, Function<Map<String, String>, ParameterLayout> layout)
      throws IOException {
    try (SafetensorsReader reader = Safetensors.open(file)) {
      return read(reader, version, layout);
    }
  }

  /**
   * Reads a model of a kind from a stream, such as a resource of the class path: exactly its bytes,
   * of which this needs the memory twice.
   *
   * @param in a stream that stands at the start of a model file; not closed
   * @param version kind and version of the format
   * @param layout the parameters that a description needs; throws {@link IllegalArgumentException}
   *     for one that makes no sense
   * @return its contents
   * @throws ModelFormatException if what it holds is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static ModelFile read(
      InputStream in, String version, Function<Map<String, String>, ParameterLayout> layout)
      throws IOException {
    try (SafetensorsReader reader = Safetensors.read(in, "the stream")) {
      return read(reader, version, layout);
    }
  }

  static ModelFile read(
      SafetensorsReader reader,
      String version,
      Function<Map<String, String>, ParameterLayout> layoutOf)
      throws IOException {
    FormatVersion.require(reader, version);
    try {
      ParameterLayout layout = layoutOf.apply(reader.metadata());
      List<String> ignored = ParameterTensors.unknown(reader, layout, "");
      return of(reader, version, layout, ignored);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(reader.file(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Reads a model of whatever kind, without knowing what its description says.
   *
   * @param file where it is
   * @return its contents, with all tensors of the file as parameters, in the file's order
   * @throws ModelFormatException if the file is no model of this project
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static ModelFile read(Path file) throws IOException {
    try (SafetensorsReader reader = Safetensors.open(file)) {
      return of(reader, version(reader), layout(reader), List.of());
    }
  }

  /**
   * What kind of model a file is, without reading its parameters.
   *
   * @param file where it is
   * @return such as "tagger"
   * @throws ModelFormatException if the file is no model of this project
   * @throws IOException if it cannot be read
   */
  public static String kind(Path file) throws IOException {
    try (SafetensorsReader reader = Safetensors.open(file)) {
      String version = version(reader);
      return version.substring(0, version.indexOf('/'));
    }
  }

  /**
   * Whether a file says that it is a model of this project, of whatever kind and version.
   *
   * @param reader an open file
   * @return true if it says so
   */
  public static boolean isModel(SafetensorsReader reader) {
    String version = reader.metadata().get(FormatVersion.KEY);
    return version != null && version.matches("[a-z-]+/\\d+") && !version.startsWith(CHECKPOINT);
  }

  private static String version(SafetensorsReader reader) throws ModelFormatException {
    String version = reader.metadata().get(FormatVersion.KEY);
    if (version == null || !isModel(reader)) {
      throw new ModelFormatException(
          reader.file(),
          "it is a safetensors file, but no model of this project (its metadata lacks "
              + FormatVersion.KEY
              + ")");
    }
    return version;
  }

  private static ParameterLayout layout(SafetensorsReader reader) throws ModelFormatException {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    for (String name : reader.names()) {
      List<Integer> shape = reader.shape(name);
      switch (shape.size()) {
        case 1 -> layout.vector(name, shape.getFirst());
        case 2 -> layout.matrix(name, shape.get(0), shape.get(1));
        default ->
            throw new ModelFormatException(
                reader.file(), "parameter " + name + " is neither a vector nor a matrix: " + shape);
      }
    }
    return layout.build();
  }

  private static ModelFile of(
      SafetensorsReader reader, String version, ParameterLayout layout, List<String> ignored)
      throws IOException {
    Map<String, String> description = new LinkedHashMap<>();
    Map<String, String> training = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : reader.metadata().entrySet()) {
      String key = entry.getKey();
      if (key.startsWith(TRAINING)) {
        training.put(key.substring(TRAINING.length()), entry.getValue());
      } else if (!key.equals(FORMAT) && !key.equals(FormatVersion.KEY)) {
        description.put(key, entry.getValue());
      }
    }
    Parameters parameters = ParameterTensors.read(reader, layout, "");
    return new ModelFile(version, description, parameters, training, ignored);
  }

  /**
   * The same model with its weights in a format.
   *
   * @param format the format; one with fewer bits rounds
   * @return this if it is that of the parameters, otherwise one with a copy of them
   */
  public ModelFile withWeights(WeightFormat format) {
    return format == parameters.format()
        ? this
        : new ModelFile(version, description, parameters.in(format), training, ignored);
  }

  /**
   * Fails if a model of a description, or a checkpoint of its training, could not be written
   * because the description is too long. Cheap: to be asked before a training, not after its first
   * epoch.
   *
   * @param description what the model is, JSON by metadata key
   * @throws IllegalArgumentException if it is longer than a file's header may be
   */
  public static void requireWritable(Map<String, String> description) {
    Safetensors.requireHeader(description, HEADER_RESERVE);
  }

  /**
   * Writes the file: to a temporary one beside it first, which replaces it when it is complete.
   *
   * @param file where to
   * @throws IllegalArgumentException if the file could not be read again: a parameter is NaN or
   *     infinite, or the description is too long
   * @throws java.io.InterruptedIOException if the thread is interrupted; it stays interrupted
   * @throws IOException if that fails; an older file is then still there
   */
  public void write(Path file) throws IOException {
    ParameterTensors.requireFinite(parameters);
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, "pt");
    metadata.put(FormatVersion.KEY, FormatVersion.of(version, description));
    metadata.putAll(description);
    training.forEach((key, value) -> metadata.put(TRAINING + key, value));
    Safetensors.write(file, metadata, ParameterTensors.of(parameters, ""));
  }
}
