package dev.rnn4j.train.checkpoint;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingPosition;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a training stands as JSON, with what identifies its text. */
final class PositionJson {
  static final String KEY = "rnn4j.position";

  private PositionJson() {}

  static String write(Trainer trainer) {
    TrainingPosition position = trainer.position();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("epoch", position.epoch());
    json.put("step", position.step());
    json.put("epoch_loss_bits", Double.doubleToLongBits(position.epochLossSum()));
    json.put("epoch_tokens", position.epochTokens());
    json.put("best_loss_bits", Double.doubleToLongBits(position.bestLoss()));
    json.put("best_epoch", position.bestEpoch());
    json.put("failures", position.failures());
    json.put("failures_in_a_row", position.failuresInARow());
    json.put("updates", trainer.optimizer().updates());
    json.put("text", trainer.textFingerprint());
    return Json.write(json);
  }

  /** The position; whether there is one like it in a trainer's text is not known yet. */
  static TrainingPosition read(Map<String, String> metadata) throws JsonException {
    JsonObject json = parse(metadata);
    return new TrainingPosition(
        json.integer("epoch"),
        json.integer("step"),
        Double.longBitsToDouble(json.longInteger("epoch_loss_bits")),
        json.longInteger("epoch_tokens"),
        Double.longBitsToDouble(json.longInteger("best_loss_bits")),
        json.integer("best_epoch"),
        json.integer("failures"),
        json.integer("failures_in_a_row"));
  }

  static void requireText(Map<String, String> metadata, Trainer trainer) throws JsonException {
    if (parse(metadata).longInteger("text") != trainer.textFingerprint()) {
      throw new JsonException(
          "the training or validation text has changed since; resuming needs the same text");
    }
  }

  /** Every step is one update. */
  static long updates(Map<String, String> metadata, TrainingPosition position, Trainer trainer)
      throws JsonException {
    long updates = parse(metadata).longInteger("updates");
    long steps = (long) position.epoch() * trainer.batches().windows() + position.step();
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
