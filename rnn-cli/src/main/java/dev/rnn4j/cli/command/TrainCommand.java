package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.OutputLocks;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.DataOptions;
import dev.rnn4j.cli.option.LearningOptions;
import dev.rnn4j.cli.option.Preset;
import dev.rnn4j.cli.option.ShapeOptions;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.cli.report.TrainingData;
import dev.rnn4j.cli.report.TrainingMemoryCheck;
import dev.rnn4j.cli.report.TrainingPlan;
import dev.rnn4j.cli.report.TrainingReport;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.model.LanguageModelCheckpoint;
import dev.rnn4j.train.model.LanguageModelOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rnn train}: makes a language model of a text, or resumes one. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Train a language model.",
    description = {
      "",
      "Without options: an LSTM learns the names of the Unicode characters, which every Java"
          + " carries, in about two minutes on two cores. The best model so far is written after"
          + " every better epoch, a checkpoint beside it after every epoch; Ctrl-C writes one too.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn train",
      "  rnn train --train shakespeare.txt --hidden 256,256 --out bard.safetensors",
      "  rnn train --train ptb.train.txt --valid ptb.valid.txt --test ptb.test.txt \\",
      "            --preset zaremba-small",
      "  rnn train --resume model.checkpoint.safetensors --epochs 30"
    })
final class TrainCommand implements Callable<Integer> {
  private static final String DEFAULT_OUT = "model.safetensors";
  private static final Set<String> WITH_RESUME =
      Set.of(
          "--resume",
          "--epochs",
          "--patience",
          "--out",
          "--report",
          "--threads",
          "--kernels",
          "--stacktrace");

  @Spec private CommandSpec spec;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "Settings to start from, which other options replace: names, char, word, zaremba-small"
              + " or zaremba-medium (default: names for the built-in data, otherwise as --level).")
  private @Nullable Preset preset;

  @Mixin private DataOptions data;
  @Mixin private ShapeOptions shape;
  @Mixin private LearningOptions learning;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The model to write (default: model.safetensors). Replaces a model, but no other file.")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Resume a training from its checkpoint as if it had never stopped; only --epochs,"
              + " --patience, --out, --threads and --kernels may be given with it. Without --out"
              + " it writes the model beside the checkpoint, if that is its own.")
  private @Nullable Path resume;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write a page about the training, DIR/index.html, after every epoch: curves, results,"
              + " settings, the command. Makes the folder if there is none.")
  private @Nullable Path report;

  @Mixin private CommonOptions common;

  private final StopSignal stop;
  private final StandardInput standardInput;

  TrainCommand(StopSignal stop, StandardInput standardInput) {
    this.stop = stop;
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() throws IOException {
    common.check();
    if (resume == null) {
      return begin();
    }
    refuseOtherOptions();
    try (Checkpoint checkpoint = Checkpoint.read(resume)) {
      return resume(checkpoint, resume);
    }
  }

  private int begin() throws IOException {
    TextSource source = data.source();
    data.check();
    Preset base = preset == null ? defaultPreset(source) : preset;
    LanguageModelConfig smallest = shape.config(base.shape(), 2);
    LanguageModelOptions modelOptions = learning.modelOptions(base, smallest);
    TrainingOptions options = learning.options(base); // checked before texts are read
    Outputs outputs = Outputs.of(out == null ? Path.of(DEFAULT_OUT) : out);
    source.requireFiles();
    List<Path> inputs = new ArrayList<>(source.files());
    inputs.addAll(data.vocabularyFiles());
    outputs.check(inputs);
    Path page = report == null ? null : TrainingReport.in(report);
    try (OutputLocks locks = OutputLocks.take(written(outputs, page), err());
        StopSignal.Watch _ = stop.whenEnding(locks::close)) {
      Level level = data.level() == null ? base.level() : data.level();
      TrainingData texts =
          TrainingData.read(
              source,
              options.seed(),
              level,
              text -> data.vocabulary(level, text, standardInput),
              standardInput);
      LanguageModelConfig config = shape.config(base.shape(), texts.vocabulary().size());
      String remark = learning.withoutEffect(options);
      TrainingPlan plan =
          new TrainingPlan(source, texts, config, modelOptions, options, outputs, null, remark);
      TrainingMemoryCheck.require(plan);
      return run(plan, common.selection(), page);
    }
  }

  private int resume(Checkpoint checkpoint, Path file) throws IOException {
    LanguageModelCheckpoint model = LanguageModelCheckpoint.of(checkpoint);
    TrainingOptions old = checkpoint.options();
    Integer epochs = learning.epochs();
    Integer patience = learning.patience();
    TrainingOptions options =
        old.until(
            epochs == null ? old.epochs() : epochs, patience == null ? old.patience() : patience);
    TextSource source = TextSource.fromNotes(checkpoint.notes());
    Outputs outputs =
        out == null ? ResumedOutputs.beside(file, checkpoint, model, source) : Outputs.of(out);
    source.requireRepeatable();
    ResumedOutputs.announce(source, outputs, err());
    // first what no text could mend, so that none is searched for in vain
    KernelSelection kernels = common.selection(checkpoint);
    outputs.check(source.files(), file);
    TrainingMemoryCheck.requireWithoutText(model, options);
    source.requireFiles();
    Path page = report == null ? null : TrainingReport.in(report);
    try (OutputLocks locks = OutputLocks.take(written(outputs, page), err());
        StopSignal.Watch _ = stop.whenEnding(locks::close)) {
      Vocabulary vocabulary = model.vocabulary();
      TrainingData texts =
          TrainingData.read(
              source, options.seed(), vocabulary.level(), _ -> vocabulary, standardInput);
      ResumedOutputs.requireTestText(file, checkpoint, texts);
      TrainingPlan plan =
          new TrainingPlan(
              source, texts, model.config(), model.options(), options, outputs, checkpoint, "");
      TrainingMemoryCheck.require(plan);
      return run(plan, kernels, page);
    }
  }

  private static List<Path> written(Outputs outputs, @Nullable Path page) {
    List<Path> files = new ArrayList<>(outputs.files());
    if (page != null) {
      files.add(page);
    }
    return files;
  }

  private int run(TrainingPlan plan, KernelSelection kernels, @Nullable Path page)
      throws IOException {
    try (Workers workers = common.workers()) {
      TrainingRun run = new TrainingRun(plan, kernels, workers, spec.commandLine(), page);
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
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private Preset defaultPreset(TextSource source) {
    Level level = data.level() == null ? Level.CHARACTER : data.level();
    if (level == Level.WORD) {
      return Preset.WORD;
    }
    return source.isBuiltin() ? Preset.NAMES : Preset.CHAR;
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
