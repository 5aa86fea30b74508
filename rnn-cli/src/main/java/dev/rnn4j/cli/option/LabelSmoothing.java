package dev.rnn4j.cli.option;

import dev.rnn4j.cli.io.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How sure of its labels a model with a softmax is trained to be. */
public final class LabelSmoothing {
  private static final String NAME = "--label-smoothing";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = NAME,
      paramLabel = "E",
      defaultValue = "0",
      description =
          "Share of every label that is spread over all in training, below 1; losses and"
              + " perplexities that are shown stay those of the labels (default:"
              + " ${DEFAULT-VALUE}).")
  private float epsilon;

  /** {@return the share} */
  public float epsilon() {
    if (!(epsilon >= 0 && epsilon < 1)) {
      throw new ParameterException(
          command.commandLine(), NAME + " must be 0 or more and below 1, not " + epsilon);
    }
    return epsilon;
  }

  /** Such as ", label smoothing 0.1", or nothing. */
  public static String shown(float epsilon) {
    return epsilon > 0 ? ", label smoothing " + Text.setting(epsilon) : "";
  }
}
