package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.option.CacheOptions;
import dev.rnn4j.cli.option.Choice;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.InterpolationOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.cli.report.TextNotes;
import dev.rnn4j.cli.task.language.Measurements;
import dev.rnn4j.cli.task.language.Measurements.Texts;
import dev.rnn4j.cli.task.language.TrainingNotes;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.TextCut;
import dev.rnn4j.train.data.UnicodeNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rnn eval}: the perplexity of a model on a text. */
@Command(
    name = "eval",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measure a model's perplexity on a text.",
    description = {
      "",
      "Every token is predicted, line ends included, the first one from the start token; so is the"
          + " first of every sentence if the model was trained on sentences. What the"
          + " model does not know is counted and scored as <unk>. If there are such words, or words"
          + " spelled <unk>, the perplexity of all others is printed, too: the same probabilities,"
          + " without those of <unk>.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn eval --model model.safetensors --data ptb.test.txt",
      "  rnn eval --model model.safetensors --data " + TextSource.BUILTIN + " --json",
      "  rnn eval --model model.safetensors --data ptb.test.txt --valid ptb.valid.txt \\",
      "           --train ptb.train.txt --cache 500"
    })
final class EvalCommand implements Callable<Integer> {
  private static final int MAX_BATCH = 1 << 16;

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description =
          "Text, UTF-8, plain or gzip; - for standard input, "
              + TextSource.BUILTIN
              + " for its test part.")
  private String data;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "1",
      description =
          "Streams read side by side (default: 1, the definition). More is faster, but each stream"
              + " begins without context.")
  @Range(least = 1, most = MAX_BATCH)
  private int batch;

  @Option(
      names = "--batching",
      paramLabel = "NAME",
      description =
          "What is read from the initial state on: streams, sentences or documents (default: as the"
              + " model was trained).")
  private @Nullable TextCut batching;

  @Mixin private CacheOptions cache;

  @Mixin private InterpolationOptions ngrams;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private CommonOptions common;

  private final StandardInput standardInput;

  EvalCommand(StandardInput standardInput) {
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() throws IOException {
    common.check();
    ngrams.check(cache);
    if (cache.isGiven() && batch > 1) {
      throw usage("--cache reads one stream; --batch must be 1 with it");
    }
    TextSource.requireOneReader(
        spec, "--data", data, "--train", ngrams.train(), "--valid", ngrams.valid());
    LanguageModelFile file = model.read();
    TextCut cut = batching == null ? TrainingNotes.cut(file.training()) : batching;
    if (cut != TextCut.STREAMS && batch > 1) {
      throw usage("--batch is for streams; this model reads " + Choice.id(cut));
    }
    Texts texts =
        new Texts(
            corpus("the text", data, UnicodeNames::test, file),
            other(ngrams.train(), UnicodeNames::train, file),
            other(ngrams.valid(), UnicodeNames::valid, file));
    LanguageModel network = file.model(common.selection().kernels());
    try (Workers workers = common.workers()) {
      Measurements measurements = new Measurements(network, workers, texts);
      measurements.measure(cut, batch, cache, ngrams);
      print(texts.test(), measurements, cut);
    }
    return ExitCode.OK;
  }

  private @Nullable Corpus other(
      @Nullable String source, Function<UnicodeNames, String> part, LanguageModelFile file)
      throws CorpusException {
    return source == null ? null : corpus(source, source, part, file);
  }

  /** A text; of the built-in ones the part that is named. */
  private Corpus corpus(
      String name, String source, Function<UnicodeNames, String> part, LanguageModelFile file)
      throws CorpusException {
    if (source.equals(TextSource.BUILTIN)) {
      return Corpus.of(part.apply(builtin(file)), file.vocabulary());
    }
    String text = standardInput.text(source).read();
    Corpus corpus = Corpus.of(text, file.vocabulary());
    TextNotes.of(name, text, corpus).forEach(this::note);
    return corpus;
  }

  private static UnicodeNames builtin(LanguageModelFile file) {
    String seed = file.training().getOrDefault("seed", "");
    if (!TextSource.BUILTIN.equals(file.training().get("data")) || !seed.matches("-?\\d{1,19}")) {
      throw new CliException(
          "the model was not trained on "
              + TextSource.BUILTIN
              + ", so which part of it would be the test is unknown");
    }
    return TextSource.names(Long.parseLong(seed));
  }

  private void print(Corpus corpus, Measurements measurements, TextCut cut) {
    int streams = Math.min(batch, corpus.size());
    if (streams < batch) {
      note("the text is so short that --batch is " + streams);
    }
    if (streams > 1) {
      note(streams + " streams begin without context, so this is slightly above --batch 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      measurements.lines().forEach(out::println);
      return;
    }
    Map<String, Object> values = measurements.values();
    values.put("batch", batch);
    if (cut != TextCut.STREAMS) {
      values.put("batching", Choice.id(cut));
    }
    out.println(JsonOutput.of(values));
  }

  private void note(String text) {
    spec.commandLine().getErr().println("note: " + text);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
