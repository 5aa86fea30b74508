package dev.rnn4j.cli.option;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where parameters start; what is not given is whatever the kind of model usually has. */
public final class InitializationOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--init",
      paramLabel = "RANGE",
      description =
          "Parameters start in ±RANGE (default: 1 / sqrt(widest layer), or what suits the kind of"
              + " model).")
  private @Nullable Float range;

  @Option(
      names = "--forget-bias",
      paramLabel = "BIAS",
      description = "Added to an lstm's forget gates' bias at first (default: 1; zaremba: 0).")
  private @Nullable Float forgetBias;

  @Option(
      names = "--identity",
      paramLabel = "SCALE",
      description =
          "The recurrent weight of rnn cells starts as SCALE times the identity matrix, their biases"
              + " at 0 (an IRNN: 1, with --activation relu).")
  private @Nullable Float identity;

  /** What was asked for, or else what is a language model's of a preset. */
  public Initialization initialization(Preset preset, LanguageModelConfig config) {
    float range = preset.start().range();
    return initialization(
        config.cell(),
        range > 0 ? range : byWidth(config.hiddenSizes()),
        preset.start().forgetBias());
  }

  /** 1 / sqrt(widest layer). */
  public static float byWidth(List<Integer> widths) {
    return (float) (1 / Math.sqrt(Collections.max(widths)));
  }

  /** What was asked for, or else what is usual. */
  public Initialization initialization(CellConfig cell, float usualRange, float usualBias) {
    if (forgetBias != null && !(cell instanceof LstmCell)) {
      throw new ParameterException(command.commandLine(), "--forget-bias is for --cell lstm");
    }
    if (identity != null && !(cell instanceof ElmanCell)) {
      throw new ParameterException(command.commandLine(), "--identity is for --cell rnn");
    }
    try {
      return new Initialization(
          range == null ? usualRange : range,
          forgetBias == null ? usualBias : forgetBias,
          identity == null ? 0 : identity);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
