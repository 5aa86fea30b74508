package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.core.model.SequenceText;
import dev.rnn4j.core.text.Subwords;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.model.EarlierParameters;
import dev.rnn4j.train.model.SequenceTexts;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How both sides are cut into tokens. */
final class TextOptions {
  private static final int MERGES = 8000;

  /** {@code --level}. */
  enum Pieces {
    WORD,
    CHARACTER,
    BPE
  }

  /** Reads {@code --level}. */
  static final class PiecesConverter implements picocli.CommandLine.ITypeConverter<Pieces> {
    @Override
    public Pieces convert(String text) {
      return new Choice<>(Pieces.class).convert(text);
    }
  }

  /**
   * Both sides.
   *
   * @param source null where frames are read
   * @param target what is written
   */
  record Sides(@Nullable SequenceText source, SequenceText target) {}

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--level",
      paramLabel = "word|char|bpe",
      converter = PiecesConverter.class,
      description =
          "Tokens: words between spaces, characters, or pieces of words learned by byte-pair"
              + " encoding (default: word; of generated spelling and digits: char).")
  private @Nullable Pieces level;

  @Option(
      names = "--merges",
      paramLabel = "N",
      description = "Merges of --level bpe (default: 8000).")
  @Range(least = 0, most = 200_000)
  private @Nullable Integer merges;

  @Option(
      names = "--separate",
      description = "Learn merges for each side by itself; default: for both together.")
  private boolean separate;

  @Option(
      names = "--one-vocabulary",
      description = "One vocabulary for both sides, as --tied all needs.")
  private boolean one;

  @Option(
      names = "--min-count",
      paramLabel = "N",
      description = "Words that are rarer are <unk> (default: 2; of generated pairs: 1).")
  @Range(least = 1, most = 1_000_000)
  private @Nullable Integer minCount;

  Sides learn(List<Pair> pairs, Pieces usual, int usualMinCount, boolean shared) {
    Pieces pieces = level == null ? usual : level;
    if (merges != null && pieces != Pieces.BPE) {
      throw usage("--merges is for --level bpe");
    }
    List<String> targets = pairs.stream().map(Pair::target).toList();
    if (pairs.getFirst().frames() != null) {
      return new Sides(null, text(pieces, targets, usualMinCount, null));
    }
    List<String> sources = pairs.stream().map(Pair::source).toList();
    List<String> both = Stream.concat(sources.stream(), targets.stream()).toList();
    Subwords subwords =
        pieces == Pieces.BPE && !separate ? SequenceTexts.learn(count(), both) : null;
    if (one || shared) {
      SequenceText text = text(pieces, both, usualMinCount, subwords);
      return new Sides(text, text);
    }
    return new Sides(
        text(pieces, sources, usualMinCount, subwords),
        text(pieces, targets, usualMinCount, subwords));
  }

  /** What a model to go on from knows, and after it what pairs add. */
  Sides grow(Sides earlier, List<Pair> pairs, int usualMinCount) {
    List<String> targets = pairs.stream().map(Pair::target).toList();
    SequenceText source = earlier.source();
    SequenceText target = earlier.target();
    if (source == null) {
      return new Sides(null, grow(target, targets, usualMinCount));
    }
    List<String> sources = pairs.stream().map(Pair::source).toList();
    if (source.vocabulary().equals(target.vocabulary())) {
      List<String> both = Stream.concat(sources.stream(), targets.stream()).toList();
      SequenceText text = grow(target, both, usualMinCount);
      return new Sides(text, text);
    }
    return new Sides(grow(source, sources, usualMinCount), grow(target, targets, usualMinCount));
  }

  private SequenceText grow(SequenceText earlier, List<String> lines, int usualMinCount) {
    Subwords subwords = earlier.subwords();
    Level own = earlier.vocabulary().level();
    int count = minCount == null ? usualMinCount : minCount;
    SequenceText added =
        subwords == null
            ? SequenceTexts.of(own, lines, own == Level.CHARACTER ? 1 : count)
            : SequenceTexts.of(subwords, lines);
    return new SequenceText(
        EarlierParameters.joined(earlier.vocabulary(), added.vocabulary()), subwords);
  }

  private SequenceText text(
      Pieces pieces, List<String> lines, int usualMinCount, @Nullable Subwords learned) {
    return switch (pieces) {
      case CHARACTER -> SequenceTexts.of(Level.CHARACTER, lines, 1);
      case WORD -> SequenceTexts.of(Level.WORD, lines, minCount == null ? usualMinCount : minCount);
      case BPE ->
          SequenceTexts.of(learned == null ? SequenceTexts.learn(count(), lines) : learned, lines);
    };
  }

  private int count() {
    return merges == null ? MERGES : merges;
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
