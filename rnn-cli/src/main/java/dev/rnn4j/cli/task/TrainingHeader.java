package dev.rnn4j.cli.task;

import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.TrainingRemarks;
import dev.rnn4j.cli.report.Wording;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.loop.TrainingOutcome;
import dev.rnn4j.train.loop.TrainingPosition;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** What is said before a training begins: the data, the network, the settings, the machine. */
final class TrainingHeader {
  private final Training training;
  private final Outputs outputs;
  private final Trainer trainer;
  private final boolean resumed;

  TrainingHeader(Training training, Outputs outputs, Trainer trainer, boolean resumed) {
    this.training = training;
    this.outputs = outputs;
    this.trainer = trainer;
    this.resumed = resumed;
  }

  /** What stands on the lines, by the word that begins each. */
  SequencedMap<String, String> lines(KernelSelection kernels, Workers workers) {
    SequencedMap<String, String> lines = new LinkedHashMap<>();
    lines.put("data", training.data());
    lines.put("model", training.network() + ", " + parameters() + " parameters");
    lines.put("training", settings());
    lines.put("computing", kernels.kernels().description() + ", threads: " + workers.count());
    training.memory().ifPresent(bytes -> lines.put("memory", memory(bytes)));
    if (resumed) {
      lines.put("resuming", position());
    } else {
      lines.put("writing", Text.shown(outputs.model()) + replaced());
    }
    return lines;
  }

  private String position() {
    TrainingPosition position = trainer.position();
    return trainer.outcome() == TrainingOutcome.UNFINISHED
        ? "in epoch %d after %d steps".formatted(position.epoch() + 1, position.step())
        : "after " + Text.count(position.epoch(), "epoch");
  }

  void print(Map<String, String> lines, PrintWriter err) {
    lines.forEach((word, line) -> err.println(Text.format("%-9s %s", word, line)));
    for (String remark : training.remarks(trainer)) {
      err.println("note      " + remark);
    }
    for (String remark : new TrainingRemarks(trainer).all()) {
      err.println("note      " + remark);
    }
    err.flush();
  }

  private static String memory(long bytes) {
    return Text.format(
        "about %,d of at most %,d MB",
        Text.megabytes(bytes), Text.megabytes(Runtime.getRuntime().maxMemory()));
  }

  private String parameters() {
    return Text.format("%,d", trainer.bestParameters().values().length);
  }

  private String settings() {
    TrainingOptions options = training.options();
    Optimization optimization = options.optimization();
    String start = training.start();
    return Text.format(
        "%s, %s, %s, lr %s (%s), %s, %sseed %d",
        Text.count(options.epochs(), "epoch"),
        training.batching(),
        Wording.of(optimization.optimizer()),
        Text.setting(optimization.learningRate()),
        Wording.of(optimization.schedule()),
        Wording.steps(optimization),
        start.isEmpty() ? "" : start + ", ",
        options.seed());
  }

  private String replaced() {
    boolean exists = Files.exists(outputs.model());
    return exists ? " (replaced after the first epoch)" : "";
  }
}
