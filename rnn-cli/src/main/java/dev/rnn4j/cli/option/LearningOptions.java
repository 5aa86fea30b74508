package dev.rnn4j.cli.option;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.model.LanguageModelOptions;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import dev.rnn4j.train.model.Objective;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How {@code rnn train} trains. */
public final class LearningOptions {
  private static final double ADAM_RATE = 0.002;
  private static final double SGD_RATE = 1;
  private static final double DECAY = 0.5;
  private static final int HOLD = 4;

  /** {@code --optimizer}. */
  public enum OptimizerName {
    SGD,
    ADAM
  }

  /** {@code --schedule}. */
  public enum ScheduleName {
    CONSTANT,
    DECAY,
    PLATEAU
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--batch", paramLabel = "B", description = "Streams read side by side.")
  @Range(least = 1, most = 65_536)
  private @Nullable Integer batch;

  @Option(names = "--bptt", paramLabel = "T", description = "Steps the gradient goes back.")
  @Range(least = 1, most = 65_536)
  private @Nullable Integer window;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Passes over the training text; the default schedule of the learning rate is made for"
              + " as many.")
  @Range(least = 1, most = 1_000_000)
  private @Nullable Integer epochs;

  @Option(names = "--optimizer", paramLabel = "sgd|adam", description = "How to descend.")
  private @Nullable OptimizerName optimizer;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Momentum of sgd, below 1 (default: 0).")
  private @Nullable Float momentum;

  @Option(names = "--lr", paramLabel = "RATE", description = "Initial learning rate.")
  private @Nullable Double rate;

  @Option(
      names = "--schedule",
      paramLabel = "constant|decay|plateau",
      description =
          "Learning rate over time: decay holds it for --lr-hold epochs, then multiplies it by"
              + " --lr-decay every epoch; plateau multiplies it after epochs without progress.")
  private @Nullable ScheduleName schedule;

  @Option(names = "--lr-hold", paramLabel = "N", description = "See --schedule decay.")
  @Range(least = 0)
  private @Nullable Integer hold;

  @Option(names = "--lr-decay", paramLabel = "F", description = "See --schedule (default: 0.5).")
  private @Nullable Double decay;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop after N epochs without progress in validation (default: 0, never).")
  @Range(least = 0, most = 1_000_000)
  private @Nullable Integer patience;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Largest norm of the gradient; 0 for no limit (default: 5).")
  private @Nullable Double clip;

  @Option(
      names = "--objective",
      paramLabel = "mean|window",
      description =
          "What the gradient is of: the mean over all tokens, or the sum over the window's steps"
              + " (default: mean; zaremba: window).")
  private @Nullable Objective objective;

  @Option(
      names = "--init",
      paramLabel = "RANGE",
      description = "Parameters start in ±RANGE (default: 1 / sqrt(widest layer)).")
  private @Nullable Float range;

  @Option(
      names = "--forget-bias",
      paramLabel = "BIAS",
      description = "Added to an lstm's forget gates' bias at first (default: 1; zaremba: 0).")
  private @Nullable Float forgetBias;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  long seed() {
    return seed;
  }

  /** The number of epochs asked for, if any. */
  public @Nullable Integer epochs() {
    return epochs;
  }

  private int epochs(Preset preset) {
    return or(epochs, preset.epochs());
  }

  /** The patience asked for, if any. */
  public @Nullable Integer patience() {
    return patience;
  }

  /** What was asked for but changes nothing; empty if all does. */
  public String withoutEffect(TrainingOptions options) {
    boolean decays =
        !(options.optimization().schedule() instanceof HoldThenDecay held)
            || held.hold() < options.epochs();
    return decay == null || decays
        ? ""
        : "--lr-decay changes nothing: the rate is held for longer than the "
            + Text.count(options.epochs(), "epoch")
            + "; --lr-hold shortens that";
  }

  /** Those of the language model; what is not given is the preset's. */
  public LanguageModelOptions modelOptions(Preset preset, LanguageModelConfig config) {
    if (forgetBias != null && !(config.cell() instanceof LstmCell)) {
      throw usage("--forget-bias is for --cell lstm");
    }
    try {
      return new LanguageModelOptions(
          new Batching(
              or(batch, preset.batching().streams()), or(window, preset.batching().window())),
          or(objective, preset.objective()),
          initialization(preset.start(), config));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** All others; what is not given is the preset's. */
  public TrainingOptions options(Preset preset) {
    try {
      return new TrainingOptions(optimization(preset), epochs(preset), or(patience, 0), seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Initialization initialization(Preset.Start start, LanguageModelConfig config) {
    int widest = Collections.max(config.hiddenSizes());
    float usual = start.range() > 0 ? start.range() : (float) (1 / Math.sqrt(widest));
    return new Initialization(or(range, usual), or(forgetBias, start.forgetBias()));
  }

  private Optimization optimization(Preset from) {
    Optimization preset = from.optimization();
    OptimizerChoice choice = choice(preset.optimizer());
    boolean sameKind = choice.getClass() == preset.optimizer().getClass();
    double usualRate = choice instanceof SgdChoice ? SGD_RATE : ADAM_RATE;
    return new Optimization(
        choice,
        or(rate, sameKind ? preset.learningRate() : usualRate),
        schedule(hold == null && decay == null ? from.schedule(epochs(from)) : preset.schedule()),
        or(clip, preset.clip()));
  }

  private OptimizerChoice choice(OptimizerChoice preset) {
    boolean sgd = optimizer == null ? preset instanceof SgdChoice : optimizer == OptimizerName.SGD;
    if (sgd) {
      return new SgdChoice(or(momentum, 0f));
    }
    if (momentum != null) {
      throw usage("--momentum is for --optimizer sgd");
    }
    return AdamChoice.DEFAULT;
  }

  private Schedule schedule(Schedule preset) {
    HoldThenDecay usual =
        preset instanceof HoldThenDecay given ? given : new HoldThenDecay(HOLD, DECAY);
    ScheduleName name = schedule == null ? ScheduleName.DECAY : schedule;
    if (name != ScheduleName.DECAY && hold != null) {
      throw usage("--lr-hold is for --schedule decay");
    }
    if (name == ScheduleName.CONSTANT && decay != null) {
      throw usage("--lr-decay is for --schedule decay or plateau");
    }
    return switch (name) {
      case CONSTANT -> new Constant();
      case DECAY -> new HoldThenDecay(or(hold, usual.hold()), or(decay, usual.decay()));
      case PLATEAU -> new OnPlateau(or(decay, DECAY));
    };
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
