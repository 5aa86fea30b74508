package dev.rnn4j.cli.task.classify;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.core.text.Labels;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import dev.rnn4j.train.data.DistinctSplit;
import dev.rnn4j.train.data.LabelledText;
import dev.rnn4j.train.data.LocaleNames;
import dev.rnn4j.train.data.VocabularyBuilder;
import dev.rnn4j.train.model.EarlierParameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a classifier is trained on, and measured with. */
final class ExampleOptions {
  private static final String NONE = "none";
  private static final double VALIDATION = 0.1;

  /** What is held out follows from this key alone, so that all seeds are measured alike. */
  private static final long SPLIT = 1;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--train",
      paramLabel = "FILE|DIR",
      description =
          "Labelled texts to learn from, plain or gzip, - for standard input; or a folder with a"
              + " file of texts for each class, which names the class. May be given several times"
              + " (default: names of places, languages and currencies in 20 languages, which every"
              + " Java has).")
  private List<String> train = new ArrayList<>();

  @Option(
      names = "--valid",
      paramLabel = "FILE|DIR",
      description =
          "Texts to choose the best epoch by; none for none (default: a tenth of the different"
              + " texts of --train).")
  private @Nullable String valid;

  @Option(names = "--test", paramLabel = "FILE|DIR", description = "Texts to judge the result by.")
  private @Nullable String test;

  @Option(
      names = "--hold-out",
      paramLabel = "SHARE",
      description =
          "Judge the result by this share of the different texts of --train, such as 0.2, always"
              + " the same ones; a text that occurs several times is held out as a whole.")
  private @Nullable Double holdOut;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Cross-validate after training: train anew K times, each time without the K-th part of the"
              + " different texts, which judges the result.")
  @Range(least = 2, most = 1000)
  private @Nullable Integer folds;

  @Option(
      names = "--distinct",
      description = "Train once with what occurs several times with the same label.")
  private boolean distinct;

  @Mixin private FormatOptions format;

  @Option(
      names = "--label-column",
      paramLabel = "NAME|N",
      description = "Column of the labels, as --text-column (default: label).")
  private @Nullable String labelColumn;

  @Option(
      names = "--level",
      paramLabel = "word|char",
      description = "What a token is (default: word; of the built-in data char).")
  private @Nullable Level level;

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

  /**
   * Texts of a training.
   *
   * @param all what was given to train on, also what is held out of it
   * @param train to learn from
   * @param valid to choose the best epoch by; may be empty
   * @param test to judge the result by; may be empty
   * @param labels of all
   */
  record Texts(
      List<LabelledText> all,
      List<LabelledText> train,
      List<LabelledText> valid,
      List<LabelledText> test,
      Labels labels) {
    Texts withLabels(Labels others) {
      return new Texts(all, train, valid, test, others);
    }
  }

  boolean isBuiltin() {
    return train.isEmpty();
  }

  int folds() {
    return folds == null ? 0 : folds;
  }

  String name() {
    return isBuiltin() ? "names in 20 languages" : String.join(", ", train);
  }

  /** Fails now rather than after reading files. */
  void check() {
    format.check();
    if (isBuiltin() && (valid != null || test != null)) {
      throw usage("--valid and --test need --train FILE; the built-in data brings its own");
    }
    if (test != null && holdOut != null) {
      throw usage("--test and --hold-out exclude each other; give one of them");
    }
    long standardInput =
        Stream.concat(train.stream(), Stream.of(or(valid), or(test)))
            .filter(StandardInput::is)
            .count();
    if (standardInput > 1) {
      throw usage("only one of --train, --valid and --test can read standard input");
    }
  }

  private static String or(@Nullable String argument) {
    return argument == null ? NONE : argument;
  }

  /** Reads and splits all texts. */
  Texts read(StandardInput input) throws IOException {
    List<LabelledText> all = new ArrayList<>();
    for (String argument : train) {
      all.addAll(format.read(argument, labelColumn, input, _ -> {}));
    }
    if (isBuiltin()) {
      all.addAll(LocaleNames.all());
    }
    Labels labels = new Labels(all.stream().map(LabelledText::label).distinct().sorted().toList());
    if (labels.size() < 2) {
      throw usage(
          "all texts of %s have the label %s; there is nothing to learn with one class"
              .formatted(name(), labels.name(0)));
    }
    List<LabelledText> judged = test == null ? List.of() : labelled(test, labels, input);
    List<LabelledText> rest = all;
    Double share = isBuiltin() && holdOut == null ? Double.valueOf(VALIDATION) : holdOut;
    if (share != null) {
      DistinctSplit split = holdOut("--hold-out", all, share);
      rest = split.rest();
      judged = split.heldOut();
    }
    if (valid == null) {
      Texts split = split(rest, labels);
      return new Texts(all, split.train(), split.valid(), judged, labels);
    }
    List<LabelledText> chosen = valid.equals(NONE) ? List.of() : labelled(valid, labels, input);
    return new Texts(all, unrepeated(rest), chosen, judged, labels);
  }

  /** Holds out texts to choose the best epoch by. */
  Texts split(List<LabelledText> texts, Labels labels) {
    DistinctSplit split = holdOut("--valid none, as", texts, VALIDATION);
    return new Texts(texts, unrepeated(split.rest()), split.heldOut(), List.of(), labels);
  }

  private List<LabelledText> unrepeated(List<LabelledText> texts) {
    return distinct ? texts.stream().distinct().toList() : texts;
  }

  private DistinctSplit holdOut(String option, List<LabelledText> texts, double share) {
    try {
      return DistinctSplit.holdOut(texts, share, SPLIT);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  List<DistinctSplit> foldsOf(List<LabelledText> texts) {
    try {
      return DistinctSplit.folds(texts, folds(), SPLIT);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--folds: " + e.getMessage(), e);
    }
  }

  private List<LabelledText> labelled(String argument, Labels labels, StandardInput input)
      throws IOException {
    return format.read(argument, labelColumn, input, label -> labels.index(label));
  }

  /**
   * The tokens of texts; with an earlier vocabulary those of its level, and its own before them.
   */
  Vocabulary vocabulary(List<LabelledText> texts, @Nullable Vocabulary earlier) {
    return earlier == null
        ? vocabulary(texts, isBuiltin() ? Level.CHARACTER : Level.WORD)
        : EarlierParameters.joined(earlier, vocabulary(texts, earlier.level()));
  }

  private Vocabulary vocabulary(List<LabelledText> texts, Level usual) {
    VocabularyBuilder builder = new VocabularyBuilder(level == null ? usual : level);
    if (vocabularySize != null) {
      builder.maxSize(vocabularySize);
    }
    if (minCount != null) {
      builder.minCount(minCount);
    }
    texts.forEach(text -> builder.add(text.text()));
    return builder.build();
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
