package dev.rnn4j.core.io;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.model.EncoderDecoder;
import dev.rnn4j.core.model.EncoderDecoderConfig;
import dev.rnn4j.core.model.EncoderDecoderConfig.DecoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.EncoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.Input;
import dev.rnn4j.core.model.EncoderDecoderConfig.Tying;
import dev.rnn4j.core.model.EncoderDecoderNetwork;
import dev.rnn4j.core.model.SequenceText;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.Subwords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An encoder-decoder as one {@code .safetensors} file: the parameters, and the configuration and
 * how both sides are cut into tokens as JSON in the metadata.
 *
 * @param config the architecture
 * @param source the texts it reads; null if it reads frames of numbers
 * @param target the texts it writes
 * @param parameters the parameters
 * @param training how it was trained, as free text by name; may be empty
 */
public record EncoderDecoderFile(
    EncoderDecoderConfig config,
    @Nullable SequenceText source,
    SequenceText target,
    Parameters parameters,
    Map<String, String> training) {
  /** What files of encoder-decoders say they are, see {@link FormatVersion}. */
  public static final String VERSION = "encoder-decoder/1";

  private static final String SOURCE = "rnn4j.source";
  private static final String TARGET = "rnn4j.target";
  private static final String SUBWORDS = ".subwords";
  private static final String MERGES = "merges";

  /** Takes a copy of the notes on the training. */
  public EncoderDecoderFile {
    training = Map.copyOf(training);
  }

  /**
   * Loads an encoder-decoder for use, on the kernels of this JVM.
   *
   * @param file where it is
   * @return the model
   * @throws ModelFormatException if the file is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static EncoderDecoder load(Path file) throws IOException {
    return read(file).model();
  }

  /**
   * Loads an encoder-decoder for use from a stream, such as a resource of the class path. Reads
   * exactly the bytes of the model.
   *
   * @param in a stream that stands at the start of a model file; not closed
   * @return the model
   * @throws ModelFormatException if what it holds is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static EncoderDecoder load(InputStream in) throws IOException {
    return of(ModelFile.read(in, VERSION, EncoderDecoderFile::layout)).model();
  }

  /**
   * Reads the file of an encoder-decoder.
   *
   * @param file where it is
   * @return its contents
   * @throws ModelFormatException if the file is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static EncoderDecoderFile read(Path file) throws IOException {
    return of(ModelFile.read(file, VERSION, EncoderDecoderFile::layout));
  }

  private static EncoderDecoderFile of(ModelFile file) {
    return of(file.description(), file.parameters(), file.training());
  }

  private static EncoderDecoderFile of(
      Map<String, String> metadata, Parameters parameters, Map<String, String> training) {
    EncoderDecoderConfig config =
        Description.read(metadata, Description.CONFIG, EncoderDecoderFile::config);
    SequenceText source =
        config.encoder().input() instanceof Input.Tokens ? text(metadata, SOURCE) : null;
    return new EncoderDecoderFile(config, source, text(metadata, TARGET), parameters, training);
  }

  /** Checks that all of a description belongs together. */
  private static ParameterLayout layout(Map<String, String> metadata) {
    ParameterLayout none = ParameterLayout.builder().build();
    EncoderDecoderFile file = of(metadata, new Parameters(none), Map.of());
    EncoderDecoder.requireFit(file.config, file.source, file.target);
    return file.config.layout();
  }

  /** {@return the model for use, on the kernels of this JVM} */
  public EncoderDecoder model() {
    return model(KernelSelection.current().kernels());
  }

  /**
   * The model for use.
   *
   * @param kernels the arithmetic
   * @return the model
   */
  public EncoderDecoder model(Kernels kernels) {
    return new EncoderDecoder(
        EncoderDecoderNetwork.of(config, parameters, kernels), source, target);
  }

  /**
   * The same model with its weights in a format.
   *
   * @param format the format; one with fewer bits rounds
   * @return this if it is that of the parameters, otherwise one with a copy of them
   */
  public EncoderDecoderFile withWeights(WeightFormat format) {
    return format == parameters.format()
        ? this
        : new EncoderDecoderFile(config, source, target, parameters.in(format), training);
  }

  /**
   * Writes the file: to a temporary one beside it first, which replaces it when it is complete.
   *
   * @param file where to
   * @throws IllegalArgumentException if the file could not be read again: a parameter is NaN or
   *     infinite, or a vocabulary is too large
   * @throws IOException if that fails; an older file is then still there
   */
  public void write(Path file) throws IOException {
    new ModelFile(VERSION, describe(config, source, target), parameters, training).write(file);
  }

  /**
   * Configuration and texts as metadata.
   *
   * @param config the architecture
   * @param source the texts it reads; null if it reads frames of numbers
   * @param target the texts it writes
   * @return JSON by metadata key
   * @throws IllegalArgumentException if there are more tokens than can be read back
   */
  public static Map<String, String> describe(
      EncoderDecoderConfig config, @Nullable SequenceText source, SequenceText target) {
    Map<String, Object> json = new LinkedHashMap<>();
    Description.writeCell(config.cell(), json);
    json.put("encoder", write(config.encoder()));
    json.put("decoder", write(config.decoder()));
    Description.writeRegularization(config.regularization(), json);
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(Description.CONFIG, Json.write(json));
    if (source != null) {
      write(source, SOURCE, metadata);
    }
    write(target, TARGET, metadata);
    return metadata;
  }

  private static Map<String, Object> write(EncoderShape encoder) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (encoder.input()) {
      case Input.Tokens(int vocabularySize, int embeddingSize) -> {
        json.put("vocabulary_size", vocabularySize);
        json.put("embedding_size", embeddingSize);
      }
      case Input.Frames(int width) -> json.put("frame_size", width);
    }
    json.put("hidden_sizes", encoder.hiddenSizes());
    json.put("directions", Description.lower(encoder.directions()));
    return json;
  }

  private static Map<String, Object> write(DecoderShape decoder) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("vocabulary_size", decoder.vocabularySize());
    json.put("end_token", decoder.endToken());
    json.put("embedding_size", decoder.embeddingSize());
    json.put("hidden_sizes", decoder.hiddenSizes());
    json.put("attention", Description.lower(decoder.attention()));
    json.put("input_feeding", decoder.inputFeeding());
    json.put("tying", Description.lower(decoder.tying()));
    return json;
  }

  private static void write(SequenceText text, String key, Map<String, String> metadata) {
    metadata.put(key, Description.write(text.vocabulary()));
    Subwords subwords = text.subwords();
    if (subwords != null) {
      Description.requireReadable(subwords.merges());
      metadata.put(key + SUBWORDS, Json.write(Map.of(MERGES, subwords.merges())));
    }
  }

  private static EncoderDecoderConfig config(JsonObject json) throws JsonException {
    return new EncoderDecoderConfig(
        Description.cell(json),
        encoder(json.object("encoder")),
        decoder(json.object("decoder")),
        Description.regularization(json));
  }

  private static EncoderShape encoder(JsonObject json) throws JsonException {
    Input input =
        json.has("frame_size")
            ? new Input.Frames(json.integer("frame_size"))
            : new Input.Tokens(json.integer("vocabulary_size"), json.integer("embedding_size"));
    return new EncoderShape(
        input,
        json.integers("hidden_sizes"),
        Description.constant(Directions.class, json.string("directions")));
  }

  private static DecoderShape decoder(JsonObject json) throws JsonException {
    return new DecoderShape(
        json.integer("vocabulary_size"),
        json.integer("end_token"),
        json.integer("embedding_size"),
        json.integers("hidden_sizes"),
        Description.constant(AttentionKind.class, json.string("attention")),
        json.bool("input_feeding"),
        Description.constant(Tying.class, json.string("tying")));
  }

  private static SequenceText text(Map<String, String> metadata, String key) {
    @Nullable Subwords subwords = null;
    if (metadata.containsKey(key + SUBWORDS)) {
      List<String> merges =
          Description.read(metadata, key + SUBWORDS, json -> json.strings(MERGES));
      subwords = new Subwords(merges);
    }
    return new SequenceText(Description.read(metadata, key, Description::vocabulary), subwords);
  }
}
