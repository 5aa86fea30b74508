package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.LabelSmoothing;
import dev.rnn4j.cli.option.NetworkOptions;
import dev.rnn4j.cli.option.OptimizationOptions;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.option.RegularizationOptions;
import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.cli.task.EarlierModel;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskPlan;
import dev.rnn4j.cli.task.TaskTraining;
import dev.rnn4j.cli.task.translate.TextOptions.Pieces;
import dev.rnn4j.cli.task.translate.TextOptions.Sides;
import dev.rnn4j.core.io.EncoderDecoderFile;
import dev.rnn4j.core.layer.AttentionKind;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.model.EncoderDecoderConfig;
import dev.rnn4j.core.model.EncoderDecoderConfig.DecoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.EncoderShape;
import dev.rnn4j.core.model.EncoderDecoderConfig.Input;
import dev.rnn4j.core.model.EncoderDecoderConfig.Tying;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.Schedule;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code rnn train --task seq2seq}: makes a model that makes one sequence of another. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Train a model that makes one sequence of another: translates, corrects, summarises.",
    description = {
      "",
      "An encoder reads, a decoder with attention writes. Without further options: misspelled words"
          + " and dates in many forms, and what is right.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn train --task seq2seq",
      "  rnn train --task seq2seq --train builtin:summary",
      "  rnn train --task seq2seq --source a.de --target a.en --level bpe --hidden 256",
      "  rnn train --task seq2seq --train deu.txt --columns 2,1"
    })
final class TrainSequences extends TaskTraining {
  private static final OptimizationOptions.Usual USUAL =
      new OptimizationOptions.Usual(
          Optimization.adam(0.003).withClip(1).withSchedule(new Schedule.HoldThenDecay(6, 0.6)),
          10,
          true);

  private static final int EMBEDDING = 48;
  private static final List<Integer> HIDDEN = List.of(96);

  /** Reads {@code --attention}. */
  static final class AttentionConverter implements ITypeConverter<AttentionKind> {
    @Override
    public AttentionKind convert(String text) {
      return new Choice<>(AttentionKind.class).convert(text);
    }
  }

  /** Reads {@code --tied}. */
  static final class TyingConverter implements ITypeConverter<Tying> {
    @Override
    public Tying convert(String text) {
      return new Choice<>(Tying.class).convert(text);
    }
  }

  @Mixin private PairOptions data;
  @Mixin private TextOptions text;
  @Mixin private NetworkOptions network;
  @Mixin private RegularizationOptions regularization;
  @Mixin private LabelSmoothing smoothing;

  @Option(
      names = "--attention",
      paramLabel = "none|additive|multiplicative",
      converter = AttentionConverter.class,
      defaultValue = "additive",
      description = "How the decoder looks at what was read (default: ${DEFAULT-VALUE}).")
  private AttentionKind attention;

  @Option(
      names = "--no-input-feeding",
      description = "Do not feed what attention gave at the step before.")
  private boolean noInputFeeding;

  @Option(
      names = "--tied",
      paramLabel = "none|output|all",
      converter = TyingConverter.class,
      defaultValue = "none",
      description =
          "Vectors that are the same: of the decoder's input and output, or of the encoder as well"
              + " (default: ${DEFAULT-VALUE}).")
  private Tying tied;

  @Option(
      names = "--teacher-forcing",
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Share of true tokens among those fed in training; the others are the model's own"
              + " (default: ${DEFAULT-VALUE}).")
  private float teacherForcing;

  @Option(
      names = "--scheduled-sampling",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "What --teacher-forcing is multiplied by after every epoch, such as 0.9 (default:"
              + " ${DEFAULT-VALUE}, it stays).")
  private float scheduledSampling;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Pairs of a step (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 100_000)
  private int batch;

  TrainSequences(CliTask task, Surroundings surroundings) {
    super(task, surroundings);
  }

  @Override
  protected OptimizationOptions.Usual usual() {
    return USUAL;
  }

  @Override
  protected TaskPlan prepare(TrainingOptions options, TaskContext context) throws IOException {
    if (!(teacherForcing >= 0 && teacherForcing <= 1)) {
      throw usage("--teacher-forcing must be 0 to 1, not " + teacherForcing);
    }
    if (!(scheduledSampling >= 0 && scheduledSampling <= 1)) {
      throw usage("--scheduled-sampling must be 0 to 1, not " + scheduledSampling);
    }
    PairSets sets = data.read(options.seed(), context.input());
    Optional<GeneratedPairs> generated = data.generated();
    boolean words = generated.isEmpty() || generated.get() == GeneratedPairs.SUMMARY;
    int minCount = generated.isEmpty() ? 2 : 1;
    EarlierModel<EncoderDecoderFile> earlier = earlier(EncoderDecoderFile::read);
    Sides sides =
        earlier == null
            ? text.learn(
                sets.train(), words ? Pieces.WORD : Pieces.CHARACTER, minCount, tied == Tying.ALL)
            : text.grow(sides(earlier.model(), sets), sets.train(), minCount);
    return new SequencePlan(
        sets,
        sides,
        earlier == null ? config(sets, sides) : config(sides, earlier.model().config()),
        new SequencePlan.Settings(
            batch,
            teacherForcing,
            scheduledSampling,
            smoothing.epsilon(),
            start.initialization(network.cell(), 0.1f, 1),
            earlier,
            options.seed()),
        context);
  }

  @Override
  protected Set<String> shapeOptions() {
    return Set.of(
        "--attention",
        "--no-input-feeding",
        "--tied",
        "--level",
        "--merges",
        "--separate",
        "--one-vocabulary");
  }

  private Sides sides(EncoderDecoderFile model, PairSets sets) {
    Matrix frames = sets.train().getFirst().frames();
    int width = frames == null ? 0 : frames.cols();
    int ofModel = model.config().encoder().input() instanceof Input.Frames f ? f.width() : 0;
    if (width != ofModel) {
      throw usage(
          "the model of --from reads %s, but %s has %s"
              .formatted(shown(ofModel), sets.name(), shown(width)));
    }
    return new Sides(model.source(), model.target());
  }

  private static String shown(int width) {
    return width == 0 ? "tokens" : "frames of " + width + " numbers";
  }

  /** The network of a model to go on from, for other tokens. */
  private EncoderDecoderConfig config(Sides sides, EncoderDecoderConfig model) {
    EncoderShape reads = model.encoder();
    DecoderShape writes = model.decoder();
    Regularization own = model.regularization();
    Input input =
        sides.source() == null
            ? reads.input()
            : new Input.Tokens(sides.source().vocabulary().size(), reads.input().width());
    return new EncoderDecoderConfig(
        model.cell(),
        new EncoderShape(input, reads.hiddenSizes(), reads.directions()),
        new DecoderShape(
            sides.target().vocabulary().size(),
            sides.target().vocabulary().startId(),
            writes.embeddingSize(),
            writes.hiddenSizes(),
            writes.attention(),
            writes.inputFeeding(),
            writes.tying()),
        regularization.over(own, network.dropout(own.dropout().layers()), model.cell()));
  }

  private EncoderDecoderConfig config(PairSets sets, Sides sides) {
    int width = network.embedding(EMBEDDING);
    List<Integer> hidden = network.widths(HIDDEN);
    try {
      return new EncoderDecoderConfig(
          network.cell(),
          new EncoderShape(input(sets, sides, width), hidden, Directions.CONCATENATED),
          new DecoderShape(
              sides.target().vocabulary().size(),
              sides.target().vocabulary().startId(),
              width,
              hidden,
              attention,
              attention != AttentionKind.NONE && !noInputFeeding,
              tied),
          regularization.regularization(network.dropout(0.1f), network.cell()));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static Input input(PairSets sets, Sides sides, int width) {
    @Nullable Matrix frames = sets.train().getFirst().frames();
    if (sides.source() == null) {
      return new Input.Frames(frames == null ? 1 : frames.cols());
    }
    return new Input.Tokens(sides.source().vocabulary().size(), width);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
