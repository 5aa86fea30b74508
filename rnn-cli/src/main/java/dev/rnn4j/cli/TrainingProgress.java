package dev.rnn4j.cli;

import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * Shows how a training goes: one line that is written over and over on a terminal, a line every few
 * seconds elsewhere, and one for each epoch.
 */
final class TrainingProgress implements ProgressListener {
  private static final long LIVE_INTERVAL = 100_000_000L;
  private static final long PLAIN_INTERVAL = 5_000_000_000L;
  private static final long MAX_LINES = 100;
  private static final double NANOS = 1e9;

  /** The first steps are slow: the machine code is still being made. */
  private static final int STEPS_BEFORE_FORECAST = 10;

  private final PrintWriter out;
  private final boolean live;
  private final int epochs;
  private final LongSupplier clock;
  private final long begin;
  private long epochBegin;
  private long lastShown;
  private long tokensSinceShown;
  private long stepsDone;
  private int width;

  TrainingProgress(PrintWriter out, boolean live, int epochs, LongSupplier clock) {
    this.out = out;
    this.live = live;
    this.epochs = epochs;
    this.clock = clock;
    begin = clock.getAsLong();
    epochBegin = begin;
    lastShown = begin;
  }

  @Override
  public void onStep(StepReport report) {
    stepsDone++;
    tokensSinceShown += report.tokens();
    long now = clock.getAsLong();
    if (now - lastShown < interval(now)) {
      return;
    }
    double speed = tokensSinceShown * NANOS / (now - lastShown);
    show(line(report, speed, now));
    lastShown = now;
    tokensSinceShown = 0;
  }

  /** Lines that stay come ever more rarely, so that a log of days does not grow for ever. */
  private long interval(long now) {
    return live ? LIVE_INTERVAL : Math.max(PLAIN_INTERVAL, (now - begin) / MAX_LINES);
  }

  private String line(StepReport report, double speed, long now) {
    long stepsInAll = (long) epochs * report.stepsInEpoch();
    long position = (long) report.epoch() * report.stepsInEpoch() + report.step() + 1;
    double left = (now - begin) / NANOS / stepsDone * (stepsInAll - position);
    String remaining = stepsDone < STEPS_BEFORE_FORECAST ? "-" : Text.duration(left);
    return Text.format(
        "epoch %d/%d %d/%d  %,.0f tokens/s  loss %.2f  ppl %s  |g| %.2f  ETA %s",
        report.epoch() + 1,
        epochs,
        report.step() + 1,
        report.stepsInEpoch(),
        speed,
        report.epochLoss(),
        Text.perplexity(Math.exp(report.epochLoss())),
        report.gradientNorm(),
        remaining);
  }

  @Override
  public void onEpoch(EpochReport report) {
    long now = clock.getAsLong();
    StringBuilder line =
        new StringBuilder(Text.format("epoch %d/%d", report.epoch() + 1, epochs))
            .append("  train ppl ")
            .append(Text.perplexity(Math.exp(report.trainLoss())));
    if (!Double.isNaN(report.validLoss())) {
      line.append("  valid ppl ")
          .append(Text.perplexity(Math.exp(report.validLoss())))
          .append(report.improved() ? " (best)" : "");
    }
    line.append("  lr ")
        .append(Text.format("%.3g", report.learningRate()))
        .append("  ")
        .append(Text.duration((now - epochBegin) / NANOS));
    finishLine(line.toString());
    epochBegin = now;
    lastShown = now;
    tokensSinceShown = 0;
  }

  private void show(String line) {
    if (!live) {
      out.println(line);
      out.flush();
      return;
    }
    out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    out.flush();
    width = line.length();
  }

  /** Prints a line that stays. */
  private void finishLine(String line) {
    show(line);
    endLine();
  }

  /** Leaves the line that is written over, if any. */
  void endLine() {
    if (live && width > 0) {
      out.println();
      out.flush();
      width = 0;
    }
  }
}
