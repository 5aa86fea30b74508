package dev.rnn4j.cli.report;

import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What happened in a training, in bounded memory: when there are too many points, two neighbours
 * become one and later ones stand for twice as many steps; of too many epochs every second goes,
 * but never the best and the last.
 */
final class TrainingHistory {
  static final int MAX_POINTS = 240;
  static final int MAX_EPOCHS = 250;

  /**
   * An epoch.
   *
   * @param report what was heard of it
   * @param sums of its steps, as far as they were heard of
   * @param seconds it took with its validation
   */
  record Epoch(EpochReport report, StepSums sums, double seconds) {
    /** From 1. */
    int number() {
      return report.epoch() + 1;
    }
  }

  private final double clip;
  private final List<StepSums> points = new ArrayList<>();
  private final List<Epoch> epochs = new ArrayList<>();
  private StepSums inEpoch = new StepSums();
  private final StepSums all = new StepSums();
  private int epochStride = 1;
  private long stepsPerPoint = 1;

  /** With the norm above which gradients are clipped, 0 for never. */
  TrainingHistory(double clip) {
    this.clip = clip > 0 ? clip : Double.POSITIVE_INFINITY;
  }

  /** Adds a step that took {@code nanos}. */
  void add(StepReport step, long nanos) {
    if (points.isEmpty() || points.getLast().steps() == stepsPerPoint) {
      if (points.size() == MAX_POINTS) {
        halve();
      }
      points.add(new StepSums());
    }
    points.getLast().add(step, clip, nanos);
    inEpoch.add(step, clip, nanos);
    all.add(step, clip, nanos);
  }

  private void halve() {
    List<StepSums> halved = new ArrayList<>();
    for (int i = 0; i < points.size(); i += 2) {
      points.get(i).add(points.get(i + 1));
      halved.add(points.get(i));
    }
    points.clear();
    points.addAll(halved);
    stepsPerPoint *= 2;
  }

  /** Adds an epoch that took {@code seconds} with its validation. */
  void add(EpochReport report, double seconds) {
    Epoch last = new Epoch(report, inEpoch, seconds);
    inEpoch = new StepSums();
    epochs.add(last);
    if (epochs.size() > MAX_EPOCHS) {
      epochStride *= 2;
    }
    int best = bestNumber();
    epochs.removeIf(each ->
        each.number() % epochStride != 0
            && each.number() != last.number()
            && each.number() != best);
  }

  /** The epoch with the best validation, or the last one without any; 0 if there is none yet. */
  int bestNumber() {
    return epochs.reversed().stream()
        .filter(each -> each.report().improved())
        .mapToInt(Epoch::number)
        .findFirst()
        .orElse(0);
  }

  /** Those that were kept. */
  List<Epoch> epochs() {
    return epochs;
  }

  /** Every how many epochs one was kept. */
  int epochStride() {
    return epochStride;
  }

  /** Of all steps. */
  StepSums all() {
    return all;
  }

  /** A value at each point; not at a last one of few steps, which would stick out. */
  double[] atPoints(ToDoubleFunction<StepSums> value) {
    boolean few = points.size() > 1 && points.getLast().steps() < stepsPerPoint / 2;
    return points.stream().limit(points.size() - (few ? 1 : 0)).mapToDouble(value).toArray();
  }

  /** A value at each kept epoch. */
  double[] atEpochs(ToDoubleFunction<Epoch> value) {
    return epochs.stream().mapToDouble(value).toArray();
  }
}
