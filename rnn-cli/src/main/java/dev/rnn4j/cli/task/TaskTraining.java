package dev.rnn4j.cli.task;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.OutputLocks;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.InitialStateOption;
import dev.rnn4j.cli.option.InitializationOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.option.NetworkOptions;
import dev.rnn4j.cli.option.OptimizationOptions;
import dev.rnn4j.core.io.ModelFile;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.loop.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * {@code rnn train --task NAME} of a kind of model that is trained on examples. A subclass adds
 * options of its own and says what they mean. A checkpoint notes what was typed, so that resuming
 * reads the same options anew; see {@link TypedArguments}.
 */
public abstract class TaskTraining extends TrainingCommand {
  private static final String FROM = "--from";

  /** How the parameters move. */
  @Mixin protected OptimizationOptions optimization;

  /** Where they start. */
  @Mixin protected InitializationOptions start;

  @Option(
      names = FROM,
      paramLabel = "FILE",
      description =
          "Go on from the weights of a model of the same kind, with a fresh optimizer. It keeps its"
              + " shape; what it knows, such as words and labels, grows by what the data add.")
  private @Nullable Path from;

  private final CliTask kind;

  /**
   * A command that has not been given its options.
   *
   * @param kind the kind of model
   * @param surroundings what it shares with the process
   */
  protected TaskTraining(CliTask kind, Surroundings surroundings) {
    super(surroundings);
    this.kind = kind;
  }

  /** {@return how such a model is trained unless told otherwise} */
  protected abstract OptimizationOptions.Usual usual();

  /**
   * Reads the data and makes the network; bad options and bad data are refused here.
   *
   * @param options how it is trained
   * @param context what computes
   * @return what is about to begin
   */
  protected abstract TaskPlan prepare(TrainingOptions options, TaskContext context)
      throws IOException;

  /**
   * {@return the options of this kind of model that a model to go on from answers, besides those of
   * {@link NetworkOptions}}
   */
  protected Set<String> shapeOptions() {
    return Set.of();
  }

  /**
   * The model to go on from.
   *
   * @param reading reads a model of this kind
   * @return the model; null if parameters are to be drawn
   * @throws CliException if it is a checkpoint
   */
  protected final <M> @Nullable EarlierModel<M> earlier(ModelOption.Reading<M> reading)
      throws IOException {
    if (from == null) {
      return null;
    }
    M model = ModelOption.orCheckpoint(from, reading);
    return new EarlierModel<>(from, model, ModelFile.read(from).parameters());
  }

  private void refuseShape() {
    Set<String> kept = new TreeSet<>(shapeOptions());
    kept.addAll(NetworkOptions.ofShape());
    kept.add(InitialStateOption.NAME);
    List<String> given =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(kept::contains)
            .distinct()
            .toList();
    if (from != null && !given.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          String.join(", ", given)
              + " cannot be given with "
              + FROM
              + ": the model it names keeps its shape");
    }
  }

  @Override
  protected final int begin(Outputs outputs) throws IOException {
    refuseShape();
    TypedArguments typed = TypedArguments.of(spec.commandLine().getParseResult());
    return run(this, typed, optimization.options(usual()), outputs, null);
  }

  @Override
  protected final int resume(Checkpoint checkpoint, @Nullable Outputs given) throws IOException {
    TypedArguments typed = TypedArguments.of(checkpoint, kind.name());
    TaskTraining begun = typed.fill(kind.newTraining(surroundings()));
    Outputs outputs = given == null ? typed.outputsBeside(checkpoint) : given;
    err().println("reading   what was given with " + typed.shown());
    err()
        .println(
            "writing   " + Text.shown(outputs.model()) + ", " + Text.shown(outputs.checkpoint()));
    TrainingOptions options = optimization.resumed(checkpoint.options());
    return run(begun, typed, options, outputs, checkpoint);
  }

  private int run(
      TaskTraining typedInto,
      TypedArguments typed,
      TrainingOptions options,
      Outputs outputs,
      @Nullable Checkpoint checkpoint)
      throws IOException {
    KernelSelection kernels =
        checkpoint == null ? common.selection() : common.selection(checkpoint);
    List<Path> files = typed.files();
    if (checkpoint == null) {
      outputs.check(files);
    } else {
      outputs.check(files, checkpoint.file());
    }
    try (OutputLocks locks = lock(outputs);
        StopSignal.Watch _ = surroundings().stop().whenEnding(locks::close);
        Workers workers = common.workers()) {
      TaskContext context = new TaskContext(kernels, workers, surroundings().input(), err());
      TaskPlan plan = typedInto.prepare(options, context);
      Supplier<Map<String, String>> notes = () -> notes(typed, kernels);
      return run(
          new PlannedTraining(plan, options, kind, typed, notes),
          outputs,
          checkpoint,
          kernels,
          workers);
    }
  }

  private Map<String, String> notes(TypedArguments typed, KernelSelection kernels) {
    Map<String, String> notes = new TreeMap<>();
    notes.put(CommonOptions.TASK, kind.name());
    notes.put(TypedArguments.NOTE, typed.json());
    notes.put(CommonOptions.KERNELS, kernels.kernels().name());
    return notes;
  }
}
