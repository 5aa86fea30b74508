package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingPosition;
import dev.rnn4j.train.model.LanguageModelOptions;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
import java.util.Map;
import java.util.TreeMap;

/** What a model file says about how the model was trained; no dates, so that files repeat. */
public final class TrainingNotes {
  private TrainingNotes() {}

  public static Map<String, String> of(TrainingPlan plan, Trainer trainer) {
    Map<String, String> notes =
        settings(plan.source(), plan.config(), plan.modelOptions(), plan.options());
    notes.put("tokens", Integer.toString(plan.data().train().size()));
    notes.put("engine", "rnn4j " + Version.number());
    addResult(trainer.position(), notes);
    return notes;
  }

  /** What tells one training from another, known before its texts are read. */
  public static Map<String, String> settings(
      TextSource source,
      LanguageModelConfig config,
      LanguageModelOptions modelOptions,
      TrainingOptions options) {
    Map<String, String> notes = new TreeMap<>();
    notes.put("data", source.name());
    notes.put("seed", Long.toString(options.seed()));
    notes.put("batch", Integer.toString(modelOptions.batching().streams()));
    notes.put("bptt", Integer.toString(modelOptions.batching().window()));
    notes.put("optimizer", describe(options.optimization().optimizer()));
    notes.put("learning_rate", Text.setting(options.optimization().learningRate()));
    notes.put("schedule", describe(options.optimization().schedule()));
    notes.put("clip", Text.setting(options.optimization().clip()));
    notes.put("objective", Choice.id(modelOptions.objective()));
    notes.put("init", Text.setting(modelOptions.initialization().range()));
    if (config.cell().stateSize(1) > 0) {
      notes.put("forget_bias", Text.setting(modelOptions.initialization().forgetBias()));
    }
    return notes;
  }

  private static void addResult(TrainingPosition position, Map<String, String> notes) {
    notes.put("epochs", Integer.toString(position.epoch()));
    notes.put("best_epoch", Integer.toString(position.bestEpoch() + 1));
    if (Double.isFinite(position.bestLoss())) {
      notes.put("valid_perplexity", Text.format("%.4f", Math.exp(position.bestLoss())));
    }
  }

  static String describe(OptimizerChoice choice) {
    return switch (choice) {
      case AdamChoice _ -> "adam";
      case SgdChoice sgd ->
          sgd.momentum() > 0 ? "sgd, momentum " + Text.setting(sgd.momentum()) : "sgd";
      default -> choice.name();
    };
  }

  static String describe(Schedule schedule) {
    return switch (schedule) {
      case Constant _ -> "constant";
      case HoldThenDecay decay ->
          "hold %s, then x%s each"
              .formatted(Text.count(decay.hold(), "epoch"), Text.setting(decay.decay()));
      case OnPlateau plateau -> "x%s on a plateau".formatted(Text.setting(plateau.decay()));
      default -> schedule.name();
    };
  }
}
