package dev.rnn4j.cli.task.classify;

import dev.rnn4j.cli.io.StandardInput;
import dev.rnn4j.train.data.ClassFiles;
import dev.rnn4j.train.data.Column;
import dev.rnn4j.train.data.CorpusException;
import dev.rnn4j.train.data.CsvFormat;
import dev.rnn4j.train.data.LabelledFormat;
import dev.rnn4j.train.data.LabelledText;
import dev.rnn4j.train.data.TextInput;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How texts, with or without labels, stand in files. */
final class FormatOptions {
  private static final String TEXT = "text";
  private static final String LABEL = "label";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--format",
      paramLabel = "csv|tsv|lines",
      description =
          "csv and tsv are tables, lines has a text a line, where it is labelled after its label"
              + " (default: csv or tsv as the file's name ends, otherwise lines).")
  private @Nullable String format;

  @Option(
      names = "--text-column",
      paramLabel = "NAME|N",
      description =
          "Column of the texts in a table, by its name in the first row, or by its number in a"
              + " table without such a row (default: text).")
  private @Nullable String textColumn;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Encoding of the files, such as windows-1252 (default: UTF-8).")
  private @Nullable String encoding;

  /** Fails now rather than after reading files. */
  void check() {
    if (format != null && !List.of("csv", "tsv", "lines").contains(format)) {
      throw usage("--format must be one of csv, tsv, lines, not " + format);
    }
    charset();
    column("--text-column", textColumn, TEXT);
  }

  private Charset charset() {
    try {
      return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(),
          "--encoding must be one that Java knows, such as UTF-8 or windows-1252, not " + encoding,
          e);
    }
  }

  private Column column(String option, @Nullable String given, String usual) {
    try {
      return Column.of(given == null ? usual : given);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  /** How a table is written; empty if the file is none. */
  Optional<CsvFormat> table(String file) {
    String name = file.toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
    boolean byName = name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".tab");
    if (format == null) {
      return byName ? Optional.of(CsvFormat.of(name)) : Optional.empty();
    }
    return switch (format) {
      case "csv" -> Optional.of(CsvFormat.CSV);
      case "tsv" -> Optional.of(CsvFormat.TSV);
      default -> Optional.empty();
    };
  }

  Column textColumn() {
    return column("--text-column", textColumn, TEXT);
  }

  /** The text that an argument names, in the encoding given. */
  TextInput text(String argument, StandardInput input) {
    return input.text(argument).in(charset());
  }

  /** Reads labelled texts: a file, or a folder with one for each class. */
  List<LabelledText> read(
      String argument, @Nullable String labelColumn, StandardInput input, Consumer<String> known)
      throws CorpusException {
    Path path = Path.of(argument);
    if (StandardInput.is(argument) || !Files.isDirectory(path)) {
      Column label = column("--label-column", labelColumn, LABEL);
      LabelledFormat lines = new LabelledFormat.Lines();
      LabelledFormat chosen =
          table(argument)
              .<LabelledFormat>map(csv -> new LabelledFormat.Table(csv, textColumn(), label))
              .orElse(lines);
      return chosen.read(text(argument, input), known);
    }
    List<LabelledText> all = new ArrayList<>();
    for (Map.Entry<String, Path> entry : ClassFiles.of(path).entrySet()) {
      LabelledFormat one = new LabelledFormat.OneClass(entry.getKey());
      all.addAll(one.read(TextInput.file(entry.getValue()).in(charset()), known));
    }
    return all;
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
