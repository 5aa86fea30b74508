package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Terminal;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelSession;
import dev.rnn4j.core.model.Sampler;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.EncodedText;
import dev.rnn4j.core.text.TextDecoder;
import dev.rnn4j.core.text.TextEncoder;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rnn generate}: lets a model write. */
@Command(
    name = "generate",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Let a model write text.",
    description = {
      "",
      "The model reads the prompt and then its own predictions. The seed is printed, so every text"
          + " can be had again.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  rnn generate --model model.safetensors --prompt \"GREEK \" --seed 7"
    })
final class GenerateCommand implements Callable<Integer> {
  private static final int CHARACTERS = 300;
  private static final int WORDS = 100;
  private static final int TOKENS_PER_FLUSH = 64;
  private static final int NONE = -1;

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What the model reads first (default: nothing, as at the start of a text).")
  private String prompt;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "Tokens to write (default: 300 characters or 100 words).")
  @Range(least = 0)
  private @Nullable Integer length;

  @Option(
      names = "--stop",
      paramLabel = "TOKEN",
      description =
          "End after this token, such as \\n for characters or <eos> for words (default: none).")
  private @Nullable String stop;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0.8",
      description =
          "1 for the model's own distribution, less for likelier text, 0 for the likeliest token"
              + " always (default: ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Draw among the K likeliest tokens only (default: 0, all).")
  @Range(least = 0)
  private int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description = "Draw among the likeliest tokens that together reach P (default: 1, all).")
  private double topP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the random draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    sampler(-1); // refuses bad numbers before the model is read
    LanguageModel network = model.load(common);
    Vocabulary vocabulary = network.vocabulary();
    int last = stop == null ? NONE : stopId(stop, vocabulary);
    int[] read = promptIds(vocabulary);
    PrintWriter err = spec.commandLine().getErr();
    err.println("seed " + seed + ", temperature " + Text.setting(temperature));
    err.flush();
    write(network, read, sampler(vocabulary.unknownId()), last);
    return ExitCode.OK;
  }

  private Sampler sampler(int banned) {
    try {
      return new Sampler(temperature, topK, topP, banned);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int stopId(String token, Vocabulary vocabulary) {
    String plain = token.equals("\\n") ? "\n" : token;
    if (!vocabulary.contains(plain)) {
      throw new CliException(
          "--stop: \"" + VisibleText.of(token) + "\" is not a token of this model");
    }
    return vocabulary.id(plain);
  }

  private int[] promptIds(Vocabulary vocabulary) {
    EncodedText read = new TextEncoder(vocabulary).encodePrompt(prompt);
    if (read.outOfVocabulary() > 0) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          "warning: %d of %d tokens of the prompt are unknown to the model and read as %s%n",
          read.outOfVocabulary(), read.size(), Vocabulary.UNK);
      err.flush();
    }
    return read.ids();
  }

  private void write(LanguageModel network, int[] read, Sampler sampler, int last) {
    PrintWriter out = spec.commandLine().getOut();
    boolean watched = Terminal.isOutput();
    Vocabulary vocabulary = network.vocabulary();
    TextDecoder text = new TextDecoder(vocabulary, prompt.isEmpty() || prompt.endsWith("\n"));
    String begin = vocabulary.level() == Level.WORD ? withoutSpaceAtEnd(prompt) : prompt;
    out.print(watched ? VisibleText.lines(begin) : begin);
    LanguageModelSession session = network.newSession();
    int first = vocabulary.startId();
    for (int id : read) {
      session.step(first);
      first = id;
    }
    RandomSource random = new RandomSource(seed);
    int[] written = new int[1];
    session.generate(
        first,
        count(vocabulary),
        sampler,
        random,
        id -> {
          String next = text.next(id);
          out.print(watched ? VisibleText.lines(next) : next);
          boolean due = watched || text.isAtLineStart() || written[0]++ % TOKENS_PER_FLUSH == 0;
          boolean unread = due && out.checkError(); // as after head -1
          return !unread && id != last;
        });
    if (!text.isAtLineStart()) {
      out.print('\n');
    }
    out.flush();
  }

  private static String withoutSpaceAtEnd(String text) {
    return text.endsWith("\n") ? text : text.stripTrailing();
  }

  private int count(Vocabulary vocabulary) {
    if (length != null) {
      return length;
    }
    return vocabulary.level() == Level.WORD ? WORDS : CHARACTERS;
  }
}
