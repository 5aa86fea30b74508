package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.option.TextSource;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.cli.report.TextNotes;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.eval.Perplexity;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rnn eval}: the perplexity of a model on a text. */
@Command(
    name = "eval",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measure a model's perplexity on a text.",
    description = {
      "",
      "Every token is predicted, line ends included, the first one from the start token. What the"
          + " model does not know is counted and scored as <unk>.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn eval --model model.safetensors --data ptb.test.txt",
      "  rnn eval --model model.safetensors --data " + TextSource.BUILTIN + " --json"
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
    LanguageModelFile file = model.read();
    Corpus corpus = corpus(file);
    KernelSelection selection = common.selection();
    LanguageModel network = file.model(selection.kernels());
    try (Workers workers = common.workers()) {
      print(corpus, new Evaluator(network, workers, batch).evaluate(corpus.ids()));
    }
    return ExitCode.OK;
  }

  private Corpus corpus(LanguageModelFile file) throws CorpusException {
    if (!data.equals(TextSource.BUILTIN)) {
      String text = standardInput.text(data).read();
      Corpus corpus = Corpus.of(text, file.vocabulary());
      TextNotes.of("the text", text, corpus)
          .forEach(note -> spec.commandLine().getErr().println("note: " + note));
      return corpus;
    }
    String seed = file.training().getOrDefault("seed", "");
    if (!TextSource.BUILTIN.equals(file.training().get("data")) || !seed.matches("-?\\d{1,19}")) {
      throw new CliException(
          "the model was not trained on "
              + TextSource.BUILTIN
              + ", so which part of it would be the test is unknown");
    }
    return Corpus.of(TextSource.names(Long.parseLong(seed)).test(), file.vocabulary());
  }

  private void print(Corpus corpus, Perplexity perplexity) {
    if (Double.isNaN(perplexity.totalLoss())) {
      throw new CliException("the model's predictions are not numbers; it is damaged");
    }
    int streams = Math.min(batch, corpus.size());
    if (streams < batch) {
      spec.commandLine().getErr().println("note: the text is so short that --batch is " + streams);
    }
    if (streams > 1) {
      spec.commandLine()
          .getErr()
          .println(
              "note: "
                  + streams
                  + " streams begin without context, so this is slightly above --batch 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonOutput.of(values(corpus, perplexity)));
      return;
    }
    out.println(Text.format("tokens             %,d", perplexity.tokens()));
    out.println(
        Text.format(
            "cross-entropy      %.4f nats, %.4f bits per token",
            perplexity.nats(), perplexity.bits()));
    out.println("perplexity         " + Text.perplexity(perplexity.value()));
    out.println(Text.format("out of vocabulary  %,d", corpus.outOfVocabulary()));
  }

  private Map<String, Object> values(Corpus corpus, Perplexity perplexity) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("tokens", perplexity.tokens());
    values.put("nats_per_token", perplexity.nats());
    values.put("bits_per_token", perplexity.bits());
    values.put("perplexity", perplexity.value());
    values.put("out_of_vocabulary", corpus.outOfVocabulary());
    values.put("batch", batch);
    return values;
  }
}
