package dev.rnn4j.train.model;

import static java.util.stream.Collectors.joining;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.train.data.SequenceBatches;
import dev.rnn4j.train.data.StreamBatches;
import dev.rnn4j.train.data.TextBatches;
import dev.rnn4j.train.data.TextCut;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What decides how a language model is trained and only a language model knows.
 *
 * @param batching how the text is cut
 * @param objective what the gradient is taken of
 * @param initialization where the parameters start
 * @param labelSmoothing share of a token that is spread over the vocabulary in the gradient, 0
 *     (none) to below 1; losses stay those of the tokens
 */
public record LanguageModelOptions(
    Batching batching, Objective objective, Initialization initialization, float labelSmoothing) {
  /** What the smoothing is called in checkpoints, where there is any. */
  static final String LABEL_SMOOTHING = "label_smoothing";

  private static final String STREAMS = "streams";
  private static final String WINDOW = "window";
  private static final String CUT = "cut";
  private static final String OBJECTIVE = "objective";
  private static final String RANGE = "init_range";
  private static final String FORGET_BIAS = "forget_bias";
  private static final String IDENTITY = "identity";

  /**
   * Checks the smoothing.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public LanguageModelOptions {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing must be 0 or more and below 1, not " + labelSmoothing);
    }
  }

  /**
   * Without smoothing.
   *
   * @param batching how the text is cut
   * @param objective what the gradient is taken of
   * @param initialization where the parameters start
   */
  public LanguageModelOptions(
      Batching batching, Objective objective, Initialization initialization) {
    this(batching, objective, initialization, 0);
  }

  /**
   * What suits most texts: 32 streams in windows of 50 steps, the mean over tokens, and parameters
   * within 1 / sqrt(widest layer), with 1 added to the bias of forget gates.
   *
   * @param config the architecture
   * @return the options
   */
  public static LanguageModelOptions usual(LanguageModelConfig config) {
    float range = (float) (1 / Math.sqrt(Collections.max(config.hiddenSizes())));
    return new LanguageModelOptions(
        new Batching(32, 50), Objective.MEAN, new Initialization(range, 1));
  }

  /**
   * How the text is cut.
   *
   * @param streams B, streams read side by side
   * @param window T, steps after which the gradient is truncated
   * @param cut what is read from the initial state on; of sentences and documents B are read side
   *     by side, or all
   */
  public record Batching(int streams, int window, TextCut cut) {
    private static final int MAX = 1 << 16;

    /** No sentence is cut. */
    public static final int UNCUT = MAX;

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Batching {
      check("batch", streams);
      check("bptt window", window);
    }

    /**
     * Contiguous streams.
     *
     * @param streams B, streams read side by side
     * @param window T, steps after which the gradient is truncated
     * @throws IllegalArgumentException if one is out of its range
     */
    public Batching(int streams, int window) {
      this(streams, window, TextCut.STREAMS);
    }

    /**
     * Cuts a text.
     *
     * @param ids its tokens, at least one; shared, must not change
     * @param startId the first input, and the token that ends a line
     * @return the batches
     * @throws IllegalArgumentException if there are no tokens
     */
    public TextBatches of(int[] ids, int startId) {
      return cut == TextCut.STREAMS
          ? new StreamBatches(ids, startId, streams, window)
          : new SequenceBatches(ids, startId, cut, streams, window);
    }

    private static void check(String what, int value) {
      if (value < 1 || value > MAX) {
        throw new IllegalArgumentException(what + " must be 1 to " + MAX + ", not " + value);
      }
    }
  }

  /** As JSON by name, in one order: equal runs, equal bytes. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put(STREAMS, batching.streams());
    settings.put(WINDOW, batching.window());
    if (batching.cut() != TextCut.STREAMS) { // so that older checkpoints stay what they are
      settings.put(CUT, batching.cut().name());
    }
    settings.put(OBJECTIVE, objective.name());
    settings.put(RANGE, initialization.range());
    settings.put(FORGET_BIAS, initialization.forgetBias());
    if (labelSmoothing > 0) {
      settings.put(LABEL_SMOOTHING, labelSmoothing);
    }
    if (initialization.identity() != 0) {
      settings.put(IDENTITY, initialization.identity());
    }
    return settings;
  }

  /** From JSON that has {@link #settings()} among others. */
  static LanguageModelOptions read(String settings) throws JsonException {
    JsonObject json = Json.parseObject(settings, "options");
    return new LanguageModelOptions(
        new Batching(json.integer(STREAMS), json.integer(WINDOW), cut(json)),
        constant(Objective.class, json.string(OBJECTIVE)),
        new Initialization(
            (float) json.number(RANGE),
            (float) json.number(FORGET_BIAS),
            json.has(IDENTITY) ? (float) json.number(IDENTITY) : 0),
        json.has(LABEL_SMOOTHING) ? (float) json.number(LABEL_SMOOTHING) : 0);
  }

  private static TextCut cut(JsonObject json) throws JsonException {
    return json.has(CUT) ? constant(TextCut.class, json.string(CUT)) : TextCut.STREAMS;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) throws JsonException {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new JsonException(
        "unknown %s %s; this version knows %s"
            .formatted(
                type == Objective.class ? OBJECTIVE : CUT,
                name,
                Stream.of(type.getEnumConstants()).map(Enum::name).collect(joining(", "))));
  }
}
