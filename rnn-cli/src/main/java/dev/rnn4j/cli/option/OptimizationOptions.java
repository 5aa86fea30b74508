package dev.rnn4j.cli.option;

import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the parameters of any model move, and for how long. */
public final class OptimizationOptions {
  /** With its large learning rate: both are Merity et al. 2018. */
  private static final double NT_ASGD_CLIP = 0.25;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Passes over the training text; the default schedule of the learning rate is made for"
              + " as many.")
  @Range(least = 1, most = 1_000_000)
  private @Nullable Integer epochs;

  @Mixin private OptimizerOptions optimizer;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description = "Initial learning rate (default: the preset's, or what the optimizer needs).")
  private @Nullable Double rate;

  @Mixin private ScheduleOptions schedule;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop after N epochs without progress in validation (default: 0, never).")
  @Range(least = 0, most = 1_000_000)
  private @Nullable Integer patience;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Largest norm of the gradient; 0 for no limit (default: 5; nt-asgd: 0.25).")
  private @Nullable Double clip;

  @Option(
      names = "--clip-value",
      paramLabel = "V",
      description =
          "Largest value of any one gradient, after --clip; 0 for no limit (default: 0). Gradients"
              + " are of the mean over the targets of a batch.")
  private @Nullable Double clipValue;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description = "Batches whose mean gradient makes one step (default: 1).")
  @Range(least = 1, most = 1_000_000)
  private @Nullable Integer accumulate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * What a kind of training does unless told otherwise.
   *
   * @param optimization how the parameters move
   * @param epochs passes over the data
   * @param stretched whether the schedule is stretched to more epochs
   */
  public record Usual(Optimization optimization, int epochs, boolean stretched) {
    /** The schedule of so many epochs. */
    public Schedule schedule(int count) {
      Schedule schedule = optimization.schedule();
      return stretched && schedule instanceof HoldThenDecay decay
          ? decay.stretched(epochs, count)
          : schedule;
    }
  }

  /** The seed of everything random. */
  public long seed() {
    return seed;
  }

  /** Those of a training that is resumed, with the end that was asked for, if any. */
  public TrainingOptions resumed(TrainingOptions begun) {
    return begun.until(or(epochs, begun.epochs()), or(patience, begun.patience()));
  }

  /** What was asked for but changes nothing; empty if all does. */
  public String withoutEffect(TrainingOptions options) {
    return schedule.withoutEffect(options);
  }

  /** All of it; what is not given is as usual. */
  public TrainingOptions options(Usual usual) {
    try {
      int count = or(epochs, usual.epochs());
      return new TrainingOptions(optimization(usual), count, or(patience, 0), seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Optimization optimization(Usual usual) {
    Optimization preset = usual.optimization();
    OptimizerChoice choice = optimizer.choice(preset.optimizer());
    boolean sameKind = choice.getClass() == preset.optimizer().getClass();
    boolean averaged = !sameKind && choice instanceof NtAsgdChoice;
    return new Optimization(
        choice,
        or(rate, sameKind ? preset.learningRate() : OptimizerOptions.usualRate(choice)),
        schedule.schedule(averaged ? new Constant() : null, usual, or(epochs, usual.epochs())),
        or(clip, averaged ? NT_ASGD_CLIP : preset.clip()),
        or(clipValue, preset.clipValue()),
        or(accumulate, preset.accumulate()));
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
