package dev.rnn4j.cli.report;

import dev.rnn4j.train.loop.StepReport;

/** What some steps in a row have in common: means, shares, speed. */
final class StepSums {
  private static final double NANOS = 1e9;

  private double end;
  private double loss;
  private long targets;
  private double norms;
  private double largestNorm;
  private long clipped;
  private long steps;
  private long nanos;
  private double rate;

  /** Adds a step that took {@code took} nanoseconds. */
  void add(StepReport step, double clip, long took) {
    end = step.epoch() + (step.step() + 1.0) / step.stepsInEpoch();
    loss += step.loss() * step.targets();
    targets += step.targets();
    norms += step.gradientNorm();
    largestNorm = Math.max(largestNorm, step.gradientNorm());
    clipped += step.gradientNorm() > clip ? 1 : 0;
    steps++;
    nanos += took;
    rate = step.learningRate();
  }

  /** Adds the steps after these. */
  void add(StepSums later) {
    end = later.end;
    loss += later.loss;
    targets += later.targets;
    norms += later.norms;
    largestNorm = Math.max(largestNorm, later.largestNorm);
    clipped += later.clipped;
    steps += later.steps;
    nanos += later.nanos;
    rate = later.rate;
  }

  /** Where the last of them ended, in epochs. */
  double end() {
    return end;
  }

  /** The mean over all targets. */
  double loss() {
    return loss / targets;
  }

  double meanNorm() {
    return norms / steps;
  }

  double largestNorm() {
    return largestNorm;
  }

  double percentClipped() {
    return 100.0 * clipped / steps;
  }

  /** That of the last step. */
  double rate() {
    return rate;
  }

  double targetsPerSecond() {
    return targets * NANOS / nanos;
  }

  long steps() {
    return steps;
  }
}
