package dev.rnn4j.cli.option;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.Cosine;
import dev.rnn4j.train.optim.Schedule.Exponential;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
import dev.rnn4j.train.optim.Schedule.StepDecay;
import dev.rnn4j.train.optim.Schedule.WarmUp;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the learning rate changes over a training. */
public final class ScheduleOptions {
  private static final double DECAY = 0.5;
  private static final double EXPONENTIAL_DECAY = 0.9;
  private static final int HOLD = 4;
  private static final int EVERY = 5;

  /** {@code --schedule}. */
  public enum ScheduleName {
    CONSTANT,
    DECAY,
    PLATEAU,
    STEP,
    EXPONENTIAL,
    COSINE
  }

  @Option(
      names = "--schedule",
      paramLabel = "constant|decay|plateau|step|exponential|cosine",
      description =
          "Learning rate over time: decay holds it for --lr-hold epochs, then multiplies it by"
              + " --lr-decay every epoch; plateau multiplies it after epochs without progress, step"
              + " every --lr-step epochs, exponential smoothly; cosine falls to --lr-end in the last"
              + " of the --epochs.")
  private @Nullable ScheduleName schedule;

  @Option(names = "--lr-hold", paramLabel = "N", description = "See --schedule decay.")
  @Range(least = 0)
  private @Nullable Integer hold;

  @Option(
      names = "--lr-decay",
      paramLabel = "F",
      description = "See --schedule (default: 0.5; exponential: 0.9).")
  private @Nullable Double decay;

  @Option(names = "--lr-step", paramLabel = "N", description = "See --schedule step (default: 5).")
  @Range(least = 1)
  private @Nullable Integer every;

  @Option(
      names = "--lr-end",
      paramLabel = "F",
      description = "See --schedule cosine: share of --lr that is left (default: 0).")
  private @Nullable Double end;

  @Option(
      names = "--warmup",
      paramLabel = "EPOCHS",
      description =
          "Let the learning rate rise in a straight line to that of the schedule in as many epochs,"
              + " such as 0.5 (default: 0).")
  private @Nullable Double warmUp;

  /**
   * The schedule.
   *
   * @param unless what is usual for the optimiser; null for what is usual for the training
   * @param usual what the training does unless told otherwise
   * @param epochs of the training
   * @throws IllegalArgumentException if the options do not fit each other
   */
  Schedule schedule(@Nullable Schedule unless, OptimizationOptions.Usual usual, int epochs) {
    boolean asked =
        schedule != null || hold != null || decay != null || every != null || end != null;
    Schedule chosen;
    if (asked) {
      chosen = chosen(usual, epochs);
    } else {
      chosen = unless == null ? usual.schedule(epochs) : unless;
    }
    return warmUp == null || warmUp == 0 ? chosen : new WarmUp(warmUp, afterWarmUp(chosen));
  }

  private Schedule chosen(OptimizationOptions.Usual from, int epochs) {
    ScheduleName name = schedule == null ? ScheduleName.DECAY : schedule;
    refuseUnless(name == ScheduleName.DECAY, hold, "--lr-hold is for --schedule decay");
    refuseUnless(name == ScheduleName.STEP, every, "--lr-step is for --schedule step");
    refuseUnless(name == ScheduleName.COSINE, end, "--lr-end is for --schedule cosine");
    refuseUnless(
        name != ScheduleName.CONSTANT && name != ScheduleName.COSINE,
        decay,
        "--lr-decay is for --schedule decay, plateau, step or exponential");
    return switch (name) {
      case CONSTANT -> new Constant();
      case DECAY -> decay(from, epochs);
      case PLATEAU -> new OnPlateau(or(decay, DECAY));
      case STEP -> new StepDecay(or(every, EVERY), or(decay, DECAY));
      case EXPONENTIAL -> new Exponential(or(decay, EXPONENTIAL_DECAY));
      case COSINE -> new Cosine(epochs, or(end, 0.0));
    };
  }

  private HoldThenDecay decay(OptimizationOptions.Usual from, int epochs) {
    HoldThenDecay usual =
        afterWarmUp(from.optimization().schedule()) instanceof HoldThenDecay given
            ? given
            : new HoldThenDecay(HOLD, DECAY);
    return hold == null && decay == null
        ? usual.stretched(from.epochs(), from.stretched() ? epochs : 0)
        : new HoldThenDecay(or(hold, usual.hold()), or(decay, usual.decay()));
  }

  private static void refuseUnless(boolean fits, @Nullable Object given, String message) {
    if (given != null && !fits) {
      throw new IllegalArgumentException(message);
    }
  }

  /** What was asked for but changes nothing; empty if all does. */
  String withoutEffect(TrainingOptions options) {
    boolean decays =
        !(afterWarmUp(options.optimization().schedule()) instanceof HoldThenDecay held)
            || held.hold() < options.epochs();
    return decay == null || decays
        ? ""
        : "--lr-decay changes nothing: the rate is held for longer than the "
            + Text.count(options.epochs(), "epoch")
            + "; --lr-hold shortens that";
  }

  /** A schedule without its warm-up, if it has one. */
  public static Schedule afterWarmUp(Schedule schedule) {
    return schedule instanceof WarmUp warm ? warm.then() : schedule;
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
