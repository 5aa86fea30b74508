package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.io.CsvWriter;
import dev.rnn4j.cli.io.FailingLast;
import dev.rnn4j.cli.io.NpyWriter;
import dev.rnn4j.cli.io.OrderedWork;
import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.cli.io.Terminal;
import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.io.VectorRows;
import dev.rnn4j.cli.option.CommonOptions;
import dev.rnn4j.cli.option.ModelOption;
import dev.rnn4j.cli.option.Range;
import dev.rnn4j.cli.task.CliTask;
import dev.rnn4j.core.io.AtomicFile;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.model.SentenceEncoder;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.TextLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rnn embed}: what a model knows of each line of a text, as a vector. */
@Command(
    name = "embed",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Make a vector of each line of a text.",
    description = {
      "",
      "Of a language model the last layer's state after the line, of a classifier what the class is"
          + " predicted from, of a tagger and of a model that writes the mean over the words it"
          + " reads, of one that answers what it knows of a question. Prints a line of numbers"
          + " between commas for each, or writes a matrix for NumPy; or finds the lines most"
          + " similar to others.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn embed --model model.safetensors --data lines.txt --out vectors.npy",
      "  rnn embed --model model.safetensors --data lines.txt > vectors.csv",
      "  rnn embed --model model.safetensors --data lines.txt \\",
      "            --queries few.txt --nearest 5"
    })
final class EmbedCommand implements Callable<Integer> {
  private static final int CHUNK = 64;
  private static final String NPY = ".npy";
  private static final int USUAL_NEAREST = 5;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "FILE",
      description = ModelOption.DESCRIPTION)
  private Path model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "Text, UTF-8, plain or gzip (default: -, standard input).")
  private String data;

  @Option(
      names = "--mean",
      description = "Of a language model: the mean of all states instead of the last one.")
  private boolean mean;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where to write: NAME.npy for NumPy, any other name for numbers between commas (default:"
              + " standard output). Replaces no file that has something in it.")
  private @Nullable Path out;

  @Option(
      names = "--queries",
      paramLabel = "FILE",
      description = "Print for each line of this text the most similar lines of --data.")
  private @Nullable String queries;

  @Option(
      names = "--nearest",
      paramLabel = "K",
      description = "How many of them, by the cosine of the angle (default: 5).")
  @Range(least = 1, most = 1_000_000)
  private @Nullable Integer nearest;

  @Mixin private CommonOptions common;

  private final StandardInput standardInput;

  EmbedCommand(StandardInput standardInput) {
    this.standardInput = standardInput;
  }

  /**
   * A line and what was made of it.
   *
   * @param line the text
   * @param vector of it
   * @param cosines how similar it is to each query
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Made(String line, float[] vector, double[] cosines) {}

  @Override
  public Integer call() throws IOException {
    common.check();
    checkOptions();
    SentenceEncoder encoder = encoder();
    if (queries != null) {
      printNearest(encoder, queries);
    } else if (out == null) {
      PrintWriter printer = spec.commandLine().getOut();
      read(
          encoder,
          null,
          one -> {
            printer.println(CsvWriter.line(one.vector()));
            return !printer.checkError(); // nobody reads any more, as after head -1
          });
    } else {
      write(encoder, out);
    }
    return ExitCode.OK;
  }

  private SentenceEncoder encoder() throws IOException {
    Kernels kernels = common.selection().kernels();
    Optional<CliTask> task = Tasks.ofModel(model);
    if (task.isEmpty()) {
      return ModelOption.read(model).model(kernels).encoder(mean);
    }
    if (mean) {
      throw usage(
          "--mean is of language models; %s is a %s"
              .formatted(Text.shown(model), task.get().kind()));
    }
    return task.get().encoder(model, kernels);
  }

  private void checkOptions() throws IOException {
    if (queries == null && nearest != null) {
      throw usage("--nearest needs --queries, the lines whose neighbours are wanted");
    }
    if (queries != null && out != null) {
      throw usage("--out is for vectors; neighbours are printed");
    }
    if (queries != null && StandardInput.is(queries) && StandardInput.is(data)) {
      throw usage("--queries and --data would read the same standard input");
    }
    if (out != null && Files.exists(out) && !(Files.isRegularFile(out) && Files.size(out) == 0)) {
      throw new CliException(
          out + " exists, so it is not replaced; name another file, or delete it");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void write(SentenceEncoder encoder, Path file) throws IOException {
    boolean npy = file.toString().endsWith(NPY);
    try {
      AtomicFile.write(
          file,
          channel -> {
            try (VectorRows rows =
                npy ? new NpyWriter(channel, encoder.width()) : new CsvWriter(channel)) {
              read(
                  encoder,
                  null,
                  one -> {
                    rows.write(one.vector());
                    return true;
                  });
            }
          });
    } catch (IOException e) {
      throw e.getCause() instanceof CorpusException unreadable ? unreadable : e;
    }
  }

  private void printNearest(SentenceEncoder encoder, String source) throws IOException {
    List<String> asked = new ArrayList<>();
    try (TextLines lines = standardInput.text(source).lines()) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        asked.add(line);
      }
    }
    int most = nearest == null ? USUAL_NEAREST : nearest;
    Neighbours neighbours = new Neighbours(most, asked, encoder.encode(asked));
    long[] line = {0};
    read(
        encoder,
        neighbours,
        one -> {
          neighbours.add(++line[0], one.line(), one.cosines());
          return true;
        });
    PrintWriter printer = spec.commandLine().getOut();
    for (int i = 0; i < neighbours.size(); i++) {
      for (Neighbours.Neighbour found : neighbours.nearest(i)) {
        printer.println(
            Text.format(
                "%s\t%.4f\t%d\t%s",
                shown(neighbours.query(i)), found.cosine(), found.line(), shown(found.text())));
      }
    }
  }

  private static String shown(String text) {
    return Terminal.isOutput() ? VisibleText.lines(text) : text;
  }

  /** All lines, in their order, from all processors. */
  private void read(
      SentenceEncoder encoder, @Nullable Neighbours neighbours, OrderedWork.Sink<Made> sink)
      throws IOException {
    boolean terminal = StandardInput.is(data) && Terminal.isPresent();
    try (TextLines lines = standardInput.text(data).lines()) {
      FailingLast<String> source = new FailingLast<>(lines::next);
      OrderedWork.run(
          source,
          terminal ? 1 : CHUNK,
          terminal ? 1 : common.threads(),
          some -> made(encoder, neighbours, some),
          all -> {
            for (Made one : all) {
              if (!sink.accept(one)) {
                return false;
              }
            }
            return true;
          });
      source.rethrow();
    }
  }

  private static List<Made> made(
      SentenceEncoder encoder, @Nullable Neighbours neighbours, List<String> lines) {
    List<float[]> vectors = encoder.encode(lines);
    return IntStream.range(0, lines.size())
        .mapToObj(i -> {
          float[] vector = vectors.get(i);
          double[] cosines = neighbours == null ? new double[0] : neighbours.cosines(vector);
          return new Made(lines.get(i), vector, cosines);
        })
        .toList();
  }
}
