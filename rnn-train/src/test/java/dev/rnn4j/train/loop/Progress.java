package dev.rnn4j.train.loop;

import java.util.ArrayList;
import java.util.List;

/** Remembers all reports of a training. */
public final class Progress implements ProgressListener {
  private final List<StepReport> steps = new ArrayList<>();
  private final List<EpochReport> epochs = new ArrayList<>();

  /** Nothing remembered yet. */
  public Progress() {}

  @Override
  public void onStep(StepReport report) {
    steps.add(report);
  }

  @Override
  public void onEpoch(EpochReport report) {
    epochs.add(report);
  }

  public List<StepReport> steps() {
    return steps;
  }

  public List<EpochReport> epochs() {
    return epochs;
  }
}
