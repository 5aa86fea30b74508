package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Machine;
import dev.rnn4j.bench.campaign.Report;
import dev.rnn4j.bench.campaign.Row;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What both programs have in common: their options, the header, the report, the JSON. */
abstract class MeasureCommand {
  private static final int MAX_FORKS = 100;

  @Option(names = "--quick", order = 1, description = "one fork, short measurements")
  boolean quick;

  @Option(
      names = "--smoke",
      order = 2,
      description = "only show that everything runs; the numbers mean nothing")
  boolean smoke;

  @Option(
      names = "--threads",
      order = 5,
      paramLabel = "N",
      defaultValue = "1",
      description = "threads that share the work (default: ${DEFAULT-VALUE})")
  int threads;

  @Option(
      names = "--forks",
      order = 6,
      paramLabel = "N",
      description = "rounds, with fresh JVMs in each (default: 5; with --quick 1)")
  @Nullable Integer forks;

  @Option(
      names = "--json",
      order = 7,
      paramLabel = "FILE",
      description = "write all numbers to this file, too")
  @Nullable Path json;

  @Option(
      names = {"-h", "--help"},
      order = 9,
      usageHelp = true,
      description = "show this help")
  boolean help;

  @Spec CommandSpec spec;

  private final Writer out;
  final PrintStream err;

  MeasureCommand(Writer out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Checks the options, measures and reports.
   *
   * @return whether everything could be measured and written
   * @throws IOException if standard output cannot be written
   * @throws ParameterException if the options make no sense
   */
  abstract boolean measure() throws IOException;

  final ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Looks at all of them before anything is measured: an hour later it would be a pity. */
  final void check(int maxThreads) {
    if (threads < 1 || threads > maxThreads) {
      throw refused("--threads must be 1 to " + maxThreads + ", not " + threads);
    }
    if (forks != null && (forks < 1 || forks > MAX_FORKS)) {
      throw refused("--forks must be 1 to " + MAX_FORKS + ", not " + forks);
    }
    if (json != null) {
      check(json.toAbsolutePath());
    }
  }

  private void check(Path file) {
    Path folder = file.getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw refused("--json " + file + " is a folder, not a file");
    }
    if (!Files.isDirectory(folder)) {
      throw refused("--json " + file + ": there is no folder " + folder);
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw refused("--json " + file + ": permission denied");
    }
  }

  /** {@return those of the rows that an option's expression finds, in upper or lower case} */
  final <R extends Row> List<R> found(String option, Pattern expression, List<R> rows) {
    Predicate<String> finds =
        Pattern.compile(expression.pattern(), Pattern.CASE_INSENSITIVE).asPredicate();
    if (rows.stream().noneMatch(row -> finds.test(row.name()))) {
      List<String> names = rows.stream().map(Row::name).toList();
      throw refused(
          option + " \"" + expression + "\" finds no case; there are: " + String.join(", ", names));
    }
    return rows.stream()
        .filter(row -> row.name().equals(Row.PEAK) || finds.test(row.name()))
        .toList();
  }

  /** Before anything is measured. */
  final void printHeader(Map<String, Object> more, String method) throws IOException {
    for (Map.Entry<String, Object> line : Machine.describe().entrySet()) {
      print("%-10s %s".formatted(line.getKey(), line.getValue()));
    }
    for (Map.Entry<String, Object> line : more.entrySet()) {
      print("%-10s %s".formatted(line.getKey(), line.getValue()));
    }
    String how = smoke ? "a smoke run, the numbers mean nothing" : method;
    print(
        "%-10s %s%n"
            .formatted("method", threads + (threads == 1 ? " thread; " : " threads; ") + how));
    out.flush();
  }

  final void print(List<String> lines) throws IOException {
    for (String line : lines) {
      print(line);
    }
  }

  private void print(String line) throws IOException {
    out.write(line + System.lineSeparator());
  }

  /** Afterwards; returns whether the JSON could be written. */
  final boolean report(Report report, List<String> lines, Map<String, Object> method)
      throws IOException {
    print(lines);
    if (json == null) {
      return true;
    }
    try {
      Files.writeString(json, report.json(method));
      return true;
    } catch (IOException e) {
      err.println("rnn bench: " + json + " could not be written: " + e.getMessage());
      return false;
    }
  }
}
