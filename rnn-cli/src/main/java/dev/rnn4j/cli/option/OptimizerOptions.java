package dev.rnn4j.cli.option;

import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdagradChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NesterovChoice;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import dev.rnn4j.train.optim.OptimizerChoice.RmsPropChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which optimiser, with its own numbers. */
public final class OptimizerOptions {
  private static final float NESTEROV_MOMENTUM = 0.9f;
  private static final float ADAMW_DECAY = 0.01f;
  private static final int INTERVAL = 5;

  /** {@code --optimizer}, with the learning rate that is usual for it. */
  public enum OptimizerName {
    SGD(1),
    NESTEROV(1),
    NT_ASGD(30),
    RMSPROP(0.001),
    ADAGRAD(0.01),
    ADAM(0.002),
    ADAMW(0.002);

    private final double rate;

    OptimizerName(double rate) {
      this.rate = rate;
    }

    static OptimizerName of(OptimizerChoice choice) {
      return switch (choice) {
        case SgdChoice _ -> SGD;
        case NesterovChoice _ -> NESTEROV;
        case NtAsgdChoice _ -> NT_ASGD;
        case RmsPropChoice _ -> RMSPROP;
        case AdagradChoice _ -> ADAGRAD;
        case AdamChoice adam -> adam.weightDecay() > 0 ? ADAMW : ADAM;
        default -> throw new IllegalArgumentException(choice.name());
      };
    }
  }

  @Option(
      names = "--optimizer",
      paramLabel = "sgd|nesterov|nt-asgd|rmsprop|adagrad|adam|adamw",
      description =
          "How to descend; nt-asgd is sgd that averages the weights once a validation is worse than"
              + " the best of those before the last --interval.")
  private @Nullable OptimizerName optimizer;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Momentum of sgd (default: 0) or nesterov (default: 0.9), below 1.")
  private @Nullable Float momentum;

  @Option(
      names = "--interval",
      paramLabel = "N",
      description = "See --optimizer nt-asgd (default: 5).")
  @Range(least = 0, most = 1_000_000)
  private @Nullable Integer interval;

  @Option(
      names = "--weight-decay",
      paramLabel = "L",
      description =
          "Every update takes L times the learning rate of each parameter (default: 0; adamw:"
              + " 0.01).")
  private @Nullable Float weightDecay;

  /**
   * The optimiser; what is not given is the preset's.
   *
   * @throws IllegalArgumentException if the options do not fit each other
   */
  OptimizerChoice choice(OptimizerChoice preset) {
    OptimizerName name = name(preset);
    if (momentum != null && name != OptimizerName.SGD && name != OptimizerName.NESTEROV) {
      throw new IllegalArgumentException("--momentum is for --optimizer sgd or nesterov");
    }
    if (interval != null && name != OptimizerName.NT_ASGD) {
      throw new IllegalArgumentException("--interval is for --optimizer nt-asgd");
    }
    float decay = or(weightDecay, usualDecay(preset, name));
    AdamChoice adam = AdamChoice.DEFAULT;
    return switch (name) {
      case SGD -> new SgdChoice(or(momentum, 0f), decay);
      case NESTEROV -> new NesterovChoice(or(momentum, NESTEROV_MOMENTUM), decay);
      case NT_ASGD -> {
        int usual = preset instanceof NtAsgdChoice given ? given.interval() : INTERVAL;
        yield new NtAsgdChoice(or(interval, usual), decay);
      }
      case RMSPROP -> {
        RmsPropChoice usual = RmsPropChoice.DEFAULT;
        yield new RmsPropChoice(usual.decay(), usual.epsilon(), decay);
      }
      case ADAGRAD -> new AdagradChoice(AdagradChoice.DEFAULT.epsilon(), decay);
      case ADAM, ADAMW -> new AdamChoice(adam.beta1(), adam.beta2(), adam.epsilon(), decay);
    };
  }

  private static float usualDecay(OptimizerChoice preset, OptimizerName name) {
    if (name == OptimizerName.of(preset)) {
      return preset.numbers().getOrDefault(OptimizerChoice.WEIGHT_DECAY, 0f).floatValue();
    }
    return name == OptimizerName.ADAMW ? ADAMW_DECAY : 0;
  }

  private OptimizerName name(OptimizerChoice preset) {
    return optimizer == null ? OptimizerName.of(preset) : optimizer;
  }

  /** The initial learning rate that is usual for an optimiser. */
  static double usualRate(OptimizerChoice choice) {
    return OptimizerName.of(choice).rate;
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
