package dev.rnn4j.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH measure one case on one implementation in one fork, silently. */
final class CaseRunner {
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private final int threads;

  /**
   * Even when silent JMH passes on what forks print, such as the JVM's word on incubator modules.
   */
  private final OutputFormat nowhere =
      OutputFormatFactory.createFormatInstance(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
          VerboseMode.SILENT);

  CaseRunner(int threads) {
    this.threads = threads;
  }

  /**
   * Measures.
   *
   * @throws RunnerException if the fork failed; {@link #reason} finds out why
   */
  Fork run(BenchCase benchCase, Implementation implementation, Effort effort)
      throws RunnerException {
    Effort suited = effort.of(benchCase, implementation);
    String method = benchCase.benchmark().getName() + "." + benchCase.method();
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(method) + "$")
            .forks(1)
            .jvmArgs(implementation.jvmArguments(threads, suited))
            .warmupIterations(suited.warmups())
            .warmupTime(TimeValue.milliseconds(suited.millis()))
            .measurementIterations(suited.iterations())
            .measurementTime(TimeValue.milliseconds(suited.millis()))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    benchCase.parameters().forEach(options::param);
    return fork(new Runner(options.build(), nowhere).runSingle().getBenchmarkResults());
  }

  private static Fork fork(Collection<BenchmarkResult> results) {
    List<Double> nanos = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    for (BenchmarkResult result : results) {
      for (IterationResult iteration : result.getIterationResults()) {
        nanos.add(iteration.getPrimaryResult().getScore());
        Result<?> allocation = iteration.getSecondaryResults().get(ALLOCATION);
        if (allocation != null) {
          bytes.add(allocation.getScore());
        }
      }
    }
    return new Fork(nanos, bytes);
  }

  /** Whether JMH did not even begin, because another run on this machine has not ended. */
  static boolean isBusy(RunnerException e) {
    return String.valueOf(e.getMessage()).contains("JMH lock");
  }

  /** The first sentence of what lies at the bottom of a failure. */
  static String reason(RunnerException e) {
    Throwable deepest = e;
    while (true) {
      if (deepest.getCause() != null) {
        deepest = deepest.getCause();
      } else if (deepest.getSuppressed().length > 0) {
        deepest = deepest.getSuppressed()[0];
      } else {
        break;
      }
    }
    String message = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    return message.strip().lines().findFirst().orElse("unknown");
  }
}
