package dev.rnn4j.cli.task.language;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.cli.report.Version;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.data.TextCut;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingPosition;
import dev.rnn4j.train.model.LanguageModelOptions;
import java.util.Map;
import java.util.TreeMap;

/** What a model file says about how the model was trained; no dates, so that files repeat. */
public final class TrainingNotes {
  private static final String BATCHING = "batching";

  private TrainingNotes() {}

  /** What of a text a model was trained to read from the initial state on. */
  public static TextCut cut(Map<String, String> notes) {
    String noted = notes.get(BATCHING);
    for (TextCut cut : TextCut.values()) {
      if (Choice.id(cut).equals(noted)) {
        return cut;
      }
    }
    return TextCut.STREAMS; // which is not noted
  }

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
    TextCut cut = modelOptions.batching().cut();
    if (cut != TextCut.STREAMS) {
      notes.put(BATCHING, Choice.id(cut));
    }
    notes.putAll(Wording.notes(options.optimization()));
    notes.put("objective", Choice.id(modelOptions.objective()));
    if (modelOptions.labelSmoothing() > 0) {
      notes.put("label_smoothing", Text.setting(modelOptions.labelSmoothing()));
    }
    notes.put("init", Text.setting(modelOptions.initialization().range()));
    if (modelOptions.initialization().identity() > 0) {
      notes.put("identity", Text.setting(modelOptions.initialization().identity()));
    }
    if (config.cell().stateSize(1) > 0) {
      notes.put("forget_bias", Text.setting(modelOptions.initialization().forgetBias()));
    }
    return notes;
  }

  private static void addResult(TrainingPosition position, Map<String, String> notes) {
    // not the epochs of the whole training: those after the best one left nothing in the model
    String epochs = Integer.toString(position.bestEpoch() + 1);
    notes.put("epochs", epochs);
    notes.put("best_epoch", epochs);
    if (Double.isFinite(position.bestLoss())) {
      notes.put("valid_perplexity", Text.format("%.4f", Math.exp(position.bestLoss())));
    }
  }
}
