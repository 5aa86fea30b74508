package dev.rnn4j.train.checkpoint;

import dev.rnn4j.core.io.Json;
import dev.rnn4j.core.io.JsonException;
import dev.rnn4j.core.io.JsonObject;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.loop.Objective;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Batching;
import dev.rnn4j.train.loop.TrainingOptions.Initialization;
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
    return switch (choice) {
      case SgdChoice sgd -> Map.of("name", "sgd", "momentum", sgd.momentum());
      case AdamChoice adam ->
          Map.of(
              "name", "adam",
              "beta1", adam.beta1(),
              "beta2", adam.beta2(),
              "epsilon", adam.epsilon());
    };
  }

  private static Map<String, Object> write(Schedule schedule) {
    return switch (schedule) {
      case Constant constant -> Map.of("name", "constant");
      case HoldThenDecay decay ->
          Map.of("name", "decay", "hold", decay.hold(), "decay", decay.decay());
      case OnPlateau plateau -> Map.of("name", "plateau", "decay", plateau.decay());
    };
  }

  static TrainingOptions read(Map<String, String> metadata) throws JsonException {
    JsonObject json = Json.parseObject(metadata.getOrDefault(KEY, "{}"), "options");
    Optimization optimization =
        new Optimization(
            readOptimizer(json.object("optimizer")),
            json.number("learning_rate"),
            readSchedule(json.object("schedule")),
            json.number("clip"),
            Objective.valueOf(json.string("objective")));
    return new TrainingOptions(
        new Batching(json.integer("streams"), json.integer("window")),
        optimization,
        new Initialization((float) json.number("init_range"), (float) json.number("forget_bias")),
        json.integer("epochs"),
        json.integer("patience"),
        json.longInteger("seed"));
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
      default -> throw new JsonException("unknown optimizer " + VisibleText.of(name));
    };
  }

  private static Schedule readSchedule(JsonObject json) throws JsonException {
    String name = json.string("name");
    return switch (name) {
      case "constant" -> new Constant();
      case "decay" -> new HoldThenDecay(json.integer("hold"), json.number("decay"));
      case "plateau" -> new OnPlateau(json.number("decay"));
      default -> throw new JsonException("unknown learning-rate schedule " + VisibleText.of(name));
    };
  }
}
