package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Which epochs count as failures, where validation losses rise and fall as a script says. All
 * parameters are 0 but the output bias of one token, and the validation text is that token alone:
 * so its loss is a falling function of that bias, which the tests set after every epoch.
 */
class TrainerPlateauTest {
  private static final int TOKEN = 3;
  private static final double RATE = 1e-30; // moves nothing

  /** What a training left behind. */
  private record Run(Trainer trainer, List<EpochReport> epochs) {
    List<Boolean> improved() {
      return epochs.stream().map(EpochReport::improved).toList();
    }

    double[] rates() {
      return epochs.stream().mapToDouble(e -> e.learningRate() / RATE).toArray();
    }
  }

  /** Trains an epoch for each bias, or fewer if patience runs out; higher is better. */
  private static Run train(Schedule schedule, int patience, float... biases) {
    int[] valid = new int[20];
    Arrays.fill(valid, TOKEN);
    TrainingExample example =
        TrainingExample.small()
            .texts(TrainingExample.text(30, 1), valid)
            .optimizer(new SgdChoice(0), RATE)
            .schedule(schedule)
            .epochs(biases.length, patience);
    Progress progress = new Progress();
    try (Workers workers = new Workers(1)) {
      Trainer trainer = example.trainer(workers);
      Arrays.fill(trainer.task().parameters().values(), 0f);
      bias(trainer).set(0, TOKEN, biases[0]);
      assertTrue(
          trainer.run(
              new ProgressListener() {
                @Override
                public void onEpoch(EpochReport report) {
                  progress.onEpoch(report);
                  int next = Math.min(report.epoch() + 1, biases.length - 1);
                  bias(trainer).set(0, TOKEN, biases[next]);
                }
              }));
      return new Run(trainer, progress.epochs());
    }
  }

  private static Matrix bias(Trainer trainer) {
    return trainer.task().parameters().matrix("decoder.bias");
  }

  @Test
  void theScriptDecidesTheValidationLoss() {
    Run run = train(new Constant(), 0, 1, 2, 0);
    int others = TrainingExample.VOCABULARY - 1;
    double[] expected = {
      Math.log(others + Math.exp(1)) - 1, // -log softmax of a bias of 1 among zeros
      Math.log(others + Math.exp(2)) - 2,
      Math.log(others + 1)
    };
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertEquals(expected[epoch], run.epochs().get(epoch).validLoss(), 1e-6, "epoch " + epoch);
    }
  }

  @Test
  void worseBetterWorseLowersTheRateTwice() {
    Run run = train(new OnPlateau(0.25), 0, 1, 0, 2, 1, 3, 4);
    assertEquals(List.of(true, false, true, false, true, true), run.improved());
    double[] expected = {1, 1, 0.25, 0.25, 0.0625, 0.0625};
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertEquals(expected[epoch], run.rates()[epoch], 1e-12, "epoch " + epoch);
    }
    assertEquals(2, run.trainer().position().failures());
    assertEquals(0, run.trainer().position().failuresInARow());
  }

  @Test
  void worseBetterWorseDoesNotUseUpAPatienceOfTwo() {
    Run run = train(new Constant(), 2, 1, 0, 2, 1, 3, 2, 4, 3);
    assertEquals(8, run.epochs().size());
    assertEquals(4, run.trainer().position().failures());
    assertEquals(1, run.trainer().position().failuresInARow());
    assertEquals(6, run.trainer().position().bestEpoch());
  }

  @Test
  void twoFailuresInARowUseUpAPatienceOfTwoHoweverLateTheyCome() {
    Run run = train(new Constant(), 2, 1, 0, 2, 1, 0, 9, 9);
    assertEquals(List.of(true, false, true, false, false), run.improved());
    assertEquals(3, run.trainer().position().failures());
    assertEquals(2, run.trainer().position().failuresInARow());
  }

  @Test
  void whatIsBetterThanTheEpochBeforeButNotThanTheBestIsAFailure() {
    Run run = train(new OnPlateau(0.5), 3, 3, 0, 1, 2, 9);
    assertEquals(List.of(true, false, false, false), run.improved());
    assertEquals(0.25, run.rates()[3], 1e-12);
    assertEquals(0, run.trainer().position().bestEpoch());
  }

  @Test
  void asGoodAsTheBestIsAFailure() {
    Run run = train(new Constant(), 1, 2, 2, 9);
    assertEquals(List.of(true, false), run.improved());
  }

  @Test
  void theBestModelSurvivesFailuresBeforeAndAfterIt() {
    Run run = train(new Constant(), 0, 1, 0, 5, 2, 4);
    assertEquals(5f, run.trainer().bestParameters().matrix("decoder.bias").get(0, TOKEN));
    assertEquals(2, run.trainer().position().bestEpoch());
    assertEquals(run.epochs().get(2).validLoss(), run.trainer().position().bestLoss());
  }
}
