package dev.rnn4j.bench.peers;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times a prepared case inside the JVM of its engine. */
final class Stopwatch {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Short runs are timed together, so that the clock itself does not matter. */
  private static final long SAMPLE_NANOS = 2 * NANOS_PER_MILLI;

  private static final int LEAST_SAMPLES = 3;

  /** Faster by less is luck. */
  private static final double GAIN = 0.98;

  /** An engine that still gets faster after so long is measured as it is. */
  private static final long LONGEST_WARM_UP = 60_000 * NANOS_PER_MILLI;

  private final Rival.Work work;
  private final @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

  Stopwatch(Rival.Work work) {
    this.work = work;
  }

  /** Warms up, then measures; returns the time of a run in nanoseconds, several times. */
  List<Double> measure(long quietMillis, long millis) {
    long repetitions = warmUp(quietMillis * NANOS_PER_MILLI);
    List<Double> samples = new ArrayList<>();
    long start = System.nanoTime();
    while (samples.size() < LEAST_SAMPLES || System.nanoTime() - start < millis * NANOS_PER_MILLI) {
      samples.add(sample(repetitions));
    }
    return samples;
  }

  /** Runs until nothing gets faster any more and the compiler rests; says how often per sample. */
  private long warmUp(long quiet) {
    long start = System.nanoTime();
    long lastGain = start;
    long compiled = compileMillis();
    double best = Double.MAX_VALUE;
    long repetitions = 1;
    long now = start;
    do {
      double nanos = sample(repetitions);
      now = System.nanoTime();
      if (nanos < best * GAIN) {
        lastGain = now;
      }
      if (compileMillis() - compiled > quiet / NANOS_PER_MILLI / 4) {
        compiled = compileMillis();
        lastGain = now;
      }
      best = Math.min(best, nanos);
      repetitions = Math.max(1, Math.round(SAMPLE_NANOS / best));
    } while (now - lastGain < quiet && now - start < LONGEST_WARM_UP);
    return repetitions;
  }

  private double sample(long repetitions) {
    long start = System.nanoTime();
    for (long i = 0; i < repetitions; i++) {
      work.run();
    }
    return (double) (System.nanoTime() - start) / repetitions;
  }

  private long compileMillis() {
    CompilationMXBean bean = compiler;
    return bean != null && bean.isCompilationTimeMonitoringSupported()
        ? bean.getTotalCompilationTime()
        : 0;
  }

  /** The time of every run from the first on, for so long; in nanoseconds. */
  List<Long> trace(long millis) {
    List<Long> nanos = new ArrayList<>();
    long start = System.nanoTime();
    long now = start;
    do {
      long before = now;
      work.run();
      now = System.nanoTime();
      nanos.add(now - before);
    } while (now - start < millis * NANOS_PER_MILLI);
    return nanos;
  }
}
