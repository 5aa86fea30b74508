package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.testkit.Cells;
import dev.rnn4j.train.eval.Evaluator;
import dev.rnn4j.train.model.Objective;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final List<OptimizerChoice> OPTIMIZERS =
      List.of(new SgdChoice(0), new SgdChoice(0.9f), AdamChoice.DEFAULT);

  /** Everything that a training leaves behind must be equal. */
  private static void assertSame(Trainer expected, Trainer actual) {
    Bits.assertEqual(
        "parameters", expected.task().parameters().values(), actual.task().parameters().values());
    Bits.assertEqual("best", expected.bestParameters().values(), actual.bestParameters().values());
    expected
        .optimizer()
        .moments()
        .forEach((name, m) ->
            Bits.assertEqual(
                name, m, actual.optimizer().moments().getOrDefault(name, new float[0])));
    assertEquals(expected.position(), actual.position());
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    Progress first = new Progress();
    Progress second = new Progress();
    assertSame(TrainingExample.small().trained(first), TrainingExample.small().trained(second));
    assertEquals(first.steps(), second.steps());
    assertEquals(first.epochs(), second.epochs());
  }

  @Test
  void anotherSeedGivesAnotherModel() {
    float[] one = TrainingExample.small().trained(new Progress()).bestParameters().values();
    float[] other =
        TrainingExample.small().seed(43).trained(new Progress()).bestParameters().values();
    assertFalse(Arrays.equals(one, other));
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBitsOnScalarKernels() {
    assertThreadsDoNotMatter("scalar");
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBitsOnVectorKernels() {
    assertThreadsDoNotMatter("simd");
  }

  private static void assertThreadsDoNotMatter(String kernels) {
    for (OptimizerChoice choice : OPTIMIZERS) {
      TrainingExample example =
          TrainingExample.small().kernels(kernels).optimizer(choice, 0.05).epochs(1, 0);
      Progress aloneProgress = new Progress();
      Trainer alone = example.trained(aloneProgress);
      for (int threads : new int[] {2, 3, 8}) {
        try (Workers workers = new Workers(threads)) {
          Progress progress = new Progress();
          Trainer trainer = example.trainer(workers);
          assertTrue(trainer.run(progress));
          assertSame(alone, trainer);
          assertEquals(aloneProgress.steps(), progress.steps(), threads + " threads");
          assertEquals(aloneProgress.epochs(), progress.epochs(), threads + " threads");
        }
      }
    }
  }

  @Test
  void vectorKernelsTrainAsScalarKernelsDo() {
    Progress scalar = new Progress();
    Progress simd = new Progress();
    TrainingExample.small().trained(scalar);
    TrainingExample.small().kernels("simd").trained(simd);
    for (int i = 0; i < scalar.steps().size(); i++) {
      double expected = scalar.steps().get(i).loss();
      assertEquals(expected, simd.steps().get(i).loss(), 1e-5 * (i + 1), "step " + i);
    }
  }

  @Property(tries = 60)
  void everyTokenIsPredictedOnceAnEpoch(
      @ForAll @IntRange(min = 1, max = 120) int tokens,
      @ForAll @IntRange(min = 1, max = 17) int streams,
      @ForAll @IntRange(min = 1, max = 11) int window) {
    Progress progress = new Progress();
    TrainingExample.small()
        .rnn(Activation.TANH)
        .texts(TrainingExample.text(tokens, 3), new int[0])
        .batching(streams, window)
        .trained(progress);
    for (int epoch = 0; epoch < 2; epoch++) {
      int wanted = epoch;
      List<StepReport> steps = progress.steps().stream().filter(s -> s.epoch() == wanted).toList();
      assertEquals(tokens, steps.stream().mapToInt(StepReport::targets).sum());
      assertEquals(steps.size(), steps.getFirst().stepsInEpoch());
      double sum = steps.stream().mapToDouble(s -> s.loss() * s.targets()).sum();
      double mean = sum / tokens;
      assertEquals(mean, steps.getLast().epochLoss(), 1e-12 * (1 + mean));
      assertEquals(steps.getLast().epochLoss(), progress.epochs().get(epoch).trainLoss());
    }
  }

  @Test
  void aTextThatCanBeLearnedIsLearned() {
    for (OptimizerChoice choice : OPTIMIZERS) {
      Progress progress = new Progress();
      TrainingExample.small()
          .rnn(Activation.TANH)
          .texts(TrainingExample.text(2000, 5), TrainingExample.text(500, 6))
          .optimizer(choice, choice instanceof AdamChoice ? 0.02 : 0.3)
          .epochs(4, 0)
          .trained(progress);
      double uniform = Math.log(TrainingExample.VOCABULARY);
      assertEquals(uniform, progress.steps().getFirst().loss(), 0.2);
      double last = progress.epochs().getLast().validLoss();
      assertTrue(last < 0.6 * uniform, choice + ": " + last);
    }
  }

  /**
   * At a learning rate that moves nothing, training predicts what evaluation predicts: the state is
   * carried from window to window, and begins anew with every epoch.
   */
  @Test
  void theStateIsCarriedFromWindowToWindowAndResetEveryEpoch() {
    TrainingExample still =
        TrainingExample.small().rnn(Activation.TANH).optimizer(new SgdChoice(0), 1e-30);
    for (int streams : new int[] {1, 3}) {
      for (int window : new int[] {1, 4, 500}) {
        Progress progress = new Progress();
        Trainer trainer = still.batching(streams, window).trained(progress);
        try (Workers workers = new Workers(1)) {
          double expected =
              new Evaluator(TrainingExample.model(trainer), workers, streams)
                  .evaluate(still.train())
                  .nats();
          for (EpochReport epoch : progress.epochs()) {
            assertEquals(expected, epoch.trainLoss(), 1e-12 * expected);
          }
        }
      }
    }
  }

  @Test
  void validationLeavesTheTrainingAlone() {
    TrainingExample example = TrainingExample.small().epochs(3, 0);
    Progress with = new Progress();
    Progress without = new Progress();
    Trainer validated = example.trained(with);
    Trainer alone = example.texts(example.train(), new int[0]).trained(without);
    assertEquals(without.steps(), with.steps());
    Bits.assertEqual(
        "parameters", alone.task().parameters().values(), validated.task().parameters().values());
  }

  /** Those of the very last step, also in what was packed of them. */
  @Test
  void everyEpochIsValidatedWithItsLastParameters() {
    for (String kernels : List.of("scalar", "simd")) {
      TrainingExample example = TrainingExample.small().kernels(kernels).epochs(3, 0);
      try (Workers workers = new Workers(1)) {
        Trainer trainer = example.trainer(workers);
        trainer.run(
            new ProgressListener() {
              @Override
              public void onEpoch(EpochReport report) {
                Parameters now =
                    new Parameters(
                        trainer.task().parameters().layout(),
                        trainer.task().parameters().values().clone());
                LanguageModel fresh =
                    LanguageModel.of(
                        example.config(), TrainingExample.vocabulary(), now, example.kernels());
                double expected = new Evaluator(fresh, workers).evaluate(example.valid()).nats();
                assertEquals(expected, report.validLoss(), kernels + ", epoch " + report.epoch());
              }
            });
        assertEquals(3, trainer.position().epoch());
      }
    }
  }

  /** Parameters are drawn from [-0.2, 0.2), and 1 is added where an LSTM forgets; gains are 1. */
  @Test
  void theForgetBiasIsThatOfAnLstmsForgetGates() {
    for (CellConfig cell : Cells.examples()) {
      LanguageModelConfig config =
          new LanguageModelConfig(cell, TrainingExample.VOCABULARY, 6, List.of(8, 4), 0, false);
      try (Workers workers = new Workers(1)) {
        Parameters initial =
            TrainingExample.small().config(config).trainer(workers).task().parameters();
        for (ParameterLayout.Entry entry : initial.layout().entries()) {
          Matrix m = initial.matrix(entry.name());
          boolean forgets = cell instanceof LstmCell && entry.name().startsWith("rnn.bias_ih");
          boolean scales = entry.name().startsWith("rnn.gain");
          int units = entry.cols() / 4;
          for (int j = 0; j < entry.cols(); j++) {
            boolean biased = forgets && j >= units && j < 2 * units;
            double center = scales || biased ? 1 : 0;
            assertEquals(center, m.get(0, j), 0.2, cell + " " + entry.name() + " " + j);
          }
        }
      }
    }
  }

  @Test
  void theObjectiveScalesTheGradientNotTheLoss() {
    Progress mean = new Progress();
    Progress window = new Progress();
    TrainingExample.small().objective(Objective.MEAN).trained(mean);
    TrainingExample.small().objective(Objective.WINDOW).trained(window);
    StepReport first = mean.steps().getFirst();
    StepReport other = window.steps().getFirst();
    assertEquals(first.loss(), other.loss());
    // 20 tokens in 4 streams: the sum over 5 steps instead of their mean
    assertEquals(5 * first.gradientNorm(), other.gradientNorm(), 1e-6 * other.gradientNorm());
  }

  @Test
  void aStepMovesTheParametersAgainstTheClippedGradient() {
    TrainingExample example =
        TrainingExample.small().texts(TrainingExample.text(20, 4), new int[0]).epochs(1, 0);
    Progress progress = new Progress();
    double[] free = movement(example.clip(0), progress);
    double norm = progress.steps().getFirst().gradientNorm();
    assertEquals(1, progress.steps().size());
    assertEquals(0.5 * norm, length(free), 1e-4 * norm, "rate times gradient");
    for (double share : new double[] {0.5, 0.01}) {
      double[] clipped = movement(example.clip(share * norm), new Progress());
      assertEquals(0.5 * share * norm, length(clipped), 1e-3 * share * norm, "length");
      for (int i = 0; i < free.length; i++) {
        assertEquals(share * free[i], clipped[i], 2e-7, "direction, element " + i);
      }
    }
    Bits.assertEqual("below the threshold", free, movement(example.clip(1.01 * norm), progress));
  }

  /** How far the first step moves each parameter. */
  private static double[] movement(TrainingExample example, Progress progress) {
    try (Workers workers = new Workers(1)) {
      Trainer trainer = example.trainer(workers);
      float[] theta = trainer.task().parameters().values();
      float[] before = theta.clone();
      assertTrue(trainer.run(progress));
      double[] moved = new double[theta.length];
      Arrays.setAll(moved, i -> (double) theta[i] - before[i]);
      return moved;
    }
  }

  private static double length(double[] v) {
    return Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
  }

  @Test
  void nothingToTrainOnIsRefused() {
    try (Workers workers = new Workers(1)) {
      TrainingExample empty = TrainingExample.small().texts(new int[0], new int[0]);
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> empty.trainer(workers));
      assertTrue(String.valueOf(thrown.getMessage()).contains("no token"), thrown.getMessage());
    }
  }
}
