package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.ProgressTerminal;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.report.TrainingData;
import dev.rnn4j.cli.report.TrainingHeader;
import dev.rnn4j.cli.report.TrainingNotes;
import dev.rnn4j.cli.report.TrainingPlan;
import dev.rnn4j.cli.report.TrainingProgress;
import dev.rnn4j.cli.report.TrainingRemarks;
import dev.rnn4j.cli.report.TrainingReport;
import dev.rnn4j.cli.report.TrainingResult;
import dev.rnn4j.cli.report.page.Block;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.data.TokenChecksum;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingDivergedException;
import dev.rnn4j.train.loop.TrainingOutcome;
import dev.rnn4j.train.loop.TrainingPosition;
import dev.rnn4j.train.model.LanguageModelTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** One training: shows how it goes, writes the best model and the checkpoints. */
final class TrainingRun implements ProgressListener {
  /** Note of a checkpoint: the checksum of the test text's tokens. */
  static final String TEST_TEXT = "test_text";

  private static final TrainingReport.Measures LANGUAGE_MODEL =
      new TrainingReport.Measures("nats per token", "tokens", "perplexity", Math::exp, true);

  private final TrainingPlan plan;
  private final KernelSelection kernels;
  private final Workers workers;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Trainer trainer;
  private final TrainingProgress progress;
  private final @Nullable TrainingReport page;
  private boolean modelWritten;
  private boolean stepsDone;

  TrainingRun(
      TrainingPlan plan,
      KernelSelection kernels,
      Workers workers,
      CommandLine command,
      @Nullable Path page)
      throws IOException {
    this.plan = plan;
    this.kernels = kernels;
    this.workers = workers;
    out = command.getOut();
    err = command.getErr();
    requireWritable();
    TrainingData data = plan.data();
    LanguageModelTask task =
        LanguageModelTask.builder(data.vocabulary(), data.train().ids())
            .valid(data.valid().ids())
            .config(plan.config())
            .options(plan.modelOptions())
            .kernels(kernels.kernels())
            .seed(plan.options().seed())
            .build();
    trainer = new Trainer(task, plan.options(), workers);
    Checkpoint checkpoint = plan.checkpoint();
    if (checkpoint != null) {
      checkpoint.restore(trainer);
      checkpoint.close(); // its file is about to be replaced
    }
    TrainingHeader header = new TrainingHeader(plan, task, trainer, kernels, workers);
    header.print(err);
    progress = new TrainingProgress(err, columns(), plan.options().epochs(), System::nanoTime);
    this.page = page == null ? null : page(page, header, command.getParseResult().originalArgs());
  }

  private TrainingReport page(Path file, TrainingHeader header, List<String> arguments) {
    TrainingReport.About about =
        new TrainingReport.About(
            "Training of " + Text.shown(plan.outputs().model()),
            Text.command(arguments.stream().map(Text::argument).collect(Collectors.joining(" "))),
            header.lines(),
            LANGUAGE_MODEL,
            plan.options().epochs(),
            plan.options().optimization().clip());
    return new TrainingReport(file, about, trainer.position(), System::nanoTime);
  }

  /** Fails now rather than after the first epoch. */
  private void requireWritable() {
    try {
      LanguageModelFile.requireWritable(plan.config(), plan.data().vocabulary());
    } catch (IllegalArgumentException e) {
      throw new CliException(
          "no file could hold this model: "
              + e.getMessage()
              + " (--vocab-size or --min-count makes the vocabulary smaller)",
          e);
    }
  }

  private static @Nullable IntSupplier columns() {
    OptionalInt columns = ProgressTerminal.columns();
    return columns.isPresent()
        ? ProgressTerminal.followed(columns.getAsInt(), System::nanoTime)
        : null;
  }

  /** Stops after the current step, from any thread; says so at once, as a step may be long. */
  void requestStop() {
    trainer.requestStop();
    progress.say(
        "stopping after this step, then the checkpoint is written; Ctrl-C again ends at once,"
            + " without one");
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

  private LanguageModelFile model() {
    return new LanguageModelFile(
        plan.config(),
        plan.data().vocabulary(),
        trainer.bestParameters(),
        TrainingNotes.of(plan, trainer));
  }

  private void writeModel() throws IOException {
    model().write(plan.outputs().model());
    modelWritten = true;
  }

  private void writeCheckpoint() throws IOException {
    Checkpoint.write(plan.outputs().checkpoint(), trainer, notes());
  }

  /** What is needed to make an equal trainer; not where it writes, which no file decides. */
  private Map<String, String> notes() {
    Map<String, String> notes = new TreeMap<>();
    plan.source().note(notes);
    notes.put(TEST_TEXT, Long.toString(TokenChecksum.of(plan.data().test().ids())));
    notes.put(CommonOptions.KERNELS, kernels.kernels().name());
    return notes;
  }

  private void sayHowToResume() {
    TrainingPosition position = trainer.position();
    if (!plan.source().isRepeatable()) {
      err.printf(
          "stopped in epoch %d after %d steps; this cannot be resumed, as a text came from standard"
              + " input or a pipe%n",
          position.epoch() + 1, position.step());
      err.flush();
      return;
    }
    Outputs outputs = plan.outputs();
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
  void sayWhatIsDone() {
    err.println(
        "ended; the model is complete, only its test is not: "
            + Text.shown(plan.outputs().model()));
    err.flush();
  }

  /** The result: test perplexity beside baselines, samples, and what to do next. */
  void report() throws IOException {
    LanguageModel best =
        LanguageModel.of(
            plan.config(), plan.data().vocabulary(), trainer.bestParameters(), kernels.kernels());
    List<Block> results = new TrainingResult(plan, best, workers).print(out, err);
    if (page != null) {
      page.finished(results);
    }
  }
}
