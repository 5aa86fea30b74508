package dev.rnn4j.train.checkpoint;

import dev.rnn4j.core.io.json.Json;
import dev.rnn4j.core.io.json.JsonException;
import dev.rnn4j.core.io.json.JsonObject;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingPosition;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a training stands as JSON, with what identifies its data. */
final class PositionJson {
  static final String KEY = "rnn4j.position";

  private static final String FINGERPRINT = "text";

  /** Not in files of earlier versions. */
  private static final String VALIDATED = "validated";

  /** Only of optimisers that have any. */
  private static final String MEMORY = "optimizer_memory_bits";

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
    double[] memory = trainer.optimizer().memory();
    if (memory.length > 0) {
      json.put(MEMORY, Arrays.stream(memory).mapToObj(Double::doubleToLongBits).toList());
    }
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

  /** What the optimiser remembered; its values are not checked yet. */
  static double[] memory(Map<String, String> metadata) throws JsonException {
    JsonObject json = parse(metadata);
    List<?> bits = json.has(MEMORY) ? json.list(MEMORY) : List.of();
    double[] memory = new double[bits.size()];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = bits.get(i) instanceof Long value ? Double.longBitsToDouble(value) : Double.NaN;
      if (!Double.isFinite(memory[i])) {
        throw new JsonException("position: what the optimizer remembers must be finite numbers");
      }
    }
    return memory;
  }

  /** Every step is one update. */
  static long updates(Map<String, String> metadata, TrainingPosition position, Trainer trainer)
      throws JsonException {
    long updates = parse(metadata).longInteger("updates");
    long steps = (long) position.epoch() * trainer.stepsInEpoch() + position.step();
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
