package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.task.translate.PairSets.Test;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.ParallelText;
import dev.rnn4j.train.data.TextPair;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a training learns from, and what it is tested on. */
final class PairOptions {
  private static final String NONE = "none";
  private static final int EXAMPLES = 20_000;
  private static final int MOST_HELD_OUT = 1000;
  private static final int HELD_OUT_SHARE = 20;
  private static final long SPLIT = 45;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"--train", "--data"},
      paramLabel = "FILE",
      description =
          "What to learn from: a table of tab-separated columns, see --columns, or"
              + " builtin:spelling, builtin:summary or builtin:digits, which are generated"
              + " (default: builtin:spelling). Without --valid and --test a part of a table is held"
              + " out, of which no target is learned from.")
  private @Nullable String train;

  @Option(
      names = "--columns",
      paramLabel = "S,T",
      converter = PairFiles.Columns.Converter.class,
      description = "Columns of tables with what is read and what is written (default: 1,2).")
  private PairFiles.@Nullable Columns columns;

  @Option(
      names = "--valid",
      paramLabel = "FILE|none",
      description = "By what the best epoch is chosen, a table.")
  private @Nullable String valid;

  @Option(
      names = "--test",
      paramLabel = "FILE|none",
      description = "What to report the result on, a table.")
  private @Nullable String test;

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description = "What to read, in place of a table: a sentence a line. Needs --target.")
  private @Nullable String source;

  @Option(
      names = "--target",
      paramLabel = "FILE",
      description = "What to write for it: line n for line n of --source.")
  private @Nullable String target;

  @Option(names = "--valid-source", paramLabel = "FILE", description = "The same for --valid.")
  private @Nullable String validSource;

  @Option(names = "--valid-target", paramLabel = "FILE", description = "The same for --valid.")
  private @Nullable String validTarget;

  @Option(names = "--test-source", paramLabel = "FILE", description = "The same for --test.")
  private @Nullable String testSource;

  @Option(names = "--test-target", paramLabel = "FILE", description = "The same for --test.")
  private @Nullable String testTarget;

  @Option(
      names = "--examples",
      paramLabel = "N",
      description = "How many pairs are generated to learn from (default: 20000).")
  @Range(least = 1, most = 10_000_000)
  private @Nullable Integer examples;

  /** The kind that is generated, if one is. */
  Optional<GeneratedPairs> generated() {
    return train == null && source == null
        ? Optional.of(GeneratedPairs.SPELLING)
        : Optional.ofNullable(train).flatMap(GeneratedPairs::named);
  }

  PairSets read(long seed, StandardInput input) throws CorpusException {
    Optional<GeneratedPairs> generated = generated();
    if (generated.isPresent()) {
      refuse("--columns is for tables", columns);
      refuse("generated pairs come with their own validation and test", valid, test);
      refuse("give files or generated pairs, not both", source, target, validSource, testSource);
      return generated.get().sets(examples == null ? EXAMPLES : examples, seed);
    }
    refuse("--examples is for generated pairs, such as --train builtin:spelling", examples);
    requireBuiltinExists();
    return split(of(train, source, target, "--train, --source and --target", input), seed, input);
  }

  private void requireBuiltinExists() {
    if (train != null && train.startsWith(GeneratedPairs.PREFIX)) {
      throw usage(
          "there are builtin:spelling, builtin:summary and builtin:digits, but not " + train);
    }
  }

  /** Held out from the table if nothing was said of validation and test. */
  private PairSets split(List<TextPair> all, long seed, StandardInput input)
      throws CorpusException {
    boolean said = valid != null || test != null || validSource != null || testSource != null;
    long different = all.stream().map(TextPair::target).distinct().count();
    int heldOut = (int) Math.min(MOST_HELD_OUT, different / HELD_OUT_SHARE);
    if (said || heldOut == 0) {
      return new PairSets(
          name(),
          PairFiles.pairs(all),
          PairFiles.pairs(of(valid, validSource, validTarget, "validation", input)),
          tests(PairFiles.pairs(of(test, testSource, testTarget, "test", input))));
    }
    ParallelText.Split split =
        ParallelText.split(
            all, TextPair::target, heldOut, new RandomSource(RandomSource.derive(seed, SPLIT)));
    return new PairSets(
        name(),
        PairFiles.pairs(split.train()),
        PairFiles.pairs(split.validation()),
        tests(PairFiles.pairs(split.test())));
  }

  private static List<Test> tests(List<Pair> pairs) {
    return pairs.isEmpty() ? List.of() : List.of(new Test("test", pairs));
  }

  private List<TextPair> of(
      @Nullable String table,
      @Nullable String one,
      @Nullable String other,
      String what,
      StandardInput input)
      throws CorpusException {
    boolean none = table == null || table.equals(NONE);
    if (one == null && other == null) {
      return none || table == null ? List.of() : PairFiles.table(table, columns, input);
    }
    if (table != null || one == null || other == null) {
      throw usage("for " + what + " give one table, or the files of both source and target");
    }
    return PairFiles.twoFiles(one, other, input);
  }

  private String name() {
    Path file = Path.of(train != null ? train : String.valueOf(source));
    Path name = file.getFileName();
    return Text.shown(name == null ? file : name);
  }

  private void refuse(String message, @Nullable Object... given) {
    for (Object one : given) {
      if (one != null) {
        throw usage(message);
      }
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
