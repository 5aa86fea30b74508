package dev.rnn4j.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.io.ModelFormatException;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.LineTask;
import dev.rnn4j.train.loop.OwnRules;
import dev.rnn4j.train.loop.Progress;
import dev.rnn4j.train.loop.ProgressListener;
import dev.rnn4j.train.loop.StepReport;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingOptions;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A task, an optimiser and a schedule that this library does not know, in its own loop and files.
 */
class OwnTaskTest {
  private static final int EPOCHS = 4;

  @TempDir private Path directory = Path.of("");

  private static TrainingOptions options(OptimizerChoice optimizer, Schedule schedule, long seed) {
    return new TrainingOptions(new Optimization(optimizer, 0.05, schedule, 0), EPOCHS, 0, seed);
  }

  private static TrainingOptions own(float beta) {
    return options(new OwnRules.Lion(beta), new OwnRules.Cosine(EPOCHS), 7);
  }

  private static Trainer trained(LineTask task, TrainingOptions options, Progress progress) {
    try (Workers workers = new Workers(2)) {
      Trainer trainer = new Trainer(task, options, workers);
      assertTrue(trainer.run(progress));
      return trainer;
    }
  }

  @Test
  void aTaskThatIsNoLanguageModelIsTrained() {
    LineTask task = new LineTask(3);
    Progress progress = new Progress();
    TrainingOptions options = TrainingOptions.of(200, Optimization.sgd(0.3));
    Trainer trainer = trained(task, options, progress);
    assertEquals(3, task.parameters().values()[0], 1e-3);
    assertEquals(1, task.parameters().values()[1], 1e-3);
    assertEquals(trainer.position().bestLoss(), progress.epochs().getLast().validLoss(), 1e-6);
    assertEquals(3, progress.steps().get(5).targets(), "the last of an epoch's 6 batches");
  }

  @Test
  void theOrderOfEveryEpochFollowsFromTheSeed() {
    List<String> orders = orders(1);
    assertEquals(EPOCHS, Set.copyOf(orders).size(), "each epoch has another order");
    assertEquals(orders, orders(1));
    assertFalse(orders.contains(orders(2).getFirst()), "another seed, another order");
  }

  private static List<String> orders(long seed) {
    LineTask task = new LineTask(3);
    OptimizerChoice sgd = new OptimizerChoice.SgdChoice(0);
    List<String> orders = new ArrayList<>();
    try (Workers workers = new Workers(1)) {
      Trainer trainer = new Trainer(task, options(sgd, new Schedule.Constant(), seed), workers);
      trainer.run(ProgressListener.ofEpochs(_ -> orders.add(Arrays.toString(task.order()))));
    }
    return orders;
  }

  @Test
  void anotherThreadCountGivesTheSameBits() {
    LineTask one = new LineTask(3);
    try (Workers workers = new Workers(1)) {
      assertTrue(new Trainer(one, own(0.9f), workers).run(new Progress()));
    }
    LineTask two = new LineTask(3);
    trained(two, own(0.9f), new Progress());
    Bits.assertEqual("parameters", one.parameters().values(), two.parameters().values());
  }

  /** In the middle of the second epoch, whose order must come back. */
  @Test
  void ownRulesAreCheckpointedAndResumedToTheBit() throws IOException {
    Progress whole = new Progress();
    LineTask uninterrupted = new LineTask(3);
    trained(uninterrupted, own(0.9f), whole);
    for (int stop : new int[] {1, 6, 8, 12}) {
      Progress parts = new Progress();
      Path file = stopped(stop, parts);
      LineTask task = new LineTask(3);
      try (Workers workers = new Workers(1)) {
        Trainer trainer = new Trainer(task, own(0.9f), workers);
        Checkpoint.resume(file, trainer);
        assertEquals((stop - 1) / 6 + 1, task.epochsBegun());
        assertTrue(trainer.run(parts));
      }
      assertEquals(whole.steps(), parts.steps());
      assertEquals(whole.epochs(), parts.epochs());
      assertEquals(6, task.stepsCounted());
      assertEquals(EPOCHS, task.epochsBegun());
      Bits.assertEqual(
          "parameters", uninterrupted.parameters().values(), task.parameters().values());
    }
  }

  private Path stopped(int steps, Progress progress) throws IOException {
    Path file = directory.resolve("line");
    try (Workers workers = new Workers(1)) {
      Trainer trainer = new Trainer(new LineTask(3), own(0.9f), workers);
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
  void anotherNumberOfAnOwnRuleIsRefusedByName() throws IOException {
    Path file = stopped(8, new Progress());
    assertRefused(file, own(0.8f), new LineTask(3), "optimizer {\"name\":\"lion\",\"beta\":0.9}");
    TrainingOptions otherSchedule = options(new OwnRules.Lion(0.9f), new OwnRules.Cosine(9), 7);
    assertRefused(file, otherSchedule, new LineTask(3), "schedule {\"name\":\"cosine\"");
    assertRefused(file, own(0.9f), new LineTask(2), "the data has changed");
  }

  private static void assertRefused(
      Path file, TrainingOptions options, LineTask task, String saying) {
    try (Workers workers = new Workers(1)) {
      Trainer trainer = new Trainer(task, options, workers);
      ModelFormatException thrown =
          assertThrows(ModelFormatException.class, () -> Checkpoint.resume(file, trainer));
      assertTrue(String.valueOf(thrown.getMessage()).contains(saying), thrown.toString());
    }
  }

  /** The file alone cannot make them again. */
  @Test
  void whoeverDoesNotKnowOwnRulesIsToldTheirName() throws IOException {
    Path file = stopped(8, new Progress());
    ModelFormatException thrown =
        assertThrows(ModelFormatException.class, () -> Checkpoint.read(file).close());
    assertTrue(String.valueOf(thrown.getMessage()).contains("unknown optimizer \"lion\""));
  }
}
