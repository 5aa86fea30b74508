package dev.rnn4j.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An n-gram model beside a language model: as a baseline, and mixed with it. */
public final class InterpolationOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description =
          "Text to count n-grams in, usually that of the training: measures an n-gram model, too,"
              + " and with --valid or --interpolate both mixed:"
              + " L model + (1 - L) n-grams.")
  private @Nullable String train;

  @Option(
      names = "--valid",
      paramLabel = "FILE",
      description = "Text to choose the weights of mixed models on; not the one that is measured.")
  private @Nullable String valid;

  @Option(
      names = "--interpolate",
      paramLabel = "L",
      description = "Weight of the model beside n-grams, 0 to 1 (default: the best on --valid).")
  private @Nullable Double weight;

  @Mixin private NgramOption ngram;

  /** Fails now rather than after reading a text. */
  public void check(CacheOptions cache) {
    cache.check(valid != null);
    if (weight != null && train == null) {
      throw usage("--interpolate needs --train FILE, the text to count n-grams in");
    }
    if (weight != null && !(weight >= 0 && weight <= 1)) {
      throw usage("--interpolate must be 0 to 1, not " + weight);
    }
    if (valid != null && !cache.isOpen() && (train == null || weight != null)) {
      throw usage(
          "--valid has no effect here; it is for the weights of --train FILE and --cache N that are"
              + " not given");
    }
  }

  /** The text to count n-grams in. */
  public @Nullable String train() {
    return train;
  }

  /** The text to choose weights on. */
  public @Nullable String valid() {
    return valid;
  }

  /** The weight of the language model that was given. */
  public @Nullable Double weight() {
    return weight;
  }

  /** Which n-grams. */
  public NgramOption ngram() {
    return ngram;
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
