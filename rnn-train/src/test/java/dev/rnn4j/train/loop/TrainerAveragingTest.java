package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.checkpoint.Checkpoint;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.optim.Optimizer;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule.Constant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training whose result is the mean of its parameters. */
class TrainerAveragingTest {
  /** So large a rate that validation becomes worse soon. */
  private static final double RATE = 3;

  private static final TrainingExample AVERAGED =
      TrainingExample.small()
          .optimizer(new NtAsgdChoice(0, 0), RATE)
          .schedule(new Constant())
          .epochs(9, 0);

  @TempDir private Path directory = Path.of("");

  private static float[] average(Optimizer optimizer) {
    return Objects.requireNonNull(optimizer.moments().get("average"));
  }

  /** After how many steps averaging began. */
  private static int trigger(Trainer trainer) {
    return (int) trainer.optimizer().memory()[0];
  }

  @Test
  void descentItselfGoesOnAsWithoutAveraging() {
    Trainer averaged = AVERAGED.trained(new Progress());
    assertTrue(trigger(averaged) > 0 && trigger(averaged) < 72, "the case: " + trigger(averaged));
    Trainer plain = AVERAGED.optimizer(new SgdChoice(0), RATE).trained(new Progress());
    Bits.assertEqual(
        "parameters", plain.task().parameters().values(), averaged.task().parameters().values());
    assertFalse(Arrays.equals(plain.bestParameters().values(), averaged.bestParameters().values()));
  }

  @Test
  void theMeanOfTheParametersIsValidatedAndKept() {
    int[] trigger = {-1};
    int[] improvedAveraged = {0};
    float[] none = {};
    double[][] sum = {new double[0]};
    try (Workers workers = new Workers(2)) {
      Trainer trainer = AVERAGED.trainer(workers);
      sum[0] = new double[trainer.task().parameters().values().length];
      trainer.run(
          new ProgressListener() {
            @Override
            public void onStep(StepReport report) {
              if (trigger(trainer) >= 0) {
                float[] theta = trainer.task().parameters().values();
                for (int i = 0; i < theta.length; i++) {
                  sum[0][i] += theta[i];
                }
              }
            }

            @Override
            public void onEpoch(EpochReport report) {
              long averaged = trainer.optimizer().updates() - trigger[0];
              if (trigger[0] >= 0) {
                float[] mean = trainer.optimizer().result(none);
                for (int i = 0; i < mean.length; i++) {
                  double expected = sum[0][i] / averaged;
                  assertEquals(expected, mean[i], 1e-5 * (1 + Math.abs(expected)));
                }
                assertEquals(validation(trainer, mean, workers), report.validLoss(), 1e-6);
                if (report.improved()) {
                  Bits.assertEqual("kept", mean, trainer.bestParameters().values());
                  improvedAveraged[0]++;
                }
              }
              trigger[0] = trigger(trainer);
            }
          });
    }
    assertTrue(improvedAveraged[0] > 0, "the case: the mean is best");
  }

  /** Of other parameters, which are put into the network and taken out again. */
  private static double validation(Trainer trainer, float[] parameters, Workers workers) {
    float[] theta = trainer.task().parameters().values();
    float[] before = theta.clone();
    System.arraycopy(parameters, 0, theta, 0, theta.length);
    workers.run(trainer.task()::repack);
    double nats =
        new Evaluator(TrainingExample.model(trainer), workers).evaluate(AVERAGED.valid()).nats();
    System.arraycopy(before, 0, theta, 0, theta.length);
    workers.run(trainer.task()::repack);
    return nats;
  }

  /** Before averaging begins, in its first steps, and in the last step of an epoch. */
  @Test
  void itIsResumedToTheBit() throws IOException {
    Progress whole = new Progress();
    Trainer uninterrupted = AVERAGED.trained(whole);
    int began = trigger(uninterrupted);
    for (int stop : new int[] {began - 1, began, began + 1, began + 8, 72}) {
      Path file = directory.resolve("averaged");
      Progress parts = new Progress();
      try (Workers workers = new Workers(1)) {
        Trainer first = AVERAGED.trainer(workers);
        first.run(
            new ProgressListener() {
              @Override
              public void onStep(StepReport report) {
                parts.onStep(report);
                if (parts.steps().size() == stop) {
                  first.requestStop();
                }
              }

              @Override
              public void onEpoch(EpochReport report) {
                parts.onEpoch(report);
              }
            });
        Checkpoint.write(file, first, Map.of());
        Trainer second = AVERAGED.trainer(workers);
        try (Checkpoint checkpoint = Checkpoint.read(file)) {
          assertEquals(AVERAGED.options(), checkpoint.options());
          checkpoint.restore(second);
        }
        assertTrue(second.run(parts));
        assertEquals(whole.steps(), parts.steps());
        assertEquals(whole.epochs(), parts.epochs());
        Bits.assertEqual(
            "best", uninterrupted.bestParameters().values(), second.bestParameters().values());
        Bits.assertEqual(
            "average", average(uninterrupted.optimizer()), average(second.optimizer()));
      }
    }
  }
}
