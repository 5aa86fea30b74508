package dev.rnn4j.cli.report;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a training goes: one line that is written over and over on a terminal and never wider
 * than that, a line every few seconds elsewhere, and one for each epoch.
 */
public final class TrainingProgress implements ProgressListener {
  private static final long LIVE_INTERVAL = 100_000_000L;
  private static final long PLAIN_INTERVAL = 5_000_000_000L;
  private static final long MAX_LINES = 100;
  private static final double NANOS = 1e9;

  /** The first steps are slow: the machine code is still being made. */
  private static final int STEPS_BEFORE_FORECAST = 10;

  private final PrintWriter out;
  private final @Nullable IntSupplier columns;
  private final int epochs;
  private final Measure measure;
  private final LongSupplier clock;
  private final long begin;
  private long epochBegin;
  private long lastShown;
  private long tokensSinceShown;
  private long stepsDone;
  private int width;

  /**
   * Shows nothing yet.
   *
   * @param out where to
   * @param columns of the terminal that is; null if it is none
   * @param epochs of the training
   * @param measure how losses are shown
   * @param clock nanoseconds
   */
  public TrainingProgress(
      PrintWriter out,
      @Nullable IntSupplier columns,
      int epochs,
      Measure measure,
      LongSupplier clock) {
    this.out = out;
    this.columns = columns;
    this.epochs = epochs;
    this.measure = measure;
    this.clock = clock;
    begin = clock.getAsLong();
    epochBegin = begin;
    lastShown = begin;
  }

  @Override
  public void onStep(StepReport report) {
    stepsDone++;
    tokensSinceShown += report.targets();
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
    return columns != null ? LIVE_INTERVAL : Math.max(PLAIN_INTERVAL, (now - begin) / MAX_LINES);
  }

  private String line(StepReport report, double speed, long now) {
    String position =
        Text.format(
            "epoch %d/%d %d/%d",
            report.epoch() + 1, epochs, report.step() + 1, report.stepsInEpoch());
    String tokens = Text.format("%,.0f %s/s", speed, measure.unit());
    String loss = Text.format("loss %.2f", report.epochLoss());
    String gradient = Text.format("|g| %.2f", report.gradientNorm());
    String shown = measure.loss().apply(report.epochLoss());
    List<String> fields = new ArrayList<>(List.of(position, tokens));
    if (measure.showsPerplexity()) {
      fields.add(loss);
    }
    fields.addAll(List.of(shown, gradient, "ETA " + remaining(report, now)));
    return fitted(fields, gradient, loss, tokens);
  }

  private String remaining(StepReport report, long now) {
    if (stepsDone < STEPS_BEFORE_FORECAST) {
      return "-";
    }
    long stepsInAll = (long) epochs * report.stepsInEpoch();
    long position = (long) report.epoch() * report.stepsInEpoch() + report.step() + 1;
    return Text.duration((now - begin) / NANOS / stepsDone * (stepsInAll - position));
  }

  /**
   * The line without as many of the dispensable fields, in their order, as a terminal has no room
   * for. One column stays free: some terminals begin a new line when the last one is written to.
   */
  private String fitted(List<String> fields, String... dispensable) {
    int limit = columns == null ? Integer.MAX_VALUE : Math.max(0, columns.getAsInt() - 1);
    String line = String.join("  ", fields);
    for (int i = 0; i < dispensable.length && line.length() > limit; i++) {
      fields.remove(dispensable[i]);
      line = String.join("  ", fields);
    }
    return line.length() > limit ? line.substring(0, limit) : line;
  }

  @Override
  public void onEpoch(EpochReport report) {
    long now = clock.getAsLong();
    StringBuilder line =
        new StringBuilder(Text.format("epoch %d/%d", report.epoch() + 1, epochs))
            .append("  train ")
            .append(measure.loss().apply(report.trainLoss()));
    if (!Double.isNaN(report.validLoss())) {
      line.append("  valid ")
          .append(measure.validation().apply(report.validLoss()))
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

  /** Prints a line that stays; from any thread. */
  public synchronized void say(String line) {
    endLine();
    out.println(line);
    out.flush();
  }

  private synchronized void show(String line) {
    if (columns == null) {
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
  public synchronized void endLine() {
    if (columns != null && width > 0) {
      out.println();
      out.flush();
      width = 0;
    }
  }
}
