package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOutcome;
import dev.rnn4j.train.model.LanguageModelOptions;
import dev.rnn4j.train.model.LanguageModelTask;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is said before a training begins: the texts, the network, the settings, the machine. */
public final class TrainingHeader {
  private final TrainingPlan plan;
  private final LanguageModelTask task;
  private final Trainer trainer;
  private final KernelSelection kernels;
  private final Workers workers;

  public TrainingHeader(
      TrainingPlan plan,
      LanguageModelTask task,
      Trainer trainer,
      KernelSelection kernels,
      Workers workers) {
    this.plan = plan;
    this.task = task;
    this.trainer = trainer;
    this.kernels = kernels;
    this.workers = workers;
  }

  /** What is trained on what and how, by short names. */
  public Map<String, String> lines() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("data", data());
    lines.put("model", network(plan.config()) + ", " + parameters() + " parameters");
    lines.put("training", settings(plan.modelOptions(), plan.options()));
    lines.put("computing", machine());
    lines.put("memory", memory());
    return lines;
  }

  public void print(PrintWriter err) {
    lines().forEach((name, line) -> err.println(Text.format("%-9s %s", name, line)));
    Checkpoint checkpoint = plan.checkpoint();
    if (checkpoint == null) {
      err.println("writing   " + Text.shown(plan.outputs().model()) + replaced());
    } else if (trainer.outcome() == TrainingOutcome.UNFINISHED) {
      err.printf(
          "resuming  in epoch %d after %d steps%n",
          trainer.position().epoch() + 1, trainer.position().step());
    } else {
      err.println("resuming  after " + Text.count(trainer.position().epoch(), "epoch"));
    }
    for (String remark : new TrainingRemarks(plan, task.batches(), trainer).all()) {
      err.println("note      " + remark);
    }
    err.flush();
  }

  private String memory() {
    return Text.format(
        "about %,d of at most %,d MB",
        TrainingMemoryCheck.megabytes(TrainingMemoryCheck.estimate(plan).total()),
        TrainingMemoryCheck.megabytes(Runtime.getRuntime().maxMemory()));
  }

  private String data() {
    TrainingData data = plan.data();
    String level = data.vocabulary().level() == Level.WORD ? "words" : "characters";
    String heldOut =
        plan.source().holdsOut()
            ? Text.format(
                ", the last %,d tokens (%.1f%%) of the training text are held out for validation",
                data.valid().size(),
                100.0 * data.valid().size() / (data.train().size() + data.valid().size()))
            : "";
    return Text.format(
        "%s: %,d / %,d / %,d tokens for training / validation / test, %,d different %s%s",
        VisibleText.of(plan.source().name()),
        data.train().size(),
        data.valid().size(),
        data.test().size(),
        data.vocabulary().size(),
        level,
        heldOut);
  }

  /** Such as "lstm 2x200, embedding 200, dropout 0.5". */
  public static String network(LanguageModelConfig config) {
    StringBuilder text = new StringBuilder(config.cell().name());
    if (config.cell() instanceof ElmanCell) {
      text.append(' ').append(Choice.id(config.cell().activation()));
    }
    boolean even = config.hiddenSizes().stream().distinct().count() == 1;
    text.append(' ')
        .append(
            even
                ? config.layers() + "x" + config.hiddenSizes().getFirst()
                : config.hiddenSizes().toString());
    text.append(", embedding ").append(config.embeddingSize());
    if (config.dropout() > 0) {
      text.append(", dropout ").append(Text.setting(config.dropout()));
    }
    return text.append(config.tied() ? ", tied" : "").toString();
  }

  private String parameters() {
    return Text.format("%,d", trainer.bestParameters().values().length);
  }

  private static String settings(LanguageModelOptions modelOptions, TrainingOptions options) {
    return Text.format(
        "%s, batch %d, bptt %d, %s, lr %s (%s), clip %s, init ±%s, seed %d",
        Text.count(options.epochs(), "epoch"),
        modelOptions.batching().streams(),
        modelOptions.batching().window(),
        TrainingNotes.describe(options.optimization().optimizer()),
        Text.setting(options.optimization().learningRate()),
        TrainingNotes.describe(options.optimization().schedule()),
        Text.setting(options.optimization().clip()),
        Text.setting(modelOptions.initialization().range()),
        options.seed());
  }

  private String machine() {
    return kernels.kernels().description() + ", threads: " + workers.count();
  }

  private String replaced() {
    boolean exists = Files.exists(plan.outputs().model());
    return exists ? " (replaced after the first epoch)" : "";
  }
}
