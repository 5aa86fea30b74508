package dev.rnn4j.cli.command;

import dev.rnn4j.cli.report.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rnn} alone: says what there is. */
@Command(
    name = "rnn",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Recurrent networks in pure Java: train, evaluate and use language models.",
    footer = {
      "",
      "Examples:",
      "  rnn train                                     about two minutes, needs no data",
      "  rnn generate --model model.safetensors --prompt \"LATIN SMALL LETTER \"",
      "",
      "rnn COMMAND --help explains a command."
    })
final class RnnCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.OK;
  }
}
