package dev.rnn4j.cli.task;

import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.ProgressTerminal;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.report.TrainingProgress;
import dev.rnn4j.cli.report.TrainingRemarks;
import dev.rnn4j.cli.report.TrainingReport;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingDivergedException;
import dev.rnn4j.train.loop.TrainingOutcome;
import dev.rnn4j.train.loop.TrainingPosition;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** One training: shows how it goes, writes the best model and the checkpoints. */
public final class TrainingRun implements ProgressListener {
  private final Training training;
  private final Outputs outputs;
  private final Workers workers;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Trainer trainer;
  private final TrainingProgress progress;
  private final @Nullable TrainingReport page;
  private boolean modelWritten;
  private boolean stepsDone;

  /**
   * A run that has not begun; says what is to be done.
   *
   * @param training what is trained
   * @param outputs the files to write
   * @param checkpoint where to resume; null at the beginning
   * @param kernels the arithmetic
   * @param workers who compute
   * @param command where to print
   * @param page where to write a page about it; null for nowhere
   */
  public TrainingRun(
      Training training,
      Outputs outputs,
      @Nullable Checkpoint checkpoint,
      KernelSelection kernels,
      Workers workers,
      CommandLine command,
      @Nullable Path page)
      throws IOException {
    this.training = training;
    this.outputs = outputs;
    this.workers = workers;
    out = command.getOut();
    err = command.getErr();
    trainer = new Trainer(training.task(), training.options(), workers);
    if (checkpoint != null) {
      checkpoint.restore(trainer);
      checkpoint.close(); // its file is about to be replaced
    }
    TrainingHeader header = new TrainingHeader(training, outputs, trainer, checkpoint != null);
    Map<String, String> lines = header.lines(kernels, workers);
    header.print(lines, err);
    this.page = page == null ? null : page(page, lines, command.getParseResult().originalArgs());
    progress =
        new TrainingProgress(
            err, columns(), training.options().epochs(), training.measure(), System::nanoTime);
  }

  private TrainingReport page(Path file, Map<String, String> lines, List<String> arguments) {
    TrainingReport.About about =
        new TrainingReport.About(
            "Training of " + Text.shown(outputs.model()),
            Text.command(arguments.stream().map(Text::argument).collect(Collectors.joining(" "))),
            lines,
            training.measure(),
            training.options().epochs(),
            training.options().optimization().clip());
    return new TrainingReport(file, about, trainer.position(), System::nanoTime);
  }

  private static @Nullable IntSupplier columns() {
    OptionalInt columns = ProgressTerminal.columns();
    return columns.isPresent()
        ? ProgressTerminal.followed(columns.getAsInt(), System::nanoTime)
        : null;
  }

  /** Stops after the current step, from any thread; says so at once, as a step may be long. */
  public void requestStop() {
    trainer.requestStop();
    progress.say(
        "stopping after this step, then the checkpoint is written; Ctrl-C again ends at once,"
            + " without one");
  }

  /** Trains to the end, or until a stop is requested: then false. */
  public boolean train() throws IOException {
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
      if (page != null) {
        page.stopped();
      }
      sayHowToResume();
      return false;
    }
    if (stepsDone && trainer.outcome() == TrainingOutcome.PATIENCE_RAN_OUT) {
      err.println(TrainingRemarks.patienceRanOut(trainer));
      err.flush();
    }
    if (!modelWritten) {
      writeModel();
    }
    return true;
  }

  @Override
  public void onStep(StepReport report) {
    stepsDone = true;
    progress.onStep(report);
    if (page != null) {
      page.onStep(report);
    }
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
    if (page != null) {
      page.onEpoch(report);
    }
  }

  private void writeModel() throws IOException {
    training.write(outputs.model(), trainer.bestParameters(), trainer);
    modelWritten = true;
  }

  /** With what is needed to make an equal trainer; not where it writes, which no file decides. */
  private void writeCheckpoint() throws IOException {
    Checkpoint.write(outputs.checkpoint(), trainer, training.notes());
  }

  private void sayHowToResume() {
    TrainingPosition position = trainer.position();
    if (!training.isRepeatable()) {
      err.printf(
          "stopped in epoch %d after %d steps; this cannot be resumed, as a text came from standard"
              + " input or a pipe%n",
          position.epoch() + 1, position.step());
      err.flush();
      return;
    }
    String arguments = "train --resume " + Text.argument(outputs.checkpoint().toString());
    boolean beside = Outputs.beside(outputs.checkpoint()).equals(Optional.of(outputs));
    if (!beside || (!modelWritten && Files.exists(outputs.model()))) {
      arguments += " --out " + Text.argument(outputs.model().toString());
    }
    err.printf(
        "stopped in epoch %d after %d steps; to resume as if nothing had happened:%n  %s%n",
        position.epoch() + 1, position.step(), Text.command(arguments));
    err.flush();
  }

  /** Said if the process is told to end while the result is computed. */
  public void sayWhatIsDone() {
    err.println(
        "ended; the model is complete, only its test is not: " + Text.shown(outputs.model()));
    err.flush();
  }

  /** The result of the test, samples, and what to do next. */
  public void report() throws IOException {
    List<Block> results = training.report(trainer.bestParameters(), workers, out);
    out.flush();
    if (page != null) {
      page.finished(results);
    }
    err.println("the best model is in " + Text.shown(outputs.model()) + "; try");
    for (String arguments : training.next(Text.argument(outputs.model().toString()))) {
      err.println("  " + Text.command(arguments));
    }
    err.flush();
  }
}
