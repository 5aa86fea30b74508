package dev.rnn4j.cli.task;

import dev.rnn4j.cli.io.OutputLocks;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.NgramOption;
import dev.rnn4j.cli.option.TaskName;
import dev.rnn4j.cli.report.TrainingReport;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.train.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rnn train} of any kind of model: begins a training, or resumes one. */
public abstract class TrainingCommand implements Callable<Integer> {
  /** After the options of a kind of model. */
  protected static final int LAST = 1000;

  /** The option that says which kind of model is trained. */
  public static final String TASK = "--task";

  /** The option that names a checkpoint. */
  public static final String RESUME = "--resume";

  private static final String DEFAULT_OUT = "model.safetensors";
  private static final Set<String> WITH_RESUME =
      Set.of(
          TASK,
          RESUME,
          "--epochs",
          "--patience",
          "--out",
          NgramOption.NAME,
          "--report",
          "--threads",
          "--kernels",
          "--stacktrace");

  /** This command. */
  @Spec protected CommandSpec spec;

  @Option(
      names = TASK,
      paramLabel = "NAME",
      description = "Kind of model (default: lm, a language model).")
  @Nullable TaskName task; // which the command line has looked at before it made this command

  @Option(
      names = "--out",
      paramLabel = "FILE",
      order = LAST,
      description =
          "The model to write (default: model.safetensors). Replaces a model, but no other file.")
  private @Nullable Path out;

  @Option(
      names = RESUME,
      paramLabel = "FILE",
      order = LAST,
      description =
          "Resume a training from its checkpoint as if it had never stopped; only --epochs,"
              + " --patience, --out, --report, --threads and --kernels may be given with it. Without --out"
              + " it writes the model beside the checkpoint, if that is its own.")
  private @Nullable Path resume;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      order = LAST,
      description =
          "Write a page about the training, DIR/index.html, after every epoch: curves, results,"
              + " settings, the command. Makes the folder if there is none.")
  private @Nullable Path report;

  /** What every command takes that computes. */
  @Mixin protected CommonOptions common;

  private final Surroundings surroundings;

  /**
   * A command that has not been given its options.
   *
   * @param surroundings what it shares with the process
   */
  protected TrainingCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public final Integer call() throws IOException {
    common.check();
    if (resume == null) {
      return begin(Outputs.of(out == null ? Path.of(DEFAULT_OUT) : out));
    }
    refuseOtherOptions();
    try (Checkpoint checkpoint = Checkpoint.read(resume)) {
      return resume(checkpoint, out == null ? null : Outputs.of(out));
    }
  }

  /**
   * Begins a training.
   *
   * @param outputs the files to write, not yet checked
   * @return the exit code
   */
  protected abstract int begin(Outputs outputs) throws IOException;

  /**
   * Resumes a training.
   *
   * @param checkpoint where it stopped
   * @param outputs the files to write, not yet checked; null if they were not given
   * @return the exit code
   */
  protected abstract int resume(Checkpoint checkpoint, @Nullable Outputs outputs)
      throws IOException;

  /** Locks what is written; a page that could not be is refused here. */
  protected OutputLocks lock(Outputs outputs) throws IOException {
    List<Path> files = new ArrayList<>(outputs.files());
    if (report != null) {
      files.add(TrainingReport.in(report));
    }
    return OutputLocks.take(files, err());
  }

  /** Trains to the end, or until a stop is requested. */
  protected int run(
      Training training,
      Outputs outputs,
      @Nullable Checkpoint checkpoint,
      KernelSelection kernels,
      Workers workers)
      throws IOException {
    StopSignal stop = surroundings.stop();
    Path page = report == null ? null : TrainingReport.in(report);
    TrainingRun run =
        new TrainingRun(training, outputs, checkpoint, kernels, workers, spec.commandLine(), page);
    boolean complete;
    try (StopSignal.Watch _ = stop.watch(run::requestStop)) {
      complete = run.train();
    }
    if (complete) {
      try (StopSignal.Watch _ = stop.whenEnding(run::sayWhatIsDone)) {
        run.report();
      }
    }
    return complete ? ExitCode.OK : StopSignal.INTERRUPTED;
  }

  /** {@return what this command shares with the process} */
  protected Surroundings surroundings() {
    return surroundings;
  }

  /** {@return where messages go} */
  protected PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private void refuseOtherOptions() {
    List<String> others =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !WITH_RESUME.contains(name))
            .toList();
    if (!others.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "a resumed training keeps its settings; "
              + String.join(", ", others)
              + " cannot be given with --resume");
    }
  }
}
