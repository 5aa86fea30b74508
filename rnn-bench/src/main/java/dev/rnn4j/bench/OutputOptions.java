package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.Csv;
import dev.rnn4j.bench.campaign.ResultsFile;
import dev.rnn4j.bench.page.BenchPage;
import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.cli.report.TrainingReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where results go beside standard output, whether they were just measured or come from a file. */
final class OutputOptions {
  @Option(
      names = "--csv",
      order = 9,
      paramLabel = "FILE",
      description = "write the table to this file, as comma-separated values")
  @Nullable Path csv;

  @Option(
      names = "--report",
      order = 10,
      paramLabel = "DIR",
      description = "write a page with charts of the results to DIR/index.html")
  @Nullable Path report;

  private @Nullable Path page;

  /** Whether anything is to be written. */
  boolean areGiven() {
    return csv != null || report != null;
  }

  /**
   * Makes the folder of the report, and fails if something could not be written, or would replace
   * the file of JSON.
   */
  void check(CommandLine line, @Nullable Path json) {
    if (csv != null) {
      check(line, "--csv", csv);
      if (json != null
          && csv.toAbsolutePath().normalize().equals(json.toAbsolutePath().normalize())) {
        throw new ParameterException(line, "--csv would overwrite " + json);
      }
    }
    if (report != null) {
      try {
        page = TrainingReport.in(report);
      } catch (CliException | IOException e) {
        throw new ParameterException(line, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Fails if a file that an option names could not be written. */
  static void check(CommandLine line, String option, Path name) {
    Path file = name.toAbsolutePath();
    Path folder = file.getParent();
    String what = option + " " + file;
    if (folder == null || Files.isDirectory(file)) {
      throw new ParameterException(line, what + " is a folder, not a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(line, what + ": there is no folder " + folder);
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new ParameterException(line, what + ": permission denied");
    }
  }

  /** Writes what was asked for; returns whether all of it could be written. */
  boolean write(ResultsFile results, PrintStream err) {
    boolean written = csv == null || write(csv, Csv.of(results), err);
    if (page == null) {
      return written;
    }
    try {
      new BenchPage(results).page().write(page);
      return written;
    } catch (IOException e) {
      return failed(page, e, err);
    }
  }

  /** Writes a file of text; returns whether it could be written. */
  static boolean write(Path file, String text, PrintStream err) {
    try {
      Files.writeString(file, text);
      return true;
    } catch (IOException e) {
      return failed(file, e, err);
    }
  }

  private static boolean failed(Path file, IOException e, PrintStream err) {
    err.println("rnn bench: " + file + " could not be written: " + e.getMessage());
    return false;
  }
}
