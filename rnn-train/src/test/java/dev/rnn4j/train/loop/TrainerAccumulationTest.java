package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.Schedule.Constant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several batches make one step. */
class TrainerAccumulationTest {
  private static final int EPOCHS = 5;

  @TempDir private Path directory = Path.of("");

  private static TrainingOptions options(int accumulate) {
    Optimization adam = new Optimization(AdamChoice.DEFAULT, 0.05, new Constant(), 0.7);
    return TrainingOptions.of(EPOCHS, adam.withAccumulation(accumulate));
  }

  private static LineTask trained(int batch, int accumulate, Progress progress) {
    LineTask task = new LineTask(3, batch);
    try (Workers workers = new Workers(2)) {
      assertTrue(new Trainer(task, options(accumulate), workers).run(progress));
    }
    return task;
  }

  /** Of 23 points: the last batch of an epoch is shorter, and so is its last step. */
  @Test
  void theyAreAsOneBatchOfAllTheirExamples() {
    for (int accumulate : new int[] {2, 3, 5, 9}) {
      Progress large = new Progress();
      LineTask expected = trained(2 * accumulate, 1, large);
      Progress small = new Progress();
      LineTask actual = trained(2, accumulate, small);
      assertEquals(large.steps().size(), small.steps().size());
      for (int i = 0; i < large.steps().size(); i++) {
        StepReport one = large.steps().get(i);
        StepReport other = small.steps().get(i);
        assertEquals(one.targets(), other.targets());
        assertEquals(one.step(), other.step());
        assertEquals(one.stepsInEpoch(), other.stepsInEpoch());
        assertEquals(one.loss(), other.loss(), 1e-5);
        assertEquals(one.gradientNorm(), other.gradientNorm(), 1e-4);
      }
      for (int i = 0; i < 2; i++) {
        assertEquals(expected.parameters().values()[i], actual.parameters().values()[i], 1e-4);
      }
    }
  }

  @Test
  void oneBatchAStepIsAsEver() {
    Progress progress = new Progress();
    trained(4, 1, progress);
    assertEquals(6 * EPOCHS, progress.steps().size());
    assertEquals(3, progress.steps().get(5).targets());
  }

  @Test
  void aStoppedTrainingIsResumedToTheBit() throws IOException {
    Progress whole = new Progress();
    LineTask uninterrupted = trained(2, 3, whole);
    for (int stop : new int[] {1, 4, 6}) {
      Progress parts = new Progress();
      Path file = stopped(stop, parts);
      LineTask task = new LineTask(3, 2);
      try (Workers workers = new Workers(1)) {
        Trainer trainer = new Trainer(task, options(3), workers);
        try (Checkpoint checkpoint = Checkpoint.read(file)) {
          assertEquals(options(3), checkpoint.options());
          checkpoint.restore(trainer);
        }
        assertTrue(trainer.run(parts));
      }
      assertEquals(whole.steps(), parts.steps());
      assertEquals(whole.epochs(), parts.epochs());
      Bits.assertEqual(
          "parameters", uninterrupted.parameters().values(), task.parameters().values());
    }
  }

  private Path stopped(int steps, Progress progress) throws IOException {
    Path file = directory.resolve("line");
    try (Workers workers = new Workers(1)) {
      Trainer trainer = new Trainer(new LineTask(3, 2), options(3), workers);
      trainer.run(
          new ProgressListener() {
            @Override
            public void onStep(StepReport report) {
              progress.onStep(report);
              if (progress.steps().size() == steps) {
                trainer.requestStop();
              }
            }

            @Override
            public void onEpoch(EpochReport report) {
              progress.onEpoch(report);
            }
          });
      Checkpoint.write(file, trainer, Map.of());
    }
    return file;
  }

  @Test
  void anotherNumberIsRefused() throws IOException {
    Path file = stopped(4, new Progress());
    for (int other : List.of(1, 2)) {
      try (Workers workers = new Workers(1)) {
        Trainer trainer = new Trainer(new LineTask(3, 2), options(other), workers);
        ModelFormatException thrown =
            assertThrows(ModelFormatException.class, () -> Checkpoint.resume(file, trainer));
        assertTrue(String.valueOf(thrown.getMessage()).contains("accumulate 3"), thrown.toString());
      }
    }
  }
}
