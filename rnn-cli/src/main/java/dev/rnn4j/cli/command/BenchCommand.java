package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.CliException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rnn bench}: in the list of commands only; the launcher starts the benchmarks itself. */
@Command(
    name = "bench",
    header = "Measure the speed of the kernels and of training.",
    footer = {"", "Example:", "  rnn bench"})
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Parameters(hidden = true)
  List<String> arguments = List.of();

  @Override
  public Integer call() {
    throw new CliException(
        "the benchmarks are a program of their own; the script rnn at the top of the repository"
            + " builds and starts it");
  }
}
