package dev.rnn4j.cli.option;

import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.train.data.TextCut;
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

  @Option(
      names = "--batching",
      paramLabel = "NAME",
      description =
          "What of a text is read from the initial state on: streams, across line ends; sentences"
              + " (lines); documents (lines up to a blank one); whole: all sentences in one batch"
              + " (default: streams).")
  private @Nullable TextCut cut;

  @Option(
      names = "--batch",
      paramLabel = "B",
      description = "Streams, sentences or documents read side by side.")
  @Range(least = 1, most = 65_536)
  private @Nullable Integer batch;

  @Option(
      names = "--bptt",
      paramLabel = "T",
      description = "Steps the gradient goes back (default for sentences: to their beginning).")
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
    if (cut == TextCut.WHOLE && (batch != null || window != null)) {
      throw new ParameterException(
          command.commandLine(),
          "--batching whole has one batch of all sentences; --batch and --bptt cannot be given with"
              + " it");
    }
    TextCut chosen = or(cut, TextCut.STREAMS);
    int usualWindow = chosen.isSentences() ? Batching.UNCUT : preset.batching().window();
    try {
      return new LanguageModelOptions(
          new Batching(or(batch, preset.batching().streams()), or(window, usualWindow), chosen),
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
