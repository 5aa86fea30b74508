package dev.rnn4j.cli.option;

import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.train.model.LanguageModelOptions;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import dev.rnn4j.train.model.Objective;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a language model is trained as far as only a language model knows. */
public final class LearningOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--batch", paramLabel = "B", description = "Streams read side by side.")
  @Range(least = 1, most = 65_536)
  private @Nullable Integer batch;

  @Option(names = "--bptt", paramLabel = "T", description = "Steps the gradient goes back.")
  @Range(least = 1, most = 65_536)
  private @Nullable Integer window;

  @Option(
      names = "--objective",
      paramLabel = "mean|window",
      description =
          "What the gradient is of: the mean over all tokens, or the sum over the window's steps"
              + " (default: mean; zaremba: window).")
  private @Nullable Objective objective;

  @Mixin private LabelSmoothing smoothing;

  /** Those of the language model; what is not given is the preset's. */
  public LanguageModelOptions modelOptions(Preset preset, Initialization start) {
    try {
      return new LanguageModelOptions(
          new Batching(
              or(batch, preset.batching().streams()), or(window, preset.batching().window())),
          or(objective, preset.objective()),
          start,
          smoothing.epsilon());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
