package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Terminal;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.cli.report.TextNotes;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.TextLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
      defaultValue = "-",
      description = "Text, UTF-8, plain or gzip (default: -, standard input).")
  private String data;

  @Option(names = "--tokens", description = "Add the surprisal of every token, in bits.")
  private boolean tokens;

  @Option(names = "--json", description = "Print one JSON object for each line.")
  private boolean json;

  @Mixin private CommonOptions common;

  private final StandardInput standardInput;
  private long lines;
  private long scoredTokens;
  private long spelledLineEnds;
  private long spelledUnknown;
  private double total;

  ScoreCommand(StandardInput standardInput) {
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() throws IOException {
    LanguageModel network = model.load(common);
    if (StandardInput.is(data) && Terminal.isPresent()) {
      note("reading lines from the terminal; Ctrl-D ends");
    }
    LanguageModelSession session = network.newSession();
    boolean returns = false;
    try (TextLines reader = standardInput.text(data).lines()) {
      for (String line = reader.next(); line != null; line = reader.next()) {
        returns = lines == 0 && TextNotes.isLineWithReturns(line);
        Corpus corpus = Corpus.of(line + "\n", network.vocabulary());
        double[] logProbabilities = session.score(corpus.ids());
        print(line, corpus, logProbabilities);
        if (spec.commandLine().getOut().checkError()) {
          return ExitCode.OK; // nobody reads any more, as after head -1
        }
      }
    }
    if (returns) {
      note("note: " + TextNotes.returns("the text"));
    }
    TextNotes.spelled("the text", spelledLineEnds, spelledUnknown)
        .forEach(text -> note("note: " + text));
    note(
        Text.format(
            "%,d lines, %,d tokens, perplexity %s",
            lines, scoredTokens, Text.perplexity(Math.exp(-total / scoredTokens))));
    return ExitCode.OK;
  }

  private void print(String line, Corpus corpus, double[] logProbabilities) {
    double sum = 0;
    for (double one : logProbabilities) {
      sum += one;
    }
    lines++;
    scoredTokens += logProbabilities.length;
    spelledLineEnds += corpus.spelledLineEnds();
    spelledUnknown += corpus.unknownTokens() - corpus.outOfVocabulary();
    total += sum;
    double perplexity = Math.exp(-sum / logProbabilities.length);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonOutput.of(values(line, corpus, logProbabilities, sum, perplexity)));
      return;
    }
    String shown = Terminal.isOutput() ? VisibleText.lines(line) : line;
    out.println(Text.format("%.4f\t%s\t%s", sum, Text.perplexity(perplexity), shown));
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
