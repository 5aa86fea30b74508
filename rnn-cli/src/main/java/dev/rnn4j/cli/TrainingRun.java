package dev.rnn4j.cli;

import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingDivergedException;
import dev.rnn4j.train.loop.TrainingPosition;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** One training: shows how it goes, writes the best model and the checkpoints. */
final class TrainingRun implements ProgressListener {
  /** Note of a checkpoint: the kernels' name. */
  static final String KERNELS = "kernels";

  private final TrainingPlan plan;
  private final KernelSelection kernels;
  private final Workers workers;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Trainer trainer;
  private final TrainingProgress progress;
  private boolean modelWritten;

  TrainingRun(TrainingPlan plan, KernelSelection kernels, Workers workers, CommandLine command)
      throws IOException {
    this.plan = plan;
    this.kernels = kernels;
    this.workers = workers;
    out = command.getOut();
    err = command.getErr();
    TrainingData data = plan.data();
    trainer =
        new Trainer(
            plan.config(),
            data.vocabulary(),
            plan.options(),
            data.train().ids(),
            data.valid().ids(),
            kernels.kernels(),
            workers);
    Checkpoint checkpoint = plan.checkpoint();
    if (checkpoint != null) {
      checkpoint.restore(trainer);
    }
    new TrainingHeader(plan, trainer, kernels, workers).print(err);
    progress =
        new TrainingProgress(err, Terminal.isPresent(), plan.options().epochs(), System::nanoTime);
  }

  void requestStop() {
    trainer.requestStop();
  }

  /** Trains to the end, or until a stop is requested: then false. */
  boolean train() throws IOException {
    boolean complete;
    try {
      complete = trainer.run(this);
    } catch (TrainingDivergedException | UncheckedIOException | OutOfMemoryError e) {
      progress.endLine();
      throw e;
    }
    progress.endLine();
    if (!complete) {
      writeCheckpoint();
      sayHowToGoOn();
    } else if (!modelWritten) {
      writeModel();
    }
    return complete;
  }

  @Override
  public void onStep(StepReport report) {
    progress.onStep(report);
  }

  @Override
  public void onEpoch(EpochReport report) {
    progress.onEpoch(report);
    try {
      if (report.improved()) {
        writeModel();
      }
      writeCheckpoint();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeModel() throws IOException {
    new LanguageModelFile(
            plan.config(),
            plan.data().vocabulary(),
            trainer.bestParameters(),
            TrainingNotes.of(plan, trainer))
        .write(plan.outputs().model());
    modelWritten = true;
  }

  private void writeCheckpoint() throws IOException {
    Map<String, String> notes = new TreeMap<>();
    plan.source().note(notes);
    notes.put("out", plan.outputs().model().toAbsolutePath().normalize().toString());
    notes.put(KERNELS, kernels.kernels().name());
    Checkpoint.write(plan.outputs().checkpoint(), trainer, notes);
  }

  private void sayHowToGoOn() {
    TrainingPosition position = trainer.position();
    if (!plan.source().isRepeatable()) {
      err.printf(
          "stopped in epoch %d after %d steps; this cannot be resumed, as a text came from standard"
              + " input or a pipe%n",
          position.epoch() + 1, position.step());
      err.flush();
      return;
    }
    String checkpoint = Text.argument(plan.outputs().checkpoint().toString());
    err.printf(
        "stopped in epoch %d after %d steps; to go on as if nothing had happened:%n  %s%n",
        position.epoch() + 1, position.step(), Text.command("train --resume " + checkpoint));
    err.flush();
  }

  /** The result: test perplexity beside baselines, samples, and what to do next. */
  void report() throws IOException {
    LanguageModel best =
        LanguageModel.of(
            plan.config(), plan.data().vocabulary(), trainer.bestParameters(), kernels.kernels());
    new TrainingResult(plan, best, workers).print(out, err);
  }
}
