package dev.rnn4j.cli.option;

import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A training of so many steps at one learning rate, the same for several networks. */
public final class ShortTrainingOptions {
  private static final double SGD_RATE = 0.1;
  private static final int MOST_STEPS = 100_000_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "0",
      description = "Train every network for so many steps (default: 0, for no training).")
  @Range(least = 0, most = MOST_STEPS)
  private int steps;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "32",
      description = "Sequences of a step (default: ${DEFAULT-VALUE}).")
  @Range(least = 1, most = 1 << 16)
  private int batch;

  @Mixin private OptimizerOptions optimizer;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description = "Learning rate (default: 0.002 of adam, 0.1 of sgd, as usual of others).")
  private @Nullable Double rate;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      defaultValue = "1",
      description = "Largest norm of the gradient; 0 for no limit (default: ${DEFAULT-VALUE}).")
  private double clip;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** How many steps; 0 for no training. */
  public int steps() {
    return steps;
  }

  /** B. */
  public int batch() {
    return batch;
  }

  /** Of everything random. */
  public long seed() {
    return seed;
  }

  /** Enough epochs of so many steps. */
  public TrainingOptions options(int stepsInEpoch) {
    try {
      OptimizerChoice choice = optimizer.choice(AdamChoice.DEFAULT);
      if (choice instanceof NtAsgdChoice) {
        throw new IllegalArgumentException(
            "--optimizer nt-asgd averages when a validation gets worse; a short training has none");
      }
      double usual = choice instanceof SgdChoice ? SGD_RATE : OptimizerOptions.usualRate(choice);
      Optimization optimization =
          new Optimization(choice, rate == null ? usual : rate, new Schedule.Constant(), clip);
      int epochs = Math.max(1, Math.ceilDiv(steps, stepsInEpoch));
      return new TrainingOptions(optimization, epochs, 0, seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
