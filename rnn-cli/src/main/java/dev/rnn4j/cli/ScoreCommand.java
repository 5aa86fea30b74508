package dev.rnn4j.cli;

import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.model.Vocabulary;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rnn score}: how probable a model finds each line of a text. */
@Command(
    name = "score",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Score every line of a text by itself.",
    description = {
      "",
      "For each line: its log-probability in nats, its perplexity and the line, separated by tabs."
          + " Every line is scored from the initial state, its end included.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn score --model model.safetensors --data sentences.txt",
      "  echo \"LATIN SMALL LETTER Q\" | rnn score --model model.safetensors --tokens"
    })
final class ScoreCommand implements Callable<Integer> {
  private static final double NATS_PER_BIT = Math.log(2);

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Text, UTF-8, plain or gzip (default: standard input).")
  private @Nullable Path data;

  @Option(names = "--tokens", description = "Add the surprisal of every token, in bits.")
  private boolean tokens;

  @Option(names = "--json", description = "Print one JSON object for each line.")
  private boolean json;

  @Mixin private CommonOptions common;

  private final InputStream standardInput;
  private long lines;
  private long scoredTokens;
  private double total;

  ScoreCommand(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() throws IOException {
    LanguageModel network = model.load(common);
    if (data == null && Terminal.isPresent()) {
      note("reading lines from the terminal; Ctrl-D ends");
    }
    LanguageModelSession session = network.newSession();
    try (LineReader reader = reader()) {
      for (String line = reader.next(); line != null; line = reader.next()) {
        Corpus corpus = Corpus.of(line + "\n", network.vocabulary());
        double[] logProbabilities = session.score(corpus.ids());
        print(line, corpus, logProbabilities);
        if (spec.commandLine().getOut().checkError()) {
          return ExitCode.OK; // nobody reads any more, as after head -1
        }
      }
    }
    if (lines == 0) {
      throw new CliException("standard input is empty; give at least one line of text");
    }
    note(
        Text.format(
            "%,d lines, %,d tokens, perplexity %s",
            lines, scoredTokens, Text.perplexity(Math.exp(-total / scoredTokens))));
    return ExitCode.OK;
  }

  private LineReader reader() throws IOException {
    return data == null ? LineReader.ofUtf8(standardInput) : LineReader.of(TextFile.read(data));
  }

  private void print(String line, Corpus corpus, double[] logProbabilities) {
    double sum = 0;
    for (double one : logProbabilities) {
      sum += one;
    }
    if (Double.isNaN(sum)) {
      throw new CliException("the model's predictions are not numbers; it is damaged");
    }
    lines++;
    scoredTokens += logProbabilities.length;
    total += sum;
    double perplexity = Math.exp(-sum / logProbabilities.length);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonOutput.of(values(line, corpus, logProbabilities, sum, perplexity)));
      return;
    }
    out.println(Text.format("%.4f\t%s\t%s", sum, Text.perplexity(perplexity), line));
    for (int n = 0; tokens && n < logProbabilities.length; n++) {
      double bits = -logProbabilities[n] / NATS_PER_BIT;
      out.println(Text.format("\t%.3f\t%s", bits, shown(corpus, n)));
    }
  }

  private Map<String, Object> values(
      String line, Corpus corpus, double[] logProbabilities, double sum, double perplexity) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("line", lines);
    values.put("text", line);
    values.put("log_probability", sum);
    values.put("perplexity", perplexity);
    values.put("tokens", logProbabilities.length);
    values.put("out_of_vocabulary", corpus.outOfVocabulary());
    if (tokens) {
      values.put("surprisals", surprisals(corpus, logProbabilities));
    }
    return values;
  }

  private static List<Map<String, Object>> surprisals(Corpus corpus, double[] logProbabilities) {
    List<Map<String, Object>> surprisals = new ArrayList<>();
    for (int n = 0; n < logProbabilities.length; n++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("token", corpus.vocabulary().token(corpus.ids()[n]));
      one.put("bits", -logProbabilities[n] / NATS_PER_BIT);
      surprisals.add(one);
    }
    return surprisals;
  }

  private static String shown(Corpus corpus, int n) {
    Vocabulary vocabulary = corpus.vocabulary();
    return VisibleText.of(vocabulary.token(corpus.ids()[n]));
  }

  private void note(String text) {
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().println(text);
    spec.commandLine().getErr().flush();
  }
}
