package dev.rnn4j.cli.command;

import dev.rnn4j.cli.io.Text;
import dev.rnn4j.cli.option.ShortTrainingOptions;
import dev.rnn4j.cli.report.GradientCase;
import dev.rnn4j.cli.report.GradientTraining;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.train.gradients.GradientFlow;
import dev.rnn4j.train.gradients.LayerFlow;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingDivergedException;
import dev.rnn4j.train.loop.TrainingOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Measures the gradients of several networks side by side, before and after training. */
final class GradientStudy {
  private static final long INTERVAL = 5_000_000_000L;

  /**
   * A network to look at.
   *
   * @param name such as "lstm, forget bias 1"
   * @param cell of all layers
   * @param how parameters are drawn
   */
  record Variant(String name, CellConfig cell, Initialization how) {}

  private final GradientSubject subject;
  private final ShortTrainingOptions training;
  private final double solved;
  private final Workers workers;
  private final PrintWriter err;
  private long lastSaid = System.nanoTime();

  /**
   * A study.
   *
   * @param subject what the gradients are measured on
   * @param training of every network
   * @param solved the error below which a training ends; NaN for none
   * @param workers who compute
   * @param err for progress
   */
  GradientStudy(
      GradientSubject subject,
      ShortTrainingOptions training,
      double solved,
      Workers workers,
      PrintWriter err) {
    this.subject = subject;
    this.training = training;
    this.solved = solved;
    this.workers = workers;
    this.err = err;
  }

  List<GradientCase> run(List<Variant> variants, List<Integer> hidden) {
    List<GradientCase> cases = new ArrayList<>();
    for (Variant variant : variants) {
      GradientSubject.Network network = subject.network(variant.cell(), hidden, variant.how());
      List<LayerFlow> fresh = measure(network);
      GradientTraining report = training.steps() == 0 ? null : train(variant, network);
      List<LayerFlow> trained = report == null ? List.of() : measure(network);
      cases.add(new GradientCase(variant.name(), cases.size(), fresh, trained, report));
    }
    return cases;
  }

  private List<LayerFlow> measure(GradientSubject.Network network) {
    return GradientFlow.measure(network.model(), subject.distance(), subject.lossSteps(), workers);
  }

  private GradientTraining train(Variant variant, GradientSubject.Network network) {
    int stepsInEpoch = network.task().steps();
    TrainingOptions options = training.options(stepsInEpoch);
    GradientTraining report =
        new GradientTraining(options.optimization().clip(), stepsInEpoch, solved);
    Trainer trainer = new Trainer(network.task(), options, workers);
    try {
      trainer.run(new Listener(variant.name(), trainer, report));
    } catch (TrainingDivergedException e) {
      report.diverged(String.valueOf(e.getMessage()));
    }
    return report;
  }

  /** Keeps what happens, says so now and then, and ends the training. */
  private final class Listener implements ProgressListener {
    private final String name;
    private final Trainer trainer;
    private final GradientTraining report;
    private int steps;

    Listener(String name, Trainer trainer, GradientTraining report) {
      this.name = name;
      this.trainer = trainer;
      this.report = report;
    }

    @Override
    public void onStep(StepReport step) {
      report.onStep(step);
      steps++;
      if (steps == training.steps() && step.step() + 1 < step.stepsInEpoch()) {
        trainer.requestStop(); // otherwise the epoch ends by itself, and is measured
      }
      long now = System.nanoTime();
      if (now - lastSaid > INTERVAL) {
        lastSaid = now;
        say(step.loss());
      }
    }

    private void say(double loss) {
      String error =
          Double.isNaN(report.error()) ? "" : Text.format(", error %.4g", report.error());
      err.println(
          Text.format(
              "%s: step %,d of %,d, loss %.4g%s", name, steps, training.steps(), loss, error));
      err.flush();
    }

    @Override
    public void onEpoch(EpochReport epoch) {
      report.onEpoch(epoch);
      if (report.isSolved()) {
        trainer.requestStop();
      }
    }
  }
}
