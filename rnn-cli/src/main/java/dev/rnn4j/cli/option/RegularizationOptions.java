package dev.rnn4j.cli.option;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What is drawn within the layers of any kind of model while it is trained. */
public final class RegularizationOptions {
  private static final String LOCKED = "--locked-dropout";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = LOCKED,
      description = "--dropout drops the same elements at all steps of a sequence (variational).")
  private boolean locked;

  @Option(
      names = "--recurrent-dropout",
      paramLabel = "P",
      description = "Share of h(t-1) hidden from the recurrent product, the same at all steps.")
  private float recurrent;

  @Option(
      names = "--weight-dropout",
      paramLabel = "P",
      description = "Share of the recurrent weights dropped, drawn anew for every batch.")
  private float weights;

  @Option(
      names = "--zoneout",
      paramLabel = "P[,P]",
      split = ",",
      hideParamSyntax = true,
      description = "Share of h, and of an lstm's c, that keeps its value for a step.")
  private @Nullable List<Float> zoneout;

  @Option(
      names = "--candidate-dropout",
      paramLabel = "P",
      description = "Share of what an lstm would write into c dropped, anew at every step.")
  private float candidate;

  /** Whether anything is given that disturbs the recurrence. */
  boolean isNoiseGiven() {
    ParseResult given = command.commandLine().getParseResult();
    return CommandSpec.forAnnotatedObject(new RegularizationOptions()).options().stream()
        .map(OptionSpec::longestName)
        .anyMatch(name -> !name.equals(LOCKED) && given.hasMatchedOption(name));
  }

  /** All of it, with a dropout between the layers that the network's options tell. */
  public Regularization regularization(float dropout, Cell cell) {
    try {
      RecurrentNoise noise =
          new RecurrentNoise(recurrent, weights, zoneout(0), zoneout(1), candidate);
      if (noise.zoneoutState() > 0 && cell.stateSize(1) == 0) {
        throw usage("the second number of --zoneout is for cells with a cell state c: lstm");
      }
      if (noise.candidate() > 0 && !cell.dropsCandidate()) {
        throw usage("--candidate-dropout is for cells with a candidate to drop: lstm");
      }
      Dropout plain = new Dropout(dropout, dropout, dropout, 0f, locked);
      return new Regularization(plain, noise, ActivationPenalty.NONE);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What is given, over what a model to go on from has: its own unless any of it is given.
   *
   * @param dropout between the layers
   */
  public Regularization over(Regularization earlier, float dropout, Cell cell) {
    Regularization given = regularization(dropout, cell);
    boolean unasked = given.equals(Regularization.dropout(earlier.dropout().layers()));
    return unasked ? earlier : given;
  }

  private float zoneout(int i) {
    List<Float> given = zoneout == null ? List.of() : zoneout;
    if (given.size() > 2) {
      throw usage("--zoneout takes one number for h, or two for h and c, not " + given.size());
    }
    return i < given.size() ? given.get(i) : 0f;
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
