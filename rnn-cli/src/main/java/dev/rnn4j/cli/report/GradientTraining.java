package dev.rnn4j.cli.report;

import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is kept of the training of one network: norms before clipping, losses, errors. */
public final class GradientTraining implements ProgressListener {
  private final TrainingHistory history;
  private final int stepsInEpoch;
  private final double solved;
  private final List<Double> errors = new ArrayList<>();
  private String diverged = "";

  /**
   * Nothing yet.
   *
   * @param clip above which norm gradients are clipped, 0 for never
   * @param stepsInEpoch after which an error is measured
   * @param solved the error below which the problem is; NaN if there is none
   */
  public GradientTraining(double clip, int stepsInEpoch, double solved) {
    history = new TrainingHistory(clip);
    this.stepsInEpoch = stepsInEpoch;
    this.solved = solved;
  }

  @Override
  public void onStep(StepReport report) {
    history.add(report, 0);
  }

  @Override
  public void onEpoch(EpochReport report) {
    errors.add(report.validLoss());
  }

  /** The training ended because its numbers did. */
  public void diverged(String message) {
    diverged = message;
  }

  /** Why it ended before its time; empty if it did not. */
  String divergence() {
    return diverged;
  }

  public boolean isSolved() {
    return !errors.isEmpty() && errors.getLast() < solved;
  }

  long steps() {
    return history.all().steps();
  }

  StepSums all() {
    return history.all();
  }

  /** The last one; NaN if none was measured. */
  public double error() {
    return errors.isEmpty() ? Double.NaN : errors.getLast();
  }

  double[] errors() {
    return errors.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** After how many steps each error was measured. */
  double[] errorSteps() {
    double[] steps = new double[errors.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = (i + 1.0) * stepsInEpoch;
    }
    return steps;
  }

  /** Where the points of {@link #atPoints} lie, in steps. */
  double[] points() {
    return history.atPoints(sums -> sums.end() * stepsInEpoch);
  }

  double[] atPoints(ToDoubleFunction<StepSums> value) {
    return history.atPoints(value);
  }
}
