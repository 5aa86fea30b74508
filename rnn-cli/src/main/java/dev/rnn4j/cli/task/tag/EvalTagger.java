package dev.rnn4j.cli.task.tag;

import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.TaskContext;
import dev.rnn4j.cli.task.TaskEvaluation;
import dev.rnn4j.core.io.TaggerFile;
import dev.rnn4j.core.model.Tagger;
import dev.rnn4j.core.text.TagScheme;
import dev.rnn4j.train.data.TaggedWords;
import dev.rnn4j.train.eval.EntityScores;
import dev.rnn4j.train.model.TaggerData;
import dev.rnn4j.train.model.TaggerValidation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rnn eval} of a tagger. */
@Command(
    name = "eval",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measure a tagger on sentences with tags.",
    description = {
      "",
      "The share of right tags; if they are those of a scheme such as IOB2, precision, recall and"
          + " F1 of entities too, as the script conlleval counts them.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn eval --model model.safetensors --data ewt.test.conllu",
      "  rnn eval --model model.safetensors --data test.tsv --json"
    })
final class EvalTagger extends TaskEvaluation {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Sentences with tags, UTF-8, plain or gzip; - for standard input.")
  private String data;

  @Mixin private FormatOptions format;

  EvalTagger(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected Result evaluate(Path model, TaskContext context) throws IOException {
    Tagger tagger =
        ModelOption.orCheckpoint(model, file -> TaggerFile.load(file, context.kernels().kernels()));
    List<TaggedWords> given = TaggedSource.read(data, format, context.input());
    boolean entities = TaggerData.scheme(given).isPresent();
    List<TaggedWords> sentences = entities ? inSchemeOf(tagger, given) : given;
    UnknownTags.check(data, sentences, tagger.vocabulary().tags(), context);
    EntityScores scores =
        new TaggerValidation(tagger, sentences, entities).scores(context.workers());
    TaggerReport report = new TaggerReport("tags", scores, null, entities);
    return new Result(report.values(), report.lines());
  }

  /** As they are, unless the model has learned tags with other letters. */
  private static List<TaggedWords> inSchemeOf(Tagger tagger, List<TaggedWords> sentences) {
    boolean known = hasBioes(tagger.vocabulary().tags().names().stream());
    boolean given = hasBioes(sentences.stream().flatMap(sentence -> sentence.tags().stream()));
    return known == given
        ? sentences
        : TaggerData.in(known ? TagScheme.BIOES : TagScheme.IOB2, sentences);
  }

  private static boolean hasBioes(Stream<String> tags) {
    return tags.anyMatch(tag -> tag.startsWith("E") || tag.startsWith("S"));
  }
}
