package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Comparison;
import dev.rnn4j.bench.campaign.MeasurementException;
import dev.rnn4j.bench.campaign.ResultsFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rnn bench --compare} and {@code rnn bench --from}: what was measured before. */
@Command(
    name = "rnn bench",
    sortOptions = false,
    description = "Compare two files of results, or show one as a page. Measures nothing.",
    footer = {
      "",
      "Examples:",
      "  rnn bench --compare before.json after.json",
      "  rnn bench --from results.json --report page --csv results.csv"
    })
final class FilesCommand implements BenchCommand {
  private static final String COMPARE = "--compare";
  private static final String FROM = "--from";

  @Option(
      names = COMPARE,
      order = 1,
      arity = "2",
      paramLabel = "FILE",
      description = {
        "how many times as fast the second of two files of --json is as the first, case by case;"
            + " both of the same kind, machine and number of threads"
      })
  List<Path> compared = List.of();

  @Option(
      names = FROM,
      order = 2,
      paramLabel = "FILE",
      description = "what --csv and --report write is what this file of --json holds")
  @Nullable Path from;

  @Mixin OutputOptions outputs = new OutputOptions();

  @Option(
      names = {"-h", "--help"},
      order = 12,
      usageHelp = true,
      description = "show this help")
  boolean help;

  @Spec CommandSpec spec;

  private final Writer out;
  private final PrintStream err;

  FilesCommand(Writer out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Whether an argument is one of the options that say what to read. */
  static boolean isOwn(String argument) {
    return List.of(COMPARE, FROM).contains(argument.replaceFirst("=.*", ""));
  }

  @Override
  public boolean run() throws IOException {
    if ((from == null) == compared.isEmpty() || compared.size() > 2) {
      throw refused("give either --compare with two files, once, or --from with one");
    }
    try {
      return from == null ? compare() : show(from);
    } catch (MeasurementException e) {
      err.println("rnn bench: " + e.getMessage());
      return false;
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private boolean compare() throws IOException, MeasurementException {
    if (outputs.areGiven()) {
      throw refused("--csv and --report show what --from names; --compare prints a table");
    }
    for (String line : Comparison.of(compared.getFirst(), compared.getLast()).lines()) {
      out.write(line + System.lineSeparator());
    }
    return true;
  }

  private boolean show(Path file) throws MeasurementException {
    if (!outputs.areGiven()) {
      throw refused("--from needs --report DIR or --csv FILE, which say where to write");
    }
    ResultsFile results = ResultsFile.read(file);
    outputs.check(spec.commandLine(), file);
    return outputs.write(results, err);
  }
}
