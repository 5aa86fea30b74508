package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import org.junit.jupiter.api.Test;

/** A training says why it ended, and which positions there cannot be. */
class TrainerOutcomeTest {
  private static final TrainingExample STANDSTILL =
      TrainingExample.small().optimizer(new SgdChoice(0), 1e-30);

  @Test
  void aTrainingThatHasNotEndedIsUnfinished() {
    try (Workers workers = new Workers(1)) {
      Trainer trainer = STANDSTILL.epochs(2, 1).trainer(workers);
      assertEquals(TrainingOutcome.UNFINISHED, trainer.outcome());
      trainer.requestStop();
      trainer.run(new Progress());
      assertEquals(TrainingOutcome.UNFINISHED, trainer.outcome());
    }
  }

  @Test
  void theLastEpochEndsATraining() {
    Trainer trainer = STANDSTILL.epochs(3, 3).trained(new Progress());
    assertEquals(TrainingOutcome.EPOCHS_DONE, trainer.outcome());
    // patience runs out in the very last epoch: more of it would change nothing
    trainer = STANDSTILL.epochs(3, 2).trained(new Progress());
    assertEquals(TrainingOutcome.EPOCHS_DONE, trainer.outcome());
  }

  @Test
  void patienceEndsATraining() {
    Trainer trainer = STANDSTILL.epochs(9, 2).trained(new Progress());
    assertEquals(TrainingOutcome.PATIENCE_RAN_OUT, trainer.outcome());
    assertEquals(3, trainer.position().epoch());
  }

  @Test
  void theBestLossIsThatOfATrainingWithOrWithoutValidation() {
    TrainingPosition validated = new TrainingPosition(3, 0, 0, 0, 1.5, 1, 1, 1);
    TrainingPosition unvalidated = new TrainingPosition(3, 0, 0, 0, Double.NaN, 2, 0, 0);
    TrainingPosition infinite = new TrainingPosition(3, 0, 0, 0, Double.POSITIVE_INFINITY, 2, 0, 0);
    TrainingPosition tooEarly = new TrainingPosition(0, 0, 0, 0, 1.5, -1, 0, 0);
    try (Workers workers = new Workers(1)) {
      Trainer with = STANDSTILL.trainer(workers);
      Trainer without = STANDSTILL.texts(STANDSTILL.train(), new int[0]).trainer(workers);
      with.resumeAt(validated);
      without.resumeAt(unvalidated);
      for (TrainingPosition wrong : new TrainingPosition[] {unvalidated, infinite, tooEarly}) {
        assertThrows(IllegalArgumentException.class, () -> with.resumeAt(wrong));
      }
      for (TrainingPosition wrong : new TrainingPosition[] {validated, infinite, tooEarly}) {
        String message =
            assertThrows(IllegalArgumentException.class, () -> without.resumeAt(wrong))
                .getMessage();
        assertTrue(String.valueOf(message).contains("validation loss cannot be"), message);
      }
    }
  }

  @Test
  void everyEpochSinceTheBestOneIsAFailure() {
    for (int[] wrong : new int[][] {{3, 0, 1, 1}, {3, 1, 2, 2}, {3, -1, 1, 1}, {0, 0, 0, 0}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new TrainingPosition(wrong[0], 0, 0, 0, 1.5, wrong[1], wrong[2], wrong[3]));
    }
  }
}
