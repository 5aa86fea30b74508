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
import java.io.PrintWriter;
import java.nio.file.Files;

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

  void print(KernelSelection kernels, Workers workers, PrintWriter err) {
    err.println("data      " + training.data());
    err.println("model     " + training.network() + ", " + parameters() + " parameters");
    err.println("training  " + settings());
    err.println("computing " + kernels.kernels().description() + ", threads: " + workers.count());
    training.memory().ifPresent(bytes -> err.println("memory    " + memory(bytes)));
    if (!resumed) {
      err.println("writing   " + Text.shown(outputs.model()) + replaced());
    } else if (trainer.outcome() == TrainingOutcome.UNFINISHED) {
      err.printf(
          "resuming  in epoch %d after %d steps%n",
          trainer.position().epoch() + 1, trainer.position().step());
    } else {
      err.println("resuming  after " + Text.count(trainer.position().epoch(), "epoch"));
    }
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
        "%s, %s, %s, lr %s (%s), clip %s, %sseed %d",
        Text.count(options.epochs(), "epoch"),
        training.batching(),
        Wording.of(optimization.optimizer()),
        Text.setting(optimization.learningRate()),
        Wording.of(optimization.schedule()),
        Text.setting(optimization.clip()),
        start.isEmpty() ? "" : start + ", ",
        options.seed());
  }

  private String replaced() {
    boolean exists = Files.exists(outputs.model());
    return exists ? " (replaced after the first epoch)" : "";
  }
}
