package dev.rnn4j.train.checkpoint;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.loop.Objective;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Batching;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
import java.util.LinkedHashMap;
import java.util.Map;

/** Training options as JSON. */
final class OptionsJson {
  static final String KEY = "rnn4j.options";

  private OptionsJson() {}

  static String write(TrainingOptions options) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("streams", options.batching().streams());
    json.put("window", options.batching().window());
    Optimization optimization = options.optimization();
    json.put("optimizer", write(optimization.optimizer()));
    json.put("learning_rate", optimization.learningRate());
    json.put("schedule", write(optimization.schedule()));
    json.put("clip", optimization.clip());
    json.put("objective", optimization.objective().name());
    json.put("init_range", options.initialization().range());
    json.put("forget_bias", options.initialization().forgetBias());
    json.put("epochs", options.epochs());
    json.put("patience", options.patience());
    json.put("seed", options.seed());
    return Json.write(json);
  }

  private static Map<String, Object> write(OptimizerChoice choice) {
    Map<String, Object> json = new LinkedHashMap<>(); // keeps its order: equal runs, equal bytes
    switch (choice) {
      case SgdChoice sgd -> {
        json.put("name", "sgd");
        json.put("momentum", sgd.momentum());
      }
      case AdamChoice adam -> {
        json.put("name", "adam");
        json.put("beta1", adam.beta1());
        json.put("beta2", adam.beta2());
        json.put("epsilon", adam.epsilon());
      }
    }
    return json;
  }

  private static Map<String, Object> write(Schedule schedule) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (schedule) {
      case Constant _ -> json.put("name", "constant");
      case HoldThenDecay decay -> {
        json.put("name", "decay");
        json.put("hold", decay.hold());
        json.put("decay", decay.decay());
      }
      case OnPlateau plateau -> {
        json.put("name", "plateau");
        json.put("decay", plateau.decay());
      }
    }
    return json;
  }

  static TrainingOptions read(Map<String, String> metadata) throws JsonException {
    JsonObject json = Json.parseObject(metadata.getOrDefault(KEY, "{}"), "options");
    Optimization optimization =
        new Optimization(
            readOptimizer(json.object("optimizer")),
            json.number("learning_rate"),
            readSchedule(json.object("schedule")),
            json.number("clip"),
            readObjective(json.string("objective")));
    return new TrainingOptions(
        new Batching(json.integer("streams"), json.integer("window")),
        optimization,
        new Initialization((float) json.number("init_range"), (float) json.number("forget_bias")),
        json.integer("epochs"),
        json.integer("patience"),
        json.longInteger("seed"));
  }

  private static Objective readObjective(String name) throws JsonException {
    for (Objective objective : Objective.values()) {
      if (objective.name().equals(name)) {
        return objective;
      }
    }
    throw unknown("objective", name, "MEAN, WINDOW");
  }

  private static JsonException unknown(String what, String name, String known) {
    return new JsonException(
        "unknown " + what + " " + VisibleText.of(name) + "; this version knows " + known);
  }

  private static OptimizerChoice readOptimizer(JsonObject json) throws JsonException {
    String name = json.string("name");
    return switch (name) {
      case "sgd" -> new SgdChoice((float) json.number("momentum"));
      case "adam" ->
          new AdamChoice(
              (float) json.number("beta1"),
              (float) json.number("beta2"),
              (float) json.number("epsilon"));
      default -> throw unknown("optimizer", name, "sgd, adam");
    };
  }

  private static Schedule readSchedule(JsonObject json) throws JsonException {
    String name = json.string("name");
    return switch (name) {
      case "constant" -> new Constant();
      case "decay" -> new HoldThenDecay(json.integer("hold"), json.number("decay"));
      case "plateau" -> new OnPlateau(json.number("decay"));
      default -> throw unknown("learning-rate schedule", name, "constant, decay, plateau");
    };
  }
}
