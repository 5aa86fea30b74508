package dev.rnn4j.train.model;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What decides how a language model is trained and only a language model knows.
 *
 * @param batching how the text is cut
 * @param objective what the gradient is taken of
 * @param initialization where the parameters start
 */
public record LanguageModelOptions(
    Batching batching, Objective objective, Initialization initialization) {
  private static final String STREAMS = "streams";
  private static final String WINDOW = "window";
  private static final String OBJECTIVE = "objective";
  private static final String RANGE = "init_range";
  private static final String FORGET_BIAS = "forget_bias";
  private static final String IDENTITY = "identity";

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
   */
  public record Batching(int streams, int window) {
    private static final int MAX = 1 << 16;

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Batching {
      check("batch", streams);
      check("bptt window", window);
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
    settings.put(OBJECTIVE, objective.name());
    settings.put(RANGE, initialization.range());
    settings.put(FORGET_BIAS, initialization.forgetBias());
    if (initialization.identity() != 0) {
      settings.put(IDENTITY, initialization.identity());
    }
    return settings;
  }

  /** From JSON that has {@link #settings()} among others. */
  static LanguageModelOptions read(String settings) throws JsonException {
    JsonObject json = Json.parseObject(settings, "options");
    return new LanguageModelOptions(
        new Batching(json.integer(STREAMS), json.integer(WINDOW)),
        objective(json.string(OBJECTIVE)),
        new Initialization(
            (float) json.number(RANGE),
            (float) json.number(FORGET_BIAS),
            json.has(IDENTITY) ? (float) json.number(IDENTITY) : 0));
  }

  private static Objective objective(String name) throws JsonException {
    for (Objective objective : Objective.values()) {
      if (objective.name().equals(name)) {
        return objective;
      }
    }
    throw new JsonException("unknown objective " + name + "; this version knows MEAN, WINDOW");
  }
}
