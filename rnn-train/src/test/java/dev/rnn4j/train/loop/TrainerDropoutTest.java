package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every step has dropout masks of its own. They are seen in the losses of a training in which
 * nothing else differs from step to step: one token repeated, parameters that stay, and no weights
 * from a step of time to the next, so that the carried state has no effect.
 */
class TrainerDropoutTest {
  private static final int EPOCHS = 4;
  private static final int STEPS = 7;

  /** The losses of all steps. */
  private static List<Double> losses(float dropout, long seed) {
    LanguageModelConfig config =
        new LanguageModelConfig(
            new ElmanCell(Activation.TANH),
            TrainingExample.VOCABULARY,
            12,
            List.of(11),
            dropout,
            false);
    TrainingExample example =
        TrainingExample.small()
            .config(config)
            .texts(new int[4 * 2 * STEPS], new int[0])
            .batching(4, 2)
            .optimizer(new SgdChoice(0), 1e-30)
            .epochs(EPOCHS, 0)
            .seed(seed);
    Progress progress = new Progress();
    try (Workers workers = new Workers(1)) {
      Trainer trainer = example.trainer(workers);
      Parameters parameters = trainer.task().parameters();
      Parameters equal = // for every seed
          TrainingExample.task(trainer)
              .network()
              .config()
              .newParameters(Initialization.uniform(0.5f), new RandomSource(1));
      System.arraycopy(equal.values(), 0, parameters.values(), 0, equal.values().length);
      clear(parameters.matrix("rnn.weight_hh_l0"));
      trainer.task().repack(Worker.solo());
      assertTrue(trainer.run(progress));
    }
    return progress.steps().stream().map(StepReport::loss).toList();
  }

  private static void clear(Matrix m) {
    Arrays.fill(m.data(), m.index(0, 0), m.index(0, 0) + m.rows() * m.cols(), 0f);
  }

  @Test
  void withoutDropoutAllStepsAreAlike() {
    List<Double> losses = losses(0, 1);
    assertEquals(EPOCHS * STEPS, losses.size());
    assertEquals(1, Set.copyOf(losses).size(), losses::toString);
  }

  @Test
  void everyStepOfEveryEpochDropsSomethingElse() {
    List<Double> losses = losses(0.5f, 1);
    assertEquals(EPOCHS * STEPS, new HashSet<>(losses).size(), losses::toString);
  }

  @Test
  void anotherSeedDropsSomethingElse() {
    Set<Double> both = new HashSet<>(losses(0.5f, 1));
    both.addAll(losses(0.5f, 2));
    assertEquals(2 * EPOCHS * STEPS, both.size());
  }

  @Test
  void theSameSeedDropsTheSame() {
    assertEquals(losses(0.5f, 3), losses(0.5f, 3));
  }
}
