package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a training ends, at which rate it learns, and which of its models it keeps. */
class TrainerStoppingTest {
  /** Nothing moves, so no epoch after the first improves anything. */
  private static TrainingExample standstill() {
    return TrainingExample.small().optimizer(new SgdChoice(0), 1e-30);
  }

  @Test
  void trainingEndsAfterTheLastEpoch() {
    Progress progress = new Progress();
    Trainer trainer = TrainingExample.small().epochs(3, 0).trained(progress);
    assertEquals(List.of(0, 1, 2), progress.epochs().stream().map(EpochReport::epoch).toList());
    assertEquals(3, trainer.position().epoch());
    assertEquals(0, trainer.position().step());
    assertEquals(24, trainer.optimizer().updates());
  }

  @Test
  void patienceEndsTheTrainingAfterThatManyEpochsWithoutImprovement() {
    for (int patience = 1; patience < 4; patience++) {
      Progress progress = new Progress();
      Trainer trainer = standstill().epochs(50, patience).trained(progress);
      assertEquals(1 + patience, progress.epochs().size());
      assertTrue(progress.epochs().getFirst().improved());
      assertFalse(progress.epochs().getLast().improved());
      assertEquals(patience, trainer.position().failuresInARow());
      assertEquals(0, trainer.position().bestEpoch());
    }
  }

  @Test
  void withoutAValidationTextEveryEpochCountsAsBetter() {
    Progress progress = new Progress();
    Trainer trainer =
        standstill().texts(TrainingExample.text(30, 1), new int[0]).epochs(4, 1).trained(progress);
    assertEquals(4, progress.epochs().size());
    for (EpochReport epoch : progress.epochs()) {
      assertTrue(epoch.improved());
      assertTrue(Double.isNaN(epoch.validLoss()));
    }
    Bits.assertEqual(
        "best", trainer.task().parameters().values(), trainer.bestParameters().values());
  }

  @Test
  void onAPlateauTheRateIsMultipliedAfterEveryFailure() {
    Progress progress = new Progress();
    standstill().schedule(new Schedule.OnPlateau(0.25)).epochs(5, 0).trained(progress);
    List<Double> factors = progress.epochs().stream().map(e -> e.learningRate() / 1e-30).toList();
    double[] expected = {1, 1, 0.25, 0.0625, 0.015625};
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertEquals(expected[epoch], factors.get(epoch), 1e-12, "epoch " + epoch);
    }
  }

  @Test
  void theRateIsHeldForSomeEpochsAndThenMultiplied() {
    Progress progress = new Progress();
    TrainingExample.small()
        .schedule(new Schedule.HoldThenDecay(2, 0.5))
        .epochs(5, 0)
        .trained(progress);
    double[] expected = {0.5, 0.5, 0.25, 0.125, 0.0625};
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertEquals(expected[epoch], progress.epochs().get(epoch).learningRate(), 1e-12);
    }
    for (StepReport step : progress.steps()) {
      assertEquals(expected[step.epoch()], step.learningRate(), 1e-7);
    }
  }

  /** Two texts that have nothing in common: what is learned of one is wrong for the other. */
  @Test
  void theModelThatIsBestOnTheValidationTextIsKept() {
    int[] train = TrainingExample.text(100, 7);
    int[] valid = new int[50];
    for (int n = 0; n < valid.length; n++) {
      valid[n] = (7 * n + 3) % TrainingExample.VOCABULARY;
    }
    TrainingExample example =
        TrainingExample.small().rnn(Activation.TANH).texts(train, valid).epochs(12, 0);
    try (Workers workers = new Workers(1)) {
      Trainer trainer = example.trainer(workers);
      List<float[]> best = new ArrayList<>();
      List<Double> losses = new ArrayList<>();
      trainer.run(
          new ProgressListener() {
            @Override
            public void onEpoch(EpochReport report) {
              if (report.improved()) {
                best.add(trainer.task().parameters().values().clone());
                losses.add(report.validLoss());
              }
              assertEquals(losses.getLast(), trainer.position().bestLoss());
              Bits.assertEqual(
                  "best after epoch " + report.epoch(),
                  best.getLast(),
                  trainer.bestParameters().values());
            }
          });
      assertTrue(best.size() < 12, "every epoch was better: this tests nothing");
      assertEquals(losses.stream().min(Double::compare).orElseThrow(), losses.getLast());
      assertEquals(12, trainer.position().epoch());
    }
  }

  @Test
  void aStopIsObeyedAfterTheCurrentStep() {
    try (Workers workers = new Workers(1)) {
      Trainer trainer = TrainingExample.small().trainer(workers);
      Progress progress = new Progress();
      assertFalse(
          trainer.run(
              new ProgressListener() {
                @Override
                public void onStep(StepReport report) {
                  progress.onStep(report);
                  if (progress.steps().size() == 11) {
                    trainer.requestStop();
                  }
                }
              }));
      assertEquals(11, progress.steps().size());
      assertEquals(1, trainer.position().epoch());
      assertEquals(3, trainer.position().step());
    }
  }

  @Test
  void aStopInTheLastStepOfAnEpochLeavesItsValidationForLater() {
    try (Workers workers = new Workers(1)) {
      Trainer trainer = TrainingExample.small().trainer(workers);
      Progress progress = new Progress();
      assertFalse(
          trainer.run(
              new ProgressListener() {
                @Override
                public void onStep(StepReport report) {
                  if (report.step() == report.stepsInEpoch() - 1) {
                    trainer.requestStop();
                  }
                }

                @Override
                public void onEpoch(EpochReport report) {
                  progress.onEpoch(report);
                }
              }));
      assertEquals(List.of(), progress.epochs());
      assertEquals(0, trainer.position().epoch());
      assertEquals(8, trainer.position().step());
    }
  }
}
