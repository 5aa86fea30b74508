package dev.rnn4j.core.io;

import dev.rnn4j.core.head.TagTransitions;
import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.layer.CharacterConfig;
import dev.rnn4j.core.model.Tagger;
import dev.rnn4j.core.model.TaggerConfig;
import dev.rnn4j.core.model.TaggerNetwork;
import dev.rnn4j.core.model.TaggerVocabulary;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.text.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tagger as one {@code .safetensors} file, see {@link ModelFile}: its configuration, words,
 * characters and tags are JSON in the metadata.
 */
public final class TaggerFile {
  /** What its files say they are, see {@link FormatVersion}. */
  public static final String VERSION = "tagger/1";

  private static final String VOCABULARY = "rnn4j.vocabulary";

  private TaggerFile() {}

  /**
   * Loads a tagger for use, on the kernels of this JVM.
   *
   * @param file where it is
   * @return the tagger
   * @throws ModelFormatException if the file is not such a model
   * @throws java.io.InterruptedIOException if the thread is interrupted; it stays interrupted
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static Tagger load(Path file) throws IOException {
    return load(file, KernelSelection.current().kernels());
  }

  /**
   * Loads a tagger for use.
   *
   * @param file where it is
   * @param kernels the arithmetic
   * @return the tagger
   * @throws ModelFormatException if the file is not such a model
   * @throws java.io.InterruptedIOException if the thread is interrupted; it stays interrupted
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static Tagger load(Path file, Kernels kernels) throws IOException {
    return tagger(ModelFile.read(file, VERSION, TaggerFile::layout), kernels);
  }

  /**
   * Loads a tagger for use from a stream, such as a resource of the class path.
   *
   * @param in a stream that stands at the start of a model file; not closed
   * @return the tagger
   * @throws ModelFormatException if what it holds is not such a model
   * @throws IOException if it cannot be read, or takes more memory than there is
   */
  public static Tagger load(InputStream in) throws IOException {
    return tagger(
        ModelFile.read(in, VERSION, TaggerFile::layout), KernelSelection.current().kernels());
  }

  private static Tagger tagger(ModelFile file, Kernels kernels) {
    TaggerConfig config = config(file.description());
    return new Tagger(
        TaggerNetwork.of(config, file.parameters(), kernels), vocabulary(file.description()));
  }

  /**
   * What a tagger is, as the metadata of its files.
   *
   * @param config its architecture
   * @param vocabulary its words, characters and tags
   * @return JSON by metadata key
   * @throws IllegalArgumentException if there are more words than a file holds, or its cells are
   *     not of this library
   */
  public static Map<String, String> description(TaggerConfig config, TaggerVocabulary vocabulary) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("words", config.words());
    shape.put("word_size", config.wordSize());
    CharacterConfig characters = config.characters();
    if (characters != null) {
      shape.put("characters", write(characters));
    }
    shape.put("stack", Description.write(config.stack()));
    shape.put("tags", config.tags());
    TagTransitions crf = config.crf();
    if (crf != null) {
      shape.put("crf", crf.rows());
    }
    shape.put("dropout", config.dropout());
    Description.requireReadable(vocabulary.words().names());
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("words", vocabulary.words().names());
    words.put("characters", vocabulary.characters().names());
    words.put("tags", vocabulary.tags().names());
    words.put("lower_case", vocabulary.lowerCase());
    Map<String, String> description = new LinkedHashMap<>();
    description.put(Description.CONFIG, Json.write(shape));
    description.put(VOCABULARY, Json.write(words));
    return description;
  }

  private static Map<String, Object> write(CharacterConfig characters) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", Description.lower(characters.kind()));
    json.put("characters", characters.characters());
    json.put("character_size", characters.characterSize());
    json.put("output_size", characters.outputSize());
    return json;
  }

  /** Checks that all of a description belongs together. */
  private static ParameterLayout layout(Map<String, String> description) {
    TaggerConfig config = config(description);
    Tagger.requireFitting(config, vocabulary(description));
    return config.layout();
  }

  private static TaggerConfig config(Map<String, String> description) {
    return Description.read(
        description,
        Description.CONFIG,
        json ->
            new TaggerConfig(
                json.integer("words"),
                json.integer("word_size"),
                json.has("characters") ? characters(json.object("characters")) : null,
                Description.stack(json.object("stack")),
                json.integer("tags"),
                json.has("crf") ? TagTransitions.of(json.strings("crf")) : null,
                (float) json.number("dropout")));
  }

  private static CharacterConfig characters(JsonObject json) throws JsonException {
    return new CharacterConfig(
        Description.constant(CharacterConfig.Kind.class, json.string("kind")),
        json.integer("characters"),
        json.integer("character_size"),
        json.integer("output_size"));
  }

  private static TaggerVocabulary vocabulary(Map<String, String> description) {
    return Description.read(
        description,
        VOCABULARY,
        json ->
            new TaggerVocabulary(
                new Labels(json.strings("words")),
                new Labels(json.strings("characters")),
                new Labels(json.strings("tags")),
                json.bool("lower_case")));
  }
}
