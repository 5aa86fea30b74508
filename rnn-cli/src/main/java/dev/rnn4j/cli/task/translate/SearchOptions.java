package dev.rnn4j.cli.task.translate;

import dev.rnn4j.cli.option.Range;
import dev.rnn4j.core.model.TargetSearch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How what is written is searched for. */
final class SearchOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--beam",
      paramLabel = "N",
      defaultValue = "1",
      description = "Width of the beam; 1 is greedy (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 1000)
  private int beam;

  @Option(
      names = "--length-power",
      paramLabel = "A",
      defaultValue = "1",
      description =
          "How much a beam corrects for length, 0 for not (default: ${DEFAULT-VALUE}; Wu et al."
              + " 2016, section 7).")
  private double lengthPower;

  int width() {
    return beam;
  }

  TargetSearch search() {
    try {
      return TargetSearch.beam(beam, lengthPower);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--length-power: " + e.getMessage(), e);
    }
  }
}
