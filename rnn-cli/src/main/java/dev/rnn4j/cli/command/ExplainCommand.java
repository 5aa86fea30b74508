package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.Outputs;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Terminal;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.report.LineNotes;
import dev.rnn4j.cli.report.page.ColouredText;
import dev.rnn4j.cli.report.page.Page;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.Unit;
import dev.rnn4j.core.text.TextDecoder;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.train.data.Corpus;
import dev.rnn4j.train.data.TextLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rnn explain}: colours a text by what a language model makes of it. */
@Command(
    name = "explain",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Colour a text by how surprising a language model finds it.",
    description = {
      "",
      "Each token by its surprisal in bits, every line from the initial state; or with --unit by"
          + " what a unit of the network has after reading it, the text as a whole. In colours on a"
          + " terminal, as a page with --out, otherwise as lines of a value, a tab and a token.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn explain --model model.safetensors --data text.txt",
      "  rnn explain --model model.safetensors --data text.txt --out text.html",
      "  rnn explain --model model.safetensors --data text.txt --unit 17 --value c"
    })
final class ExplainCommand implements Callable<Integer> {
  /** Beyond, a page is no picture any more, and too large for a browser. */
  private static final int MOST_ON_PAGE = 100_000;

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "Text, UTF-8, plain or gzip (default: -, standard input).")
  private String data;

  @Option(
      names = "--unit",
      paramLabel = "N",
      description = "Colour by this unit of a layer, from 0 (default: by surprisal).")
  @Range(least = 0)
  private @Nullable Integer unit;

  @Option(
      names = "--layer",
      paramLabel = "L",
      description = "The layer of the unit, from 0 (default: the last).")
  @Range(least = 0)
  private @Nullable Integer layer;

  @Option(
      names = "--value",
      paramLabel = "NAME",
      description =
          "What of the unit: h; of an lstm also c and the gates i, f, g, o; of a gru also the gates"
              + " r, z, n (default: h).")
  private @Nullable String value;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write a page, which a browser shows. Replaces a page, but no other file.")
  private @Nullable Path out;

  @Mixin private CommonOptions common;

  private final StandardInput standardInput;
  private final LineNotes notes = new LineNotes();

  ExplainCommand(StandardInput standardInput) {
    this.standardInput = standardInput;
  }

  /** Takes the tokens of the text. */
  interface Receiver {
    void token(int id, double value);
  }

  @Override
  public Integer call() throws IOException {
    if (unit == null && (layer != null || value != null)) {
      throw usage("--layer and --value are of a unit; give --unit N");
    }
    if (out != null) {
      requirePage(out);
    }
    LanguageModel network = model.load(common);
    TokenValues values = values(network);
    if (StandardInput.is(data) && Terminal.isPresent()) {
      note("reading lines from the terminal; Ctrl-D ends");
    }
    if (out != null) {
      page(network.vocabulary(), values).write(out);
    } else {
      read(network.vocabulary(), values, printer(network.vocabulary(), values));
    }
    notes.of("the text").forEach(text -> note("note: " + text));
    return ExitCode.OK;
  }

  private void requirePage(Path file) throws IOException {
    Outputs.requireWritable(file);
    if (!StandardInput.is(data)) {
      Outputs.requireOther(file, Path.of(data));
    }
    if (Files.exists(file) && Files.size(file) > 0 && !Page.isPage(file)) {
      throw new CliException(
          file
              + " exists and is no page of rnn4j, so it is not replaced; name another file, or"
              + " delete it");
    }
  }

  private TokenValues values(LanguageModel network) {
    if (unit == null) {
      return TokenValues.surprisals(network);
    }
    int last = network.config().layers() - 1;
    String named = value == null ? Unit.OUTPUT : value;
    try {
      return TokenValues.of(network, new Unit(layer == null ? last : layer, unit, named));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private Receiver printer(Vocabulary vocabulary, TokenValues values) {
    PrintWriter printer = spec.commandLine().getOut();
    if (!Terminal.isOutput()) {
      return (id, number) ->
          printer.println(Text.format("%.4f\t%s", number, VisibleText.of(vocabulary.token(id))));
    }
    TerminalColours colours = new TerminalColours(printer, vocabulary, values.shades());
    colours.legend(values.name());
    return colours;
  }

  private Page page(Vocabulary vocabulary, TokenValues values) throws IOException {
    String title = StandardInput.is(data) ? StandardInput.NAME : Text.shown(Path.of(data));
    ColouredText text = new ColouredText(title, values.name(), values.shades());
    TextDecoder decoder = new TextDecoder(vocabulary);
    int[] count = {0};
    read(
        vocabulary,
        values,
        (id, number) -> {
          if (++count[0] > MOST_ON_PAGE) {
            throw new CliException(
                Text.format(
                    "a page shows at most %,d tokens, and the text has more; give a shorter one",
                    MOST_ON_PAGE));
          }
          text.token(decoder.next(id), number);
        });
    return new Page("A text coloured by " + values.name()).add(text);
  }

  private void read(Vocabulary vocabulary, TokenValues values, Receiver receiver)
      throws IOException {
    try (TextLines lines = standardInput.text(data).lines()) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        Corpus corpus = Corpus.of(line + "\n", vocabulary);
        notes.add(line, corpus);
        double[] numbers = values.ofLine().apply(corpus.ids());
        for (int n = 0; n < numbers.length; n++) {
          receiver.token(corpus.ids()[n], numbers[n]);
        }
        if (spec.commandLine().getOut().checkError()) {
          return; // nobody reads any more, as after head -1
        }
      }
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void note(String text) {
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().println(text);
    spec.commandLine().getErr().flush();
  }
}
