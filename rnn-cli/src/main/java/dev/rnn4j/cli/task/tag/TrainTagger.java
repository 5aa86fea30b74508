package dev.rnn4j.cli.task.tag;

import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.InitialStateOption;
import dev.rnn4j.cli.option.LabelSmoothing;
import dev.rnn4j.cli.option.NetworkOptions;
import dev.rnn4j.cli.option.OptimizationOptions.Usual;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.option.RegularizationOptions;
import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.cli.task.EarlierModel;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskPlan;
import dev.rnn4j.cli.task.TaskTraining;
import dev.rnn4j.core.head.TagTransitions;
import dev.rnn4j.core.io.TaggerFile;
import dev.rnn4j.core.layer.CharacterConfig;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.model.Tagger;
import dev.rnn4j.core.model.TaggerConfig;
import dev.rnn4j.core.model.TaggerVocabulary;
import dev.rnn4j.core.text.TagScheme;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.WordVectors;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.model.TaggerData;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
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

/** {@code rnn train --task tag}. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Train a tagger of sentences: parts of speech, names, whatever has a tag a word.",
    description = {
      "",
      "Without --train it learns to find names in generated sentences. The best epoch by"
          + " validation is kept: by F1 of entities if tags are those of a scheme such as IOB2,"
          + " otherwise by the share of right tags.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn train --task tag",
      "  rnn train --task tag --train ewt.train.conllu --valid ewt.dev.conllu --test"
          + " ewt.test.conllu",
      "  rnn train --task tag --train names.train.tsv --valid names.dev.tsv --crf --vectors"
          + " glove.100d.txt --embedding 100"
    })
final class TrainTagger extends TaskTraining {
  private static final float RANGE = 0.08f;
  private static final int EPOCHS = 12;
  private static final int HOLD = 5;
  private static final double DECAY = 0.7;
  private static final double RATE = 0.002;
  private static final double CLIP = 5;

  /** The generated sentences are few and regular. */
  private static final int BUILTIN_EPOCHS = 10;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      defaultValue = TaggedSource.BUILTIN,
      description = "Sentences with tags, UTF-8, plain or gzip (default: ${DEFAULT-VALUE}).")
  private String train;

  @Option(
      names = "--valid",
      paramLabel = "FILE",
      description = "Sentences to choose the best epoch by (default: the last tenth of --train).")
  private @Nullable String valid;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Sentences to judge the result by (default: none).")
  private @Nullable String test;

  @Mixin private FormatOptions format;

  @Option(
      names = "--scheme",
      paramLabel = "auto|none|iob1|iob2|bioes",
      converter = SchemeConverter.class,
      defaultValue = "auto",
      description =
          "Scheme of entities to train with, whatever that of the files is; none for tags that are"
              + " no entities (default: auto, that of --train).")
  private Scheme scheme;

  @Option(
      names = "--crf",
      description =
          "A conditional random field over each sentence instead of a softmax for each word; tags"
              + " that the scheme does not allow beside each other are never chosen.")
  private boolean crf;

  @Option(
      names = "--chars",
      paramLabel = "none|recurrent|convolution",
      converter = CharactersConverter.class,
      defaultValue = "recurrent",
      description = "How words are spelled out beside the table (default: ${DEFAULT-VALUE}).")
  private Characters characters;

  @Option(
      names = "--char-embedding",
      paramLabel = "E",
      defaultValue = "32",
      description = "Width of the vectors of characters (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 1 << 16)
  private int characterSize;

  @Option(
      names = "--char-width",
      paramLabel = "N",
      defaultValue = "100",
      description = "Width of what characters make of a word (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 1 << 16)
  private int characterWidth;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Vectors of words to begin with, as text of word2vec, GloVe or fastText; as wide as"
              + " --embedding.")
  private @Nullable String vectors;

  @Option(
      names = "--vectors-limit",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Most words to read of them, the first ones (default: ${DEFAULT-VALUE}).")
  @Range(least = 1)
  private int vectorsLimit;

  @Option(
      names = "--lower-case",
      arity = "1",
      paramLabel = "true|false",
      defaultValue = "true",
      description = "Look words up in lower case; characters keep it (default: ${DEFAULT-VALUE}).")
  private boolean lowerCase;

  @Option(
      names = "--unknown",
      paramLabel = "A",
      defaultValue = "0.25",
      description =
          "In training a word that occurs n times is taken for an unknown one with probability"
              + " A / (A + n) (default: ${DEFAULT-VALUE}).")
  private double unknown;

  @Option(
      names = "--input-dropout",
      paramLabel = "P",
      description = "Share of the words' vectors dropped in training (default: --dropout).")
  private @Nullable Float inputDropout;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "32",
      description = "Sentences a step (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 1 << 16)
  private int batch;

  @Mixin private LabelSmoothing smoothing;
  @Mixin private NetworkOptions network;
  @Mixin private InitialStateOption initialState;
  @Mixin private RegularizationOptions regularization;

  /** {@code --scheme}. */
  enum Scheme {
    AUTO,
    NONE,
    IOB1,
    IOB2,
    BIOES
  }

  /** {@code --chars}. */
  enum Characters {
    NONE,
    RECURRENT,
    CONVOLUTION
  }

  /** Reads a scheme. */
  static final class SchemeConverter implements ITypeConverter<Scheme> {
    @Override
    public Scheme convert(String value) {
      return new Choice<>(Scheme.class).convert(value);
    }
  }

  /** Reads a kind of character features. */
  static final class CharactersConverter implements ITypeConverter<Characters> {
    @Override
    public Characters convert(String value) {
      return new Choice<>(Characters.class).convert(value);
    }
  }

  TrainTagger(CliTask task, Surroundings surroundings) {
    super(task, surroundings);
  }

  @Override
  protected Usual usual() {
    Optimization optimization =
        new Optimization(AdamChoice.DEFAULT, RATE, new Schedule.HoldThenDecay(HOLD, DECAY), CLIP);
    return new Usual(optimization, TaggedSource.isBuiltin(train) ? BUILTIN_EPOCHS : EPOCHS, false);
  }

  @Override
  protected TaskPlan prepare(TrainingOptions options, TaskContext context) throws IOException {
    if (!(unknown >= 0 && unknown <= 1e6)) {
      throw usage("--unknown must be 0 or more, not " + unknown);
    }
    requireSoftmax(crf, "--crf");
    TaggedSource given =
        TaggedSource.read(train, valid, test, format, options.seed(), context.input());
    EarlierModel<Tagger> earlier = earlier(TaggerFile::load);
    Optional<TagScheme> entities = scheme(given);
    if (earlier != null) {
      entities = schemeOf(earlier, entities);
    }
    TaggedSource source = entities.isPresent() ? given.in(entities.get()) : given;
    WordVectors loaded = vectors(context);
    Set<String> known = loaded == null ? Set.of() : loaded.vectors().keySet();
    TaggerData data =
        earlier == null
            ? TaggerData.of(source.train(), lowerCase, known)
            : TaggerData.of(source.train(), earlier.model().vocabulary(), known);
    UnknownTags.check(
        valid == null ? train : valid, source.valid(), data.vocabulary().tags(), context);
    UnknownTags.check(
        test == null ? train : test, source.test(), data.vocabulary().tags(), context);
    TaggerConfig config =
        earlier == null
            ? config(data.vocabulary(), entities)
            : config(data.vocabulary(), entities, earlier.model().network().config());
    requireSoftmax(config.crf() != null, "the conditional random field of --from");
    return TaggerPlan.of(
        source,
        data,
        config,
        new TaggerPlan.Settings(
            entities,
            batch,
            unknown,
            smoothing.epsilon(),
            new TaggerPlan.Beginning(
                start.initialization(network.cell(), RANGE, 1), loaded, earlier)),
        options.seed(),
        context);
  }

  private void requireSoftmax(boolean none, String what) {
    if (none && smoothing.epsilon() > 0) {
      throw usage("--label-smoothing is for a softmax; " + what + " has none");
    }
  }

  private Optional<TagScheme> scheme(TaggedSource source) {
    return switch (scheme) {
      case AUTO -> TaggerData.scheme(source.train());
      case NONE -> Optional.empty();
      default -> {
        if (TaggerData.scheme(source.train()).isEmpty()) {
          throw usage(
              "--scheme is for tags such as B-PER, I-PER and O; those of " + train + " are others");
        }
        yield Optional.of(TagScheme.valueOf(scheme.name()));
      }
    };
  }

  /** The scheme of an earlier tagger's tags, where they tell it. */
  private Optional<TagScheme> schemeOf(EarlierModel<Tagger> earlier, Optional<TagScheme> entities) {
    TaggerVocabulary known = earlier.model().vocabulary();
    if (known.hasEntities() != entities.isPresent()) {
      throw usage(
          "the tags of %s are %s, those of %s %s; a tagger goes on with tags of its kind"
              .formatted(
                  earlier.file().getFileName(),
                  kind(known.hasEntities()),
                  train,
                  kind(entities.isPresent())));
    }
    boolean ends =
        known.tags().names().stream().anyMatch(tag -> tag.startsWith("S-") || tag.startsWith("E-"));
    return scheme == Scheme.AUTO && ends ? Optional.of(TagScheme.BIOES) : entities;
  }

  private static String kind(boolean entities) {
    return entities ? "those of entities, such as B-PER" : "no entities";
  }

  @Override
  protected Set<String> shapeOptions() {
    return Set.of("--crf", "--chars", "--char-embedding", "--char-width", "--lower-case");
  }

  private @Nullable WordVectors vectors(TaskContext context) throws CorpusException {
    if (vectors == null) {
      return null;
    }
    WordVectors all = WordVectors.read(context.input().text(vectors), vectorsLimit);
    return lowerCase ? all.lowerCase() : all;
  }

  private TaggerConfig config(TaggerVocabulary vocabulary, Optional<TagScheme> entities) {
    try {
      float dropout = network.dropout(0.5f);
      CharacterConfig spelled =
          characters == Characters.NONE
              ? null
              : new CharacterConfig(
                  CharacterConfig.Kind.valueOf(characters.name()),
                  vocabulary.characters().size(),
                  characterSize,
                  characterWidth);
      int words = network.embedding(100);
      List<LayerConfig> layers =
          initialState.layers(network, List.of(TaggedSource.isBuiltin(train) ? 64 : 200));
      int input = words + (spelled == null ? 0 : characterWidth);
      TagTransitions free = TagTransitions.all(vocabulary.tags().size());
      return new TaggerConfig(
          vocabulary.words().size(),
          words,
          spelled,
          new StackConfig(
              input,
              layers,
              Directions.CONCATENATED,
              regularization.regularization(dropout, network.cell()),
              false),
          vocabulary.tags().size(),
          crf ? entities.map(vocabulary::transitions).orElse(free) : null,
          inputDropout == null ? dropout : inputDropout);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The network of a tagger to go on from, for other words, characters and tags. */
  private TaggerConfig config(
      TaggerVocabulary vocabulary, Optional<TagScheme> entities, TaggerConfig model) {
    Regularization own = model.stack().regularization();
    float dropout = network.dropout(own.dropout().layers());
    CharacterConfig spelled = model.characters();
    TagTransitions free = TagTransitions.all(vocabulary.tags().size());
    return new TaggerConfig(
        vocabulary.words().size(),
        model.wordSize(),
        spelled == null ? null : spelled.withCharacters(vocabulary.characters().size()),
        model
            .stack()
            .withRegularization(
                regularization.over(own, dropout, model.stack().layers().getFirst().cell())),
        vocabulary.tags().size(),
        model.crf() == null ? null : entities.map(vocabulary::transitions).orElse(free),
        inputDropout == null ? network.dropout(model.dropout()) : inputDropout);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
