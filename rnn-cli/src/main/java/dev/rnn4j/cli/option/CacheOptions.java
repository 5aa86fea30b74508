package dev.rnn4j.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The neural cache beside a language model. */
public final class CacheOptions {
  /** Theta is chosen among its multiples. */
  private static final double STEP = 0.1;

  private static final int CHOICES = 10;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--cache",
      paramLabel = "N",
      description =
          "Predict with a neural cache of the last N positions, too (Grave et al. 2017), and mix:"
              + " (1 - lambda) model + lambda cache.")
  @Range(least = 1, most = 1_000_000)
  private @Nullable Integer size;

  @Option(
      names = "--cache-theta",
      paramLabel = "X",
      description =
          "How much nearer states count more, 0 or more (default: the best on --valid of 0.1, 0.2"
              + " to 1).")
  private @Nullable Double theta;

  @Option(
      names = "--cache-lambda",
      paramLabel = "X",
      description = "Weight of the cache, 0 to 1 (default: the best on --valid).")
  private @Nullable Double lambda;

  /** Fails now rather than after reading a text. */
  public void check(boolean valid) {
    if (size == null && (theta != null || lambda != null)) {
      throw usage("--cache-theta and --cache-lambda need --cache N");
    }
    if (size != null && !valid && (theta == null || lambda == null)) {
      throw usage(
          "--cache needs a text to choose theta and lambda on; give --valid FILE, or both"
              + " --cache-theta and --cache-lambda");
    }
    if (theta != null && !(theta >= 0 && theta < Double.POSITIVE_INFINITY)) {
      throw usage("--cache-theta must be 0 or more, not " + theta);
    }
    if (lambda != null && !(lambda >= 0 && lambda <= 1)) {
      throw usage("--cache-lambda must be 0 to 1, not " + lambda);
    }
  }

  /** Whether one was asked for. */
  public boolean isGiven() {
    return size != null;
  }

  /** Whether a text is needed to choose a number on. */
  public boolean isOpen() {
    return size != null && (theta == null || lambda == null);
  }

  /** How many positions it remembers; 0 without one. */
  public int size() {
    return size == null ? 0 : size;
  }

  /** The smallest theta to try, and the distance of two. */
  public double step() {
    return theta == null ? STEP : theta;
  }

  /** How many theta to try. */
  public int choices() {
    return theta == null ? CHOICES : 1;
  }

  /** The weight that was given. */
  public @Nullable Double lambda() {
    return lambda;
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
