package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Terminal;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.report.JsonOutput;
import dev.rnn4j.cli.task.Surroundings;
import dev.rnn4j.cli.task.UsingCommand;
import dev.rnn4j.core.io.EncoderDecoderFile;
import dev.rnn4j.core.model.EncoderDecoder;
import dev.rnn4j.core.model.Sampler;
import dev.rnn4j.core.model.TargetSearch;
import dev.rnn4j.core.model.Translation;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.EnglishDetokenizer;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.data.TextLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code rnn translate}: writes for every line what the model makes of it. */
@Command(
    name = "translate",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Translate lines, or whatever the model has learned to make of them.",
    description = {
      "",
      "Reads a sentence a line and prints a line for each. What the model has no token for is"
          + " copied from where it looked.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  echo lolklipop | rnn translate --model model.safetensors",
      "  rnn translate -m model.safetensors --data test.de --beam 5 --n-best 3",
      "  rnn translate -m model.safetensors --data test.de --temperature 0.8 --top-p 0.9 --json"
    })
final class TranslateCommand extends UsingCommand<TranslateCommand.Line> {
  @Mixin private SearchOptions search;

  @Option(
      names = "--n-best",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Print so many for each line, best first or as drawn, with the line's number and the score before"
              + " them (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 1000)
  private int nBest;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Draw instead of searching; 1 is the model's own distribution.")
  private @Nullable Double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Draw among the K most probable tokens; 0 for all.")
  @Range(least = 0)
  private int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description = "Draw among the most probable tokens that together reach P.")
  private double topP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of what is drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--detokenize", description = "Put words together as English text is written.")
  private boolean detokenize;

  @Option(names = "--json", description = "Print one JSON object for each line, with alignments.")
  private boolean json;

  TranslateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /**
   * A line of the input.
   *
   * @param number from 1
   * @param text of it
   */
  record Line(long number, String text) {}

  @Override
  protected Use<Line> open(Path file, StandardInput input, String argument) throws IOException {
    check();
    EncoderDecoderFile read = ModelOption.orCheckpoint(file, EncoderDecoderFile::read);
    if (read.source() == null) {
      throw new CliException(file + " reads frames of numbers, not text; measure it with rnn eval");
    }
    EncoderDecoder model = read.model(common.selection().kernels());
    return new Translating(model, input.text(argument).lines());
  }

  private void check() {
    if (temperature == null && (topK != 0 || topP != 1)) {
      throw usage("--top-k and --top-p are for drawing; give --temperature, too");
    }
    if (temperature != null && search.width() > 1) {
      throw usage("--temperature draws, --beam searches; give one of them");
    }
    if (temperature == null && nBest > search.width()) {
      throw usage("--n-best %d needs a --beam as wide, or --temperature".formatted(nBest));
    }
    if (temperature != null) {
      try {
        new Sampler(temperature, topK, topP);
      } catch (IllegalArgumentException e) {
        throw usage(String.valueOf(e.getMessage()));
      }
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private final class Translating implements Use<Line> {
    private final EncoderDecoder model;
    private final TextLines lines;
    private final TargetSearch beam;
    private long number;

    Translating(EncoderDecoder model, TextLines lines) {
      this.model = model;
      this.lines = lines;
      beam = search.search();
    }

    @Override
    public @Nullable Line next() throws IOException {
      String line = lines.next();
      if (line == null) {
        return null;
      }
      String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      return new Line(++number, text);
    }

    @Override
    public String answer(List<Line> pieces) {
      List<List<Translation>> all =
          temperature == null
              ? model.translations(pieces.stream().map(Line::text).toList(), beam)
              : drawn(pieces, temperature);
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < pieces.size(); i++) {
        List<Translation> found = all.get(i);
        append(pieces.get(i), found.subList(0, Math.min(nBest, found.size())), out);
      }
      return out.toString();
    }

    /** Each line by itself, from a generator of its number: the same wherever it is computed. */
    private List<List<Translation>> drawn(List<Line> pieces, double heat) {
      List<List<Translation>> all = new ArrayList<>();
      for (Line line : pieces) {
        long key = RandomSource.derive(seed, line.number());
        TargetSearch drawing = TargetSearch.sampled(heat, topK, topP, nBest, key);
        all.addAll(model.translations(List.of(line.text()), drawing));
      }
      return all;
    }

    private void append(Line line, List<Translation> found, StringBuilder out) {
      if (json) {
        out.append(json(line, found)).append(System.lineSeparator());
        return;
      }
      for (Translation one : found) {
        String text = text(one);
        if (nBest > 1) {
          out.append("%d\t%.4f\t".formatted(line.number(), one.score()));
        }
        out.append(Terminal.isOutput() ? VisibleText.lines(text) : text)
            .append(System.lineSeparator());
      }
    }

    private String text(Translation one) {
      return detokenize ? EnglishDetokenizer.join(one.text()) : one.text();
    }

    private String json(Line line, List<Translation> found) {
      List<Map<String, Object>> written = new ArrayList<>();
      for (Translation one : found) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", text(one));
        values.put("tokens", one.tokens());
        values.put("log_probability", one.logProbability());
        values.put("score", one.score());
        values.put("alignment", one.alignment());
        written.add(values);
      }
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("line", line.number());
      values.put("source", line.text());
      values.put("translations", written);
      return JsonOutput.of(values);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
