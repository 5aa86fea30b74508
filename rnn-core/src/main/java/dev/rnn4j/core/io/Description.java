package dev.rnn4j.core.io;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.head.AttentionPooling;
import dev.rnn4j.core.head.LastState;
import dev.rnn4j.core.head.MaxOverTime;
import dev.rnn4j.core.head.MeanOverTime;
import dev.rnn4j.core.head.Pooling;
import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the descriptions of models have in common: their parts as JSON, and back. A description is
 * metadata of a file, one JSON object for each key.
 */
final class Description {
  /** The key of a model's configuration. */
  static final String CONFIG = "rnn4j.config";

  /** The key of the vocabulary of a model that has one. */
  static final String VOCABULARY = "rnn4j.vocabulary";

  private static final String PROJECTION = "projection";
  private static final String PEEPHOLES = "peepholes";
  private static final String RESET = "reset";
  private static final String LAYER_NORM = "layer_norm";
  private static final String LEARNED_START = "learned_start";
  private static final String REGULARIZATION = "regularization";
  private static final String CANDIDATE = "candidate";
  private static final List<String> POOLINGS = List.of("last", "mean", "max", "attention");

  /** Most tokens that can be read back: the values of one JSON text, less a few. */
  private static final int MAX_TOKENS = Json.MAX_VALUES - 10;

  private Description() {}

  /** Makes something of a JSON object. */
  @FunctionalInterface
  interface Reading<T> {
    T of(JsonObject json) throws JsonException;
  }

  /**
   * Reads one part of a description.
   *
   * @throws IllegalArgumentException if it is missing or malformed, makes no sense, or has keys
   *     that nobody knows
   */
  static <T> T read(Map<String, String> metadata, String key, Reading<T> reading) {
    try {
      FormatKeys.requireKnown(metadata);
      JsonObject json = object(metadata, key);
      T read = reading.of(json);
      List<String> unknown = new ArrayList<>(json.unasked());
      unknown.removeAll(FormatKeys.LATER); // an option of another kind of cell
      FormatKeys.refuse(name(key), unknown);
      return read;
    } catch (JsonException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static JsonObject object(Map<String, String> metadata, String key) throws JsonException {
    String text = metadata.get(key);
    if (text == null) {
      throw new JsonException("the metadata lacks " + key);
    }
    return Json.parseObject(text, name(key));
  }

  private static String name(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  static Map<String, Object> write(StackConfig stack) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("input_size", stack.inputSize());
    json.put("layers", stack.layers().stream().map(Description::write).toList());
    json.put("directions", lower(stack.directions()));
    writeRegularization(stack.regularization(), json);
    json.put("residual", stack.residual());
    return json;
  }

  private static Map<String, Object> write(LayerConfig layer) {
    if (!(layer.cell() instanceof CellConfig cell)) {
      throw new IllegalArgumentException(
          "only the cells of this library can be written to a file, not " + layer.cell());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    writeCell(cell, json);
    json.put("hidden", layer.hidden());
    writeStart(layer.learnsStart(), json);
    return json;
  }

  static StackConfig stack(JsonObject json) throws JsonException {
    List<LayerConfig> layers = new ArrayList<>();
    for (JsonObject one : json.objects("layers", "a layer")) {
      layers.add(new LayerConfig(cell(one), one.integer("hidden"), learnsStart(one)));
    }
    return new StackConfig(
        json.integer("input_size"),
        layers,
        constant(Directions.class, json.string("directions")),
        regularization(json),
        json.bool("residual"));
  }

  /** Plain dropout as a number, whatever else there is as an object of its own. */
  static void writeRegularization(Regularization regularization, Map<String, Object> json) {
    Dropout dropout = regularization.dropout();
    json.put("dropout", dropout.layers());
    if (regularization.isPlain()) {
      return;
    }
    RecurrentNoise noise = regularization.noise();
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("input", dropout.input());
    own.put("output", dropout.output());
    own.put("tokens", dropout.tokens());
    own.put("locked", dropout.locked());
    own.put("hidden", noise.hidden());
    own.put("weights", noise.weights());
    own.put("zoneout_hidden", noise.zoneoutHidden());
    own.put("zoneout_state", noise.zoneoutState());
    if (noise.candidate() > 0) { // so that files without stay what they are
      own.put(CANDIDATE, noise.candidate());
    }
    own.put("activation_size", regularization.penalty().size());
    own.put("activation_change", regularization.penalty().change());
    json.put(REGULARIZATION, own);
  }

  static Regularization regularization(JsonObject json) throws JsonException {
    float layers = (float) json.number("dropout");
    if (!json.has(REGULARIZATION)) {
      return Regularization.dropout(layers);
    }
    JsonObject own = json.object(REGULARIZATION);
    return new Regularization(
        new Dropout(
            (float) own.number("input"),
            layers,
            (float) own.number("output"),
            (float) own.number("tokens"),
            own.bool("locked")),
        new RecurrentNoise(
            (float) own.number("hidden"),
            (float) own.number("weights"),
            (float) own.number("zoneout_hidden"),
            (float) own.number("zoneout_state"),
            own.has(CANDIDATE) ? (float) own.number(CANDIDATE) : 0f),
        new ActivationPenalty(
            (float) own.number("activation_size"), (float) own.number("activation_change")));
  }

  /** Where layers learn their initial state; other files stay what they are. */
  static void writeStart(boolean learned, Map<String, Object> json) {
    if (learned) {
      json.put(LEARNED_START, true);
    }
  }

  static boolean learnsStart(JsonObject json) throws JsonException {
    return json.has(LEARNED_START) && json.bool(LEARNED_START);
  }

  static void writeCell(CellConfig cell, Map<String, Object> json) {
    json.put("cell", cell.name());
    json.put("activation", lower(cell.activation()));
    switch (cell) {
      case ElmanCell _ -> {}
      case LstmCell lstm -> {
        if (lstm.projection() > 0) {
          json.put(PROJECTION, lstm.projection());
        }
        if (lstm.peepholes()) {
          json.put(PEEPHOLES, true);
        }
      }
      case GruCell gru -> {
        if (gru.reset() != GruCell.Reset.AFTER) {
          json.put(RESET, lower(gru.reset()));
        }
      }
    }
    if (cell.layerNorm()) {
      json.put(LAYER_NORM, true);
    }
  }

  static CellConfig cell(JsonObject json) throws JsonException {
    Activation activation = constant(Activation.class, json.string("activation"));
    String name = json.string("cell");
    for (String known : CellConfig.NAMES) {
      if (known.equalsIgnoreCase(name)) {
        return withOptions(CellConfig.of(known, activation), json);
      }
    }
    throw unknown("cell", name, CellConfig.NAMES);
  }

  /** What is not there is off: files from before an option lack it. */
  private static CellConfig withOptions(CellConfig plain, JsonObject json) throws JsonException {
    boolean layerNorm = json.has(LAYER_NORM) && json.bool(LAYER_NORM);
    return switch (plain) {
      case LstmCell _ ->
          new LstmCell(
              json.has(PROJECTION) ? json.integer(PROJECTION) : 0,
              json.has(PEEPHOLES) && json.bool(PEEPHOLES),
              layerNorm);
      case GruCell gru ->
          new GruCell(
              json.has(RESET) ? constant(GruCell.Reset.class, json.string(RESET)) : gru.reset(),
              layerNorm);
      case ElmanCell elman -> new ElmanCell(elman.activation(), layerNorm);
    };
  }

  /** As JSON text; fails without building one that is too long to be read back. */
  static String write(Vocabulary vocabulary) {
    requireReadable(vocabulary.tokens());
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("level", lower(vocabulary.level()));
    words.put("tokens", vocabulary.tokens());
    return Json.write(words);
  }

  /** The vocabulary of a model that has one. */
  static Vocabulary vocabulary(Map<String, String> metadata) {
    return read(metadata, VOCABULARY, Description::vocabulary);
  }

  static Vocabulary vocabulary(JsonObject json) throws JsonException {
    return new Vocabulary(
        constant(Vocabulary.Level.class, json.string("level")), json.strings("tokens"));
  }

  /** As JSON text; fails as for a vocabulary. */
  static String write(Labels labels) {
    requireReadable(labels.names());
    return Json.write(Map.of("names", labels.names()));
  }

  static Labels labels(Map<String, String> metadata, String key) {
    return read(metadata, key, json -> new Labels(json.strings("names")));
  }

  static void writePooling(Pooling pooling, Map<String, Object> json) {
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

  static Pooling pooling(JsonObject json) throws JsonException {
    String name = json.string("pooling");
    return switch (name) {
      case "last" -> new LastState();
      case "mean" -> new MeanOverTime();
      case "max" -> new MaxOverTime();
      case "attention" -> new AttentionPooling(json.integer("attention_size"));
      default -> throw unknown("pooling", name, POOLINGS);
    };
  }

  /** Fails if there are more tokens, or longer ones, than one JSON text of a file holds. */
  static void requireReadable(List<String> tokens) {
    if (tokens.size() > MAX_TOKENS) {
      throw new IllegalArgumentException(
          "a model file holds at most "
              + MAX_TOKENS
              + " tokens, not "
              + tokens.size()
              + "; choose a smaller vocabulary");
    }
    long characters = 0;
    for (String token : tokens) {
      characters += token.length();
    }
    Safetensors.checkLength(characters);
  }

  static <E extends Enum<E>> E constant(Class<E> type, String name) throws JsonException {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(name)) {
        return constant;
      }
    }
    throw unknown(type.getSimpleName(), name, List.of(type.getEnumConstants()));
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static JsonException unknown(String what, String name, List<?> known) {
    return new JsonException(
        "unknown " + what + " " + Json.brief(name) + "; this version knows " + known);
  }
}
