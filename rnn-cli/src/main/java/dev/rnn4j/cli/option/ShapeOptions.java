package dev.rnn4j.cli.option;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The network of a language model. */
public final class ShapeOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--tied",
      description = "The output layer uses the token vectors as its weight (--embedding = width).")
  private boolean tied;

  /** The network for a vocabulary; what is not given is the preset's. */
  public LanguageModelConfig config(
      NetworkOptions network, Preset.Shape preset, int vocabularySize) {
    List<Integer> widths = network.widths(preset.hidden());
    CellConfig cell = network.cell();
    int size = network.embedding(tied ? cell.outputSize(widths.getLast()) : preset.embedding());
    try {
      return new LanguageModelConfig(
          cell, vocabularySize, size, widths, network.dropout(preset.dropout()), tied);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
