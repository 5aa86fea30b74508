package dev.rnn4j.cli.task.language;

import dev.rnn4j.cli.io.OutputLocks;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.StopSignal;
import dev.rnn4j.cli.option.DataOptions;
import dev.rnn4j.cli.option.InitializationOptions;
import dev.rnn4j.cli.option.LearningOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.option.NetworkOptions;
import dev.rnn4j.cli.option.NgramOption;
import dev.rnn4j.cli.option.OptimizationOptions;
import dev.rnn4j.cli.option.Preset;
import dev.rnn4j.cli.option.RegularizationOptions;
import dev.rnn4j.cli.option.ShapeOptions;
import dev.rnn4j.cli.option.SoftmaxOptions;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TrainingCommand;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.model.EarlierParameters;
import dev.rnn4j.train.model.LanguageModelCheckpoint;
import dev.rnn4j.train.model.LanguageModelOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

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
      "  rnn train --from bard.safetensors --train sonnets.txt --out sonnets.safetensors",
      "  rnn train --resume model.checkpoint.safetensors --epochs 30"
    })
public final class TrainLanguageModel extends TrainingCommand {
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "Settings to start from, which other options replace: names, char, word, zaremba-small,"
              + " zaremba-medium, zaremba-large or awd-lstm (default: names for the built-in data,"
              + " otherwise as --level).")
  private @Nullable Preset preset;

  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description =
          "Go on from the weights of a model, with a fresh optimizer. It keeps its shape; its"
              + " vocabulary grows by the tokens of the training text, or is that of --vocab.")
  private @Nullable Path from;

  @Mixin private DataOptions data;
  @Mixin private NetworkOptions network;
  @Mixin private RegularizationOptions regularization;
  @Mixin private ShapeOptions shape;
  @Mixin private SoftmaxOptions softmax;
  @Mixin private LearningOptions learning;
  @Mixin private InitializationOptions start;
  @Mixin private OptimizationOptions optimization;
  @Mixin private NgramOption ngram;

  public TrainLanguageModel(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int begin(Outputs outputs) throws IOException {
    TextSource source = data.source();
    data.check();
    Origin origin = from == null ? Origin.NONE : Origin.of(from, ModelOption.read(from));
    Preset base = preset == null ? defaultPreset(source, level(origin)) : preset;
    LanguageModelConfig smallest = config(origin, base, 2);
    LanguageModelOptions modelOptions =
        learning.modelOptions(base, start.initialization(base, smallest));
    softmax.check(smallest.tied(), modelOptions.labelSmoothing(), origin.config());
    TrainingOptions options = optimization.options(base.usual()); // checked before texts are read
    source.requireFiles();
    List<Path> inputs = new ArrayList<>(source.files());
    inputs.addAll(data.vocabularyFiles());
    if (from != null) {
      inputs.add(from);
    }
    outputs.check(inputs);
    try (OutputLocks locks = lock(outputs);
        StopSignal.Watch _ = surroundings().stop().whenEnding(locks::close)) {
      Level asked = level(origin);
      Level level = asked == null ? base.level() : asked;
      TrainingData texts =
          TrainingData.read(
              source,
              options.seed(),
              level,
              text -> vocabulary(origin, level, text),
              surroundings().input());
      LanguageModelConfig config =
          softmax.applyTo(config(origin, base, texts.vocabulary().size()), origin.config());
      String remark = optimization.withoutEffect(options);
      TrainingPlan plan =
          new TrainingPlan(source, texts, config, modelOptions, options, ngram, remark);
      TrainingMemoryCheck.require(plan);
      return run(plan, origin, outputs, null, common.selection());
    }
  }

  private LanguageModelConfig config(Origin origin, Preset base, int vocabularySize) {
    LanguageModelFile model = origin.model();
    return model == null
        ? shape.config(network, regularization, base.shape(), vocabularySize)
        : shape.config(network, regularization, model.config(), vocabularySize);
  }

  /** What a token is, if that is decided. */
  private @Nullable Level level(Origin origin) {
    LanguageModelFile model = origin.model();
    Level level = data.level();
    if (model == null) {
      return level;
    }
    Level ofModel = model.vocabulary().level();
    if (level != null && level != ofModel) {
      throw new ParameterException(
          spec.commandLine(),
          "--level contradicts the model of --from: its tokens are "
              + (ofModel == Level.WORD ? "words" : "characters"));
    }
    return ofModel;
  }

  private Vocabulary vocabulary(Origin origin, Level level, String text) throws CorpusException {
    Vocabulary given = data.vocabulary(level, text, surroundings().input());
    LanguageModelFile model = origin.model();
    return model == null || data.isVocabularyGiven()
        ? given
        : EarlierParameters.joined(model.vocabulary(), given);
  }

  @Override
  protected int resume(Checkpoint checkpoint, @Nullable Outputs given) throws IOException {
    Path file = checkpoint.file();
    LanguageModelCheckpoint model = LanguageModelCheckpoint.of(checkpoint);
    TrainingOptions options = optimization.resumed(checkpoint.options());
    TextSource source = TextSource.fromNotes(checkpoint.notes());
    Outputs outputs =
        given == null ? ResumedOutputs.beside(file, checkpoint, model, source) : given;
    source.requireRepeatable();
    ResumedOutputs.announce(source, outputs, err());
    // first what no text could mend, so that none is searched for in vain
    KernelSelection kernels = common.selection(checkpoint);
    outputs.check(source.files(), file);
    TrainingMemoryCheck.requireWithoutText(model, options);
    source.requireFiles();
    try (OutputLocks locks = lock(outputs);
        StopSignal.Watch _ = surroundings().stop().whenEnding(locks::close)) {
      Vocabulary vocabulary = model.vocabulary();
      TrainingData texts =
          TrainingData.read(
              source, options.seed(), vocabulary.level(), _ -> vocabulary, surroundings().input());
      ResumedOutputs.requireTestText(file, checkpoint, texts);
      TrainingPlan plan =
          new TrainingPlan(source, texts, model.config(), model.options(), options, ngram, "");
      TrainingMemoryCheck.require(plan);
      Origin origin = Origin.fromNotes(checkpoint.notes());
      return run(plan, origin, outputs, checkpoint, kernels);
    }
  }

  private int run(
      TrainingPlan plan,
      Origin origin,
      Outputs outputs,
      @Nullable Checkpoint checkpoint,
      KernelSelection kernels)
      throws IOException {
    try (Workers workers = common.workers()) {
      return run(
          new LanguageModelTraining(plan, origin, kernels), outputs, checkpoint, kernels, workers);
    }
  }

  private static Preset defaultPreset(TextSource source, @Nullable Level level) {
    if (level == Level.WORD) {
      return Preset.WORD;
    }
    return source.isBuiltin() ? Preset.NAMES : Preset.CHAR;
  }
}
