package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskEvaluation;
import dev.rnn4j.cli.task.translate.PairSets.Test;
import dev.rnn4j.cli.task.translate.Scoring.Scores;
import dev.rnn4j.core.io.EncoderDecoderFile;
import dev.rnn4j.core.model.EncoderDecoder;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.TextPair;
import dev.rnn4j.train.eval.Bleu;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** {@code rnn eval} of a model that makes one sequence of another. */
@Command(
    name = "eval",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measure a model that makes one sequence of another.",
    description = {
      "",
      "Prints how well it predicts the targets given the true tokens before (teacher forcing), how"
          + " good is what it writes by itself (free running), and the gap between the two.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn eval --model model.safetensors --data builtin:spelling",
      "  rnn eval -m model.safetensors --source test.de --target test.en --beam 5",
      "  rnn eval -m model.safetensors --source test.de --target test.en --reference raw.en \\",
      "      --detokenize --lower-case --bleu 13a"
    })
final class EvaluateSequences extends TaskEvaluation {
  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "Tab-separated columns, see --columns, or builtin:spelling, builtin:summary or"
              + " builtin:digits.")
  private @Nullable String data;

  @Option(
      names = "--columns",
      paramLabel = "S,T",
      converter = PairFiles.Columns.Converter.class,
      description = "Columns with what is read and what is written (default: 1,2).")
  private PairFiles.@Nullable Columns columns;

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description = "What to read, in place of --data: a sentence a line. Needs --target.")
  private @Nullable String source;

  @Option(names = "--target", paramLabel = "FILE", description = "What is to be written for it.")
  private @Nullable String target;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description =
          "What to compare with, a sentence a line, where it is not the text of the targets.")
  private @Nullable String reference;

  @Option(
      names = "--bleu",
      paramLabel = "none|13a",
      converter = BleuConverter.class,
      defaultValue = "none",
      description =
          "How BLEU cuts words: at spaces, or as mteval-v13a does (default: ${DEFAULT-VALUE}).")
  private Bleu.Words bleu;

  @Option(
      names = "--detokenize",
      description = "Put what is written together as English text before it is compared.")
  private boolean detokenize;

  @Option(names = "--lower-case", description = "Compare without case.")
  private boolean lowerCase;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of pairs that are generated (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private SearchOptions search;

  EvaluateSequences(Surroundings surroundings) {
    super(surroundings);
  }

  /** Reads {@code --bleu}. */
  static final class BleuConverter implements ITypeConverter<Bleu.Words> {
    @Override
    public Bleu.Words convert(String text) {
      return switch (text) {
        case "none" -> Bleu.Words.AS_GIVEN;
        case "13a" -> Bleu.Words.V13A;
        default -> throw new TypeConversionException("must be none or 13a, not " + text);
      };
    }
  }

  @Override
  protected Result evaluate(Path file, TaskContext context) throws IOException {
    EncoderDecoder model =
        ModelOption.orCheckpoint(file, EncoderDecoderFile::read).model(context.kernels().kernels());
    Scoring scoring = new Scoring(bleu, detokenize, lowerCase, search.search());
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    List<Test> tests = tests(context);
    for (Test test : tests) {
      requireKind(model, test);
      Scores scores =
          scoring.of(model, test.pairs(), references(test, context), context.workers().count());
      if (tests.size() > 1) {
        lines.add(test.name());
        values.put(test.name(), scores.values());
      } else {
        values.putAll(scores.values());
      }
      lines.addAll(scores.lines());
    }
    return new Result(values, lines);
  }

  private void requireKind(EncoderDecoder model, Test test) {
    boolean frames = test.pairs().getFirst().frames() != null;
    if (frames != (model.source() == null)) {
      throw new ParameterException(
          spec.commandLine(),
          frames
              ? "this model reads text, not the frames of numbers of " + data
              : "this model reads frames of numbers, not text; try --data builtin:digits");
    }
  }

  private List<Test> tests(TaskContext context) throws CorpusException {
    if (data != null && data.startsWith(GeneratedPairs.PREFIX)) {
      return GeneratedPairs.named(data)
          .orElseThrow(() ->
              usage(
                  "there are builtin:spelling, builtin:summary and builtin:digits, but not "
                      + data))
          .tests(seed);
    }
    List<TextPair> pairs;
    if (data != null && source == null && target == null) {
      pairs = PairFiles.table(data, columns, context.input());
    } else if (data == null && source != null && target != null) {
      pairs = PairFiles.twoFiles(source, target, context.input());
    } else {
      throw usage("give --data, or both --source and --target");
    }
    return List.of(new Test("test", PairFiles.pairs(pairs)));
  }

  private List<String> references(Test test, TaskContext context) throws CorpusException {
    List<String> targets = test.pairs().stream().map(Pair::target).toList();
    if (reference == null) {
      return targets;
    }
    List<String> lines = PairFiles.lines(reference, context.input());
    if (lines.size() != targets.size()) {
      throw new CorpusException(
          "%s has %d lines for %d pairs; give it a line for each"
              .formatted(reference, lines.size(), targets.size()));
    }
    return lines;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
