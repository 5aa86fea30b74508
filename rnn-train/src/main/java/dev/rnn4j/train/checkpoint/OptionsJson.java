package dev.rnn4j.train.checkpoint;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdagradChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NesterovChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import dev.rnn4j.train.optim.OptimizerChoice.RmsPropChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.Cosine;
import dev.rnn4j.train.optim.Schedule.Exponential;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
import dev.rnn4j.train.optim.Schedule.StepDecay;
import dev.rnn4j.train.optim.Schedule.WarmUp;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Training options as JSON, in one object with the settings of the task. Anybody's optimiser and
 * schedule are written, by their name and numbers; read are those of this library.
 */
final class OptionsJson {
  static final String KEY = "rnn4j.options";

  private static final String WEIGHT_DECAY = OptimizerChoice.WEIGHT_DECAY;
  private static final String NAME = "name";
  private static final String DECAY = "decay";
  private static final String EPOCHS = "epochs";
  private static final String PATIENCE = "patience";

  /** Not in files of trainings without them, so also not in those of earlier versions. */
  private static final String CLIP_VALUE = "clip_value";

  private static final String ACCUMULATE = "accumulate";

  /** What decides only where a training ends. */
  private static final List<String> ENDS = List.of(EPOCHS, PATIENCE);

  private OptionsJson() {}

  /** Those of the task and those of the training in one object. */
  static String write(Trainer trainer) {
    return Json.write(all(trainer));
  }

  private static Map<String, Object> all(Trainer trainer) {
    Map<String, Object> json = new LinkedHashMap<>(trainer.task().settings()); // keeps its order
    TrainingOptions options = trainer.options();
    Optimization optimization = options.optimization();
    OptimizerChoice optimizer = optimization.optimizer();
    Schedule schedule = optimization.schedule();
    put(json, "optimizer", kind(optimizer.name(), optimizer.numbers()));
    put(json, "learning_rate", optimization.learningRate());
    put(json, "schedule", kind(schedule.name(), schedule.numbers()));
    put(json, "clip", optimization.clip());
    if (optimization.clipValue() > 0) {
      put(json, CLIP_VALUE, optimization.clipValue());
    }
    if (optimization.accumulate() > 1) {
      put(json, ACCUMULATE, optimization.accumulate());
    }
    put(json, EPOCHS, options.epochs());
    put(json, PATIENCE, options.patience());
    put(json, "seed", options.seed());
    return json;
  }

  private static void put(Map<String, Object> json, String name, Object value) {
    if (json.put(name, value) != null) {
      throw new IllegalArgumentException("a task cannot have a setting named " + name);
    }
  }

  private static Map<String, Object> kind(String name, Map<String, Number> numbers) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(NAME, name);
    numbers.forEach((number, value) -> put(json, number, value));
    return json;
  }

  /** Fails if a setting differs that decides what the steps so far were. */
  static void requireSame(Map<String, String> metadata, Trainer trainer) throws JsonException {
    Map<?, ?> then = members(metadata.getOrDefault(KEY, "{}"));
    Map<?, ?> now = members(write(trainer)); // by way of text, so that numbers are of one type
    Set<Object> names = new LinkedHashSet<>(now.keySet());
    names.addAll(then.keySet());
    names.removeAll(ENDS);
    for (Object name : names) {
      Object before = then.get(name);
      Object after = now.get(name);
      if (!Objects.equals(before, after)) {
        throw new JsonException(
            "only the number of epochs and the patience may change; it was made with "
                + name
                + " "
                + (before == null ? "unknown" : Json.brief(before))
                + ", not "
                + (after == null ? "without" : Json.write(after)));
      }
    }
  }

  private static Map<?, ?> members(String json) throws JsonException {
    return Json.parse(json) instanceof Map<?, ?> members ? members : Map.of();
  }

  static TrainingOptions read(Map<String, String> metadata) throws JsonException {
    JsonObject json = Json.parseObject(metadata.getOrDefault(KEY, "{}"), "options");
    Optimization optimization =
        new Optimization(
            readOptimizer(json.object("optimizer")),
            json.number("learning_rate"),
            readSchedule(json.object("schedule")),
            json.number("clip"),
            json.has(CLIP_VALUE) ? json.number(CLIP_VALUE) : 0,
            json.has(ACCUMULATE) ? json.integer(ACCUMULATE) : 1);
    return new TrainingOptions(
        optimization, json.integer(EPOCHS), json.integer(PATIENCE), json.longInteger("seed"));
  }

  /** The name is made visible, and cut if it is long, with the message about the file. */
  private static JsonException unknown(String what, String name, String known) {
    return new JsonException("unknown " + what + " " + name + "; this version knows " + known);
  }

  private static OptimizerChoice readOptimizer(JsonObject json) throws JsonException {
    String name = json.string(NAME);
    float weightDecay = json.has(WEIGHT_DECAY) ? number(json, WEIGHT_DECAY) : 0;
    return switch (name) {
      case "sgd" -> new SgdChoice(number(json, "momentum"), weightDecay);
      case "nesterov" -> new NesterovChoice(number(json, "momentum"), weightDecay);
      case "nt-asgd" -> new NtAsgdChoice(json.integer("interval"), weightDecay);
      case "rmsprop" ->
          new RmsPropChoice(number(json, DECAY), number(json, "epsilon"), weightDecay);
      case "adagrad" -> new AdagradChoice(number(json, "epsilon"), weightDecay);
      case "adam" ->
          new AdamChoice(
              number(json, "beta1"), number(json, "beta2"), number(json, "epsilon"), weightDecay);
      default -> throw unknown("optimizer", name, "sgd, adam, nesterov, nt-asgd, rmsprop, adagrad");
    };
  }

  private static float number(JsonObject json, String key) throws JsonException {
    return (float) json.number(key);
  }

  private static Schedule readSchedule(JsonObject json) throws JsonException {
    String name = json.string(NAME);
    Schedule schedule =
        switch (name) {
          case "constant" -> new Constant();
          case "decay" -> new HoldThenDecay(json.integer("hold"), json.number(DECAY));
          case "plateau" -> new OnPlateau(json.number(DECAY));
          case "step" -> new StepDecay(json.integer("every"), json.number(DECAY));
          case "exponential" -> new Exponential(json.number(DECAY));
          case "cosine" -> new Cosine(json.integer("epochs"), json.number("end"));
          default ->
              throw unknown(
                  "learning-rate schedule",
                  name,
                  "constant, decay, plateau, step, exponential, cosine");
        };
    return json.has(WarmUp.EPOCHS) ? new WarmUp(json.number(WarmUp.EPOCHS), schedule) : schedule;
  }
}
