package dev.rnn4j.cli.option;

import dev.rnn4j.cli.io.CliException;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.text.VisibleText;
import dev.rnn4j.train.checkpoint.Checkpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of every command that computes. */
public final class CommonOptions {
  /** Note of a checkpoint: the name of the kernels that its training computes with. */
  public static final String KERNELS = "kernels";

  /** Note of a checkpoint: the kind of model, unless it is a language model. */
  public static final String TASK = "task";

  private static final int MAX_THREADS = 1024;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--kernels",
      paramLabel = "scalar|simd",
      description = "Arithmetic to compute with (default: the fastest that runs here).")
  private @Nullable String kernels;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute with (default: one per processor). Changes no result.")
  @Range(least = 1, most = MAX_THREADS)
  private @Nullable Integer threads;

  @Option(names = "--stacktrace", description = "After an error, show where it happened.")
  boolean stacktrace;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Fails now rather than after reading long files. */
  public void check() {
    if (kernels != null) {
      checkName(kernels);
    }
  }

  /**
   * The kernels asked for, or the fastest.
   *
   * @throws CliException if they do not run here
   */
  public KernelSelection selection() {
    if (kernels == null) {
      return KernelSelection.current();
    }
    checkName(kernels);
    try {
      return KernelSelection.named(kernels);
    } catch (IllegalStateException e) {
      throw new CliException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The kernels asked for, or else those that a training began with: others would round otherwise.
   *
   * @throws CliException if they are unknown or do not run here
   */
  public KernelSelection selection(Checkpoint checkpoint) {
    String begunWith = checkpoint.notes().get(KERNELS);
    if (kernels != null || begunWith == null) {
      return selection();
    }
    try {
      return begun(begunWith);
    } catch (IllegalStateException e) {
      throw new CliException(
          checkpoint.file()
              + ": "
              + e.getMessage()
              + "; --kernels scalar resumes it, not to the bit",
          e);
    }
  }

  private static KernelSelection begun(String name) {
    KernelSelection current = KernelSelection.current();
    if (current.kernels().name().equals(name)) {
      return current;
    }
    if (!isName(name)) {
      throw new IllegalStateException(
          "the training was begun with the kernels "
              + VisibleText.of(name)
              + ", which this version does not have");
    }
    return KernelSelection.named(name);
  }

  private void checkName(String name) {
    if (!isName(name)) {
      throw usage("--kernels must be scalar or simd, not " + name);
    }
  }

  private static boolean isName(String name) {
    return name.equals("scalar") || name.equals("simd");
  }

  public int threads() {
    return threads == null
        ? Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS)
        : threads;
  }

  public Workers workers() {
    return new Workers(threads());
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
