package dev.rnn4j.cli.option;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.VocabularyBuilder;
import dev.rnn4j.train.data.VocabularyFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code rnn train} learns from. */
public final class DataOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "NAME",
      description = "Built-in data: " + TextSource.BUILTIN + ", the default without --train.")
  private @Nullable String data;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description = "Text to learn from, UTF-8, plain or gzip; - for standard input.")
  private @Nullable String train;

  @Option(
      names = "--valid",
      paramLabel = "FILE",
      description =
          "Text to choose the best epoch by; none for none (default: the last 5%% of --train).")
  private @Nullable String valid;

  @Option(names = "--test", paramLabel = "FILE", description = "Text to judge the result by.")
  private @Nullable String test;

  @Option(
      names = "--level",
      paramLabel = "word|char",
      description = "What a token is (default: char).")
  private @Nullable Level level;

  @Option(
      names = "--vocab",
      paramLabel = "FILE",
      description = "Vocabulary, one token a line (default: that of the training text).")
  private @Nullable String vocabularyFile;

  @Option(
      names = "--vocab-size",
      paramLabel = "N",
      description = "Keep only the N most frequent tokens.")
  @Range(least = 2)
  private @Nullable Integer vocabularySize;

  @Option(
      names = "--min-count",
      paramLabel = "N",
      description = "Keep only tokens that occur N times.")
  @Range(least = 1)
  private @Nullable Integer minCount;

  /** Where the texts come from. */
  public TextSource source() {
    if (train == null || train.equals(TextSource.BUILTIN)) {
      requireBuiltin();
      return TextSource.builtin();
    }
    if (data != null) {
      throw usage("--data and --train exclude each other; give one of them");
    }
    return new TextSource(
        train, valid == null ? TextSource.HELD_OUT : valid, test == null ? TextSource.NONE : test);
  }

  private void requireBuiltin() {
    if (data != null && !data.equals(TextSource.BUILTIN)) {
      throw usage(
          "--data must be " + TextSource.BUILTIN + ", not " + data + "; for a file use --train");
    }
    if (valid != null || test != null) {
      throw usage("--valid and --test need --train FILE; the built-in data brings its own");
    }
  }

  /** The level asked for, if any. */
  public @Nullable Level level() {
    return level;
  }

  /** Whether the vocabulary is read from somewhere. */
  public boolean isVocabularyGiven() {
    return vocabularyFile != null;
  }

  /** The vocabulary's file, if one was given. */
  public List<Path> vocabularyFiles() {
    return vocabularyFile == null || StandardInput.is(vocabularyFile)
        ? List.of()
        : List.of(Path.of(vocabularyFile));
  }

  /** Reads the vocabulary, or makes it of the training text. */
  public Vocabulary vocabulary(Level actualLevel, String trainingText, StandardInput input)
      throws CorpusException {
    if (vocabularyFile != null) {
      return VocabularyFile.read(input.text(vocabularyFile), actualLevel);
    }
    VocabularyBuilder builder = new VocabularyBuilder(actualLevel);
    if (vocabularySize != null) {
      builder.maxSize(vocabularySize);
    }
    if (minCount != null) {
      builder.minCount(minCount);
    }
    return builder.add(trainingText).build();
  }

  /** Fails now rather than after reading long texts. */
  public void check() {
    TextSource.requireOneReader(
        command, "--train", train, "--valid", valid, "--test", test, "--vocab", vocabularyFile);
    if (vocabularyFile != null && (vocabularySize != null || minCount != null)) {
      throw usage("--vocab excludes --vocab-size and --min-count; give one or the other");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
