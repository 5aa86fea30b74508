package dev.rnn4j.train.checkpoint;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingPosition;
import dev.rnn4j.train.task.TrainingTask;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a training stands as JSON, with what identifies its data. */
final class PositionJson {
  static final String KEY = "rnn4j.position";

  private static final String FINGERPRINT = "text";

  /** Not in files of earlier versions. */
  private static final String VALIDATED = "validated";

  private PositionJson() {}

  static String write(Trainer trainer) {
    TrainingPosition position = trainer.position();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("epoch", position.epoch());
    json.put("step", position.step());
    json.put("epoch_loss_bits", Double.doubleToLongBits(position.epochLossSum()));
    json.put("epoch_tokens", position.epochTargets());
    json.put("best_loss_bits", Double.doubleToLongBits(position.bestLoss()));
    json.put("best_epoch", position.bestEpoch());
    json.put("failures", position.failures());
    json.put("failures_in_a_row", position.failuresInARow());
    json.put(VALIDATED, trainer.task().validates());
    json.put("updates", trainer.optimizer().updates());
    json.put(FINGERPRINT, trainer.task().fingerprint());
    return Json.write(json);
  }

  /** The position; whether there is one like it in a trainer's task is not known yet. */
  static TrainingPosition read(Map<String, String> metadata) throws JsonException {
    JsonObject json = parse(metadata);
    TrainingPosition position =
        new TrainingPosition(
            json.integer("epoch"),
            json.integer("step"),
            Double.longBitsToDouble(json.longInteger("epoch_loss_bits")),
            json.longInteger("epoch_tokens"),
            Double.longBitsToDouble(json.longInteger("best_loss_bits")),
            json.integer("best_epoch"),
            json.integer("failures"),
            json.integer("failures_in_a_row"));
    if (json.has(VALIDATED)) {
      position.requireLossesOf(json.bool(VALIDATED));
    }
    return position;
  }

  static long fingerprint(Map<String, String> metadata) throws JsonException {
    return parse(metadata).longInteger(FINGERPRINT);
  }

  /** Every step is one update. */
  static long updates(Map<String, String> metadata, TrainingPosition position, TrainingTask task)
      throws JsonException {
    long updates = parse(metadata).longInteger("updates");
    long steps = (long) position.epoch() * task.steps() + position.step();
    if (updates != steps) {
      throw new JsonException(
          "the optimizer has made "
              + updates
              + " updates, but the position is after "
              + steps
              + " steps");
    }
    return updates;
  }

  private static JsonObject parse(Map<String, String> metadata) throws JsonException {
    return Json.parseObject(metadata.getOrDefault(KEY, "{}"), "position");
  }
}
