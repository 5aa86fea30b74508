package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Machine;
import dev.rnn4j.bench.campaign.Report;
import dev.rnn4j.bench.campaign.ResultsFile;
import dev.rnn4j.bench.campaign.Row;
import dev.rnn4j.bench.peers.ProductShape;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What both programs have in common: their options, the header, the report, the files. */
abstract class MeasureCommand implements BenchCommand {
  private static final int MAX_FORKS = 100;

  @Option(names = "--quick", order = 1, description = "one fork, short measurements")
  boolean quick;

  @Option(
      names = "--smoke",
      order = 2,
      description = "only show that everything runs; the numbers mean nothing")
  boolean smoke;

  @Option(
      names = "--shape",
      order = 5,
      paramLabel = "MxNxK",
      converter = ShapeConverter.class,
      description =
          "measure products of this shape, too: NN, NT and TN; may be given several times")
  List<ProductShape> shapes = List.of();

  @Option(
      names = "--threads",
      order = 6,
      paramLabel = "N",
      defaultValue = "1",
      description = "threads that share the work (default: ${DEFAULT-VALUE})")
  int threads;

  @Option(
      names = "--forks",
      order = 7,
      paramLabel = "N",
      description = "rounds, with fresh JVMs in each (default: 5; with --quick 1)")
  @Nullable Integer forks;

  @Option(
      names = "--json",
      order = 8,
      paramLabel = "FILE",
      description = "write all numbers to this file, too")
  @Nullable Path json;

  @Mixin OutputOptions outputs = new OutputOptions();

  @Option(
      names = {"-h", "--help"},
      order = 12,
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
      OutputOptions.check(spec.commandLine(), "--json", json);
    }
    outputs.check(spec.commandLine(), json);
  }

  /** Whether options were given that make sense only where something is measured. */
  final boolean writesOrShapes() {
    return json != null || outputs.areGiven() || !shapes.isEmpty();
  }

  /** {@return the candidates, and the products of the shapes asked for that are not among them} */
  final <R extends Row> List<R> withShapes(
      List<? extends R> candidates, Function<ProductShape, List<? extends R>> products) {
    Map<String, R> rows = new LinkedHashMap<>();
    candidates.forEach(row -> rows.put(row.name(), row));
    for (ProductShape shape : shapes) {
      products.apply(shape).forEach(row -> rows.putIfAbsent(row.name(), row));
    }
    return List.copyOf(rows.values());
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
    return rows.stream().filter(row -> row.isYardstick() || finds.test(row.name())).toList();
  }

  /** Before anything is measured. */
  final void printHeader(Map<String, Object> more, String method) throws IOException {
    print(Machine.lines());
    for (Map.Entry<String, Object> line : more.entrySet()) {
      print(Machine.line(line.getKey(), line.getValue()));
    }
    String how = smoke ? "a smoke run, the numbers mean nothing" : method;
    print(Machine.line("method", threads + (threads == 1 ? " thread; " : " threads; ") + how));
    print("");
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

  /** Afterwards; returns whether all files could be written. */
  final boolean report(Report report, List<String> lines, Map<String, Object> method)
      throws IOException {
    print(lines);
    Map<String, Object> how = new LinkedHashMap<>(method);
    how.put(ResultsFile.SMOKE, smoke);
    ResultsFile results = report.file(how);
    boolean written = json == null || OutputOptions.write(json, results.json(), err);
    return outputs.write(results, err) && written;
  }

  /** Reads a shape. */
  static final class ShapeConverter implements ITypeConverter<ProductShape> {
    @Override
    public ProductShape convert(String value) {
      try {
        return ProductShape.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
