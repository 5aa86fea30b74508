package dev.rnn4j.cli.task.tag;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.UsingCommand;
import dev.rnn4j.core.io.TaggerFile;
import dev.rnn4j.core.model.TaggedToken;
import dev.rnn4j.core.model.Tagger;
import dev.rnn4j.core.text.Entity;
import dev.rnn4j.train.data.TaggedSentences;
import dev.rnn4j.train.data.TaggedWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rnn tag}. */
@Command(
    name = "tag",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Tag sentences with a trained tagger.",
    description = {
      "",
      "Sentences come one a line, words separated by spaces, or a word a line (--format). They are"
          + " answered in their order.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  echo 'She moved from Paris to Peru .' | rnn tag --model model.safetensors",
      "  rnn tag --model model.safetensors --data ewt.test.conllu --to json"
    })
final class TagCommand extends UsingCommand<List<String>> {
  @Mixin private FormatOptions format;

  @Option(
      names = "--to",
      paramLabel = "tsv|conll|json",
      converter = OutputConverter.class,
      defaultValue = "tsv",
      description =
          "What to print: tsv, a line of word, tag and probability for each word, and an empty one"
              + " between sentences; conll, word and tag; json, a line for each sentence"
              + " (default: ${DEFAULT-VALUE}).")
  private Output to;

  /** {@code --to}. */
  enum Output {
    TSV,
    CONLL,
    JSON
  }

  /** Reads a kind of output. */
  static final class OutputConverter implements ITypeConverter<Output> {
    @Override
    public Output convert(String value) {
      return new Choice<>(Output.class).convert(value);
    }
  }

  TagCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected Use<List<String>> open(Path file, StandardInput input, String argument)
      throws IOException {
    Tagger tagger =
        ModelOption.orCheckpoint(
            file, model -> TaggerFile.load(model, common.selection().kernels()));
    TaggedSentences sentences =
        TaggedSentences.open(input.text(argument), format.ofWords(argument));
    return new Tagging(tagger, sentences, to);
  }

  /** A tagger that reads and answers. */
  private record Tagging(Tagger tagger, TaggedSentences sentences, Output to)
      implements Use<List<String>> {
    @Override
    public @Nullable List<String> next() throws IOException {
      TaggedWords next = sentences.next();
      return next == null ? null : next.words();
    }

    @Override
    public String answer(List<List<String>> pieces) {
      StringBuilder text = new StringBuilder();
      for (List<TaggedToken> sentence : tagger.tagAll(pieces)) {
        if (to == Output.JSON) {
          text.append(json(sentence)).append('\n');
        } else {
          sentence.forEach(token -> text.append(line(token)).append('\n'));
          text.append('\n');
        }
      }
      return text.toString();
    }

    private String line(TaggedToken token) {
      return to == Output.CONLL
          ? token.token() + " " + token.tag()
          : Text.format("%s\t%s\t%.4f", token.token(), token.tag(), token.probability());
    }

    private String json(List<TaggedToken> sentence) {
      List<Map<String, Object>> tokens = sentence.stream().map(Tagging::json).toList();
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("tokens", tokens);
      if (tagger.vocabulary().hasEntities()) {
        all.put("entities", Tagger.entities(sentence).stream().map(Tagging::json).toList());
      }
      return JsonOutput.of(all);
    }

    private static Map<String, Object> json(TaggedToken token) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("token", token.token());
      one.put("tag", token.tag());
      one.put("probability", token.probability());
      return one;
    }

    private static Map<String, Object> json(Entity entity) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("type", entity.type());
      one.put("from", entity.from());
      one.put("to", entity.to());
      return one;
    }

    @Override
    public void close() throws IOException {
      sentences.close();
    }
  }
}
