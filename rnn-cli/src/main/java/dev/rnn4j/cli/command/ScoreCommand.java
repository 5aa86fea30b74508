package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.FailingLast;
import dev.rnn4j.cli.io.OrderedWork;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Terminal;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.cli.report.LineNotes;
import dev.rnn4j.core.model.LanguageModel;
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
import java.util.stream.IntStream;
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
  private static final int CHUNK = 64;

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
  private final LineNotes notes = new LineNotes();
  private long scoredTokens;
  private double total;

  ScoreCommand(StandardInput standardInput) {
    this.standardInput = standardInput;
  }

  /**
   * A line with its score.
   *
   * @param line the text
   * @param corpus its tokens
   * @param logProbabilities of them
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Scored(String line, Corpus corpus, double[] logProbabilities) {
    double sum() {
      double sum = 0;
      for (double one : logProbabilities) {
        sum += one;
      }
      return sum;
    }

    double perplexity() {
      return Math.exp(-sum() / logProbabilities.length);
    }
  }

  /**
   * What became of some lines.
   *
   * @param lines with their scores
   * @param failure why there are no more of them; null if there are
   */
  private record Chunk(List<Scored> lines, @Nullable RuntimeException failure) {}

  @Override
  public Integer call() throws IOException {
    LanguageModel network = model.load(common);
    boolean terminal = StandardInput.is(data) && Terminal.isPresent();
    if (terminal) {
      note("reading lines from the terminal; Ctrl-D ends");
    }
    int threads = terminal ? 1 : common.threads();
    try (TextLines reader = standardInput.text(data).lines()) {
      FailingLast<String> source = new FailingLast<>(reader::next);
      OrderedWork.run(
          source, terminal ? 1 : CHUNK, threads, some -> score(network, some), this::print);
      if (spec.commandLine().getOut().checkError()) {
        return ExitCode.OK; // nobody reads any more, as after head -1
      }
      source.rethrow();
    }
    notes.of("the text").forEach(text -> note("note: " + text));
    note(
        Text.format(
            "%s, %s, perplexity %s",
            Text.count(notes.lines(), "line"),
            Text.count(scoredTokens, "token"),
            Text.perplexity(Math.exp(-total / scoredTokens))));
    return ExitCode.OK;
  }

  /** All lines together; if that fails, those before the first that fails. */
  private static Chunk score(LanguageModel network, List<String> lines) {
    try {
      List<Corpus> corpora =
          lines.stream().map(line -> Corpus.of(line + "\n", network.vocabulary())).toList();
      List<double[]> scores = network.score(corpora.stream().map(Corpus::ids).toList());
      return new Chunk(
          IntStream.range(0, lines.size())
              .mapToObj(i -> new Scored(lines.get(i), corpora.get(i), scores.get(i)))
              .toList(),
          null);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return lines.size() == 1 ? new Chunk(List.of(), e) : scoreEach(network, lines);
    }
  }

  private static Chunk scoreEach(LanguageModel network, List<String> lines) {
    List<Scored> scored = new ArrayList<>();
    for (String line : lines) {
      Chunk one = score(network, List.of(line));
      scored.addAll(one.lines());
      if (one.failure() != null) {
        return new Chunk(scored, one.failure());
      }
    }
    return new Chunk(scored, null);
  }

  private boolean print(Chunk chunk) {
    for (Scored one : chunk.lines()) {
      print(one);
    }
    if (chunk.failure() != null) {
      throw chunk.failure();
    }
    return !spec.commandLine().getOut().checkError();
  }

  private void print(Scored one) {
    Corpus corpus = one.corpus();
    double[] logProbabilities = one.logProbabilities();
    notes.add(one.line(), corpus);
    scoredTokens += logProbabilities.length;
    total += one.sum();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonOutput.of(values(one)));
      return;
    }
    String shown = Terminal.isOutput() ? VisibleText.lines(one.line()) : one.line();
    out.println(Text.format("%.4f\t%s\t%s", one.sum(), Text.perplexity(one.perplexity()), shown));
    for (int n = 0; tokens && n < logProbabilities.length; n++) {
      double bits = -logProbabilities[n] / NATS_PER_BIT;
      out.println(Text.format("\t%.3f\t%s", bits, shown(corpus, n)));
    }
  }

  private Map<String, Object> values(Scored one) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("line", notes.lines());
    values.put("text", one.line());
    values.put("log_probability", one.sum());
    values.put("perplexity", one.perplexity());
    values.put("tokens", one.logProbabilities().length);
    values.put("out_of_vocabulary", one.corpus().outOfVocabulary());
    if (tokens) {
      values.put("surprisals", surprisals(one.corpus(), one.logProbabilities()));
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
