package dev.rnn4j.bench;

import dev.rnn4j.bench.campaign.MeasurementException;
import dev.rnn4j.bench.campaign.Sample;
import dev.rnn4j.bench.campaign.Spread;
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
import org.openjdk.jmh.runner.options.Options;
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

  /** Lets runs go on side by side; where nothing is measured, as in smoke runs, they do no harm. */
  static void allowSeveral() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  /**
   * Measures.
   *
   * @throws IllegalStateException if JMH did not even begin, as another run has not ended
   */
  Sample run(BenchCase benchCase, Implementation implementation, Effort effort)
      throws MeasurementException {
    Effort suited = effort.of(benchCase, implementation);
    Options options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchCase.method()) + "$")
            .param("name", benchCase.name())
            .forks(1)
            .jvmArgs(implementation.jvmArguments(threads, suited))
            .warmupIterations(suited.warmups())
            .warmupTime(TimeValue.milliseconds(suited.millis()))
            .measurementIterations(suited.iterations())
            .measurementTime(TimeValue.milliseconds(suited.millis()))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    try {
      return sample(new Runner(options, nowhere).runSingle().getBenchmarkResults());
    } catch (RunnerException e) {
      if (String.valueOf(e.getMessage()).contains("JMH lock")) {
        throw new IllegalStateException(
            "another benchmark run is under way on this machine, they would spoil each other; wait"
                + " for its end (JMH says: "
                + e.getMessage()
                + ")",
            e);
      }
      throw new MeasurementException(reason(e));
    }
  }

  private static Sample sample(Collection<BenchmarkResult> results) {
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
    return new Sample(nanos, bytes.isEmpty() ? Double.NaN : Spread.of(bytes).median());
  }

  /** The first sentence of what lies at the bottom of a failure. */
  private static String reason(RunnerException e) {
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
