package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.testkit.AllocationMeter;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A training step on vector kernels allocates the reports of its progress and nothing else. Were a
 * vector an object anywhere, it would be thousands of them in a step.
 */
class TrainerAllocationTest {
  /** Two small records a step. */
  private static final long REPORTS = 512;

  /** When the compiler is through is its own affair; on a busy machine it may take this long. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void stepsOfAnLstmWithDropout() {
    assertAllocatesNothing(config(new LstmCell(), 0.25f), AdamChoice.DEFAULT);
  }

  @Test
  void stepsOfAGru() {
    assertAllocatesNothing(config(new GruCell(), 0), new SgdChoice(0.9f));
  }

  @Test
  void stepsOfASimpleNetwork() {
    assertAllocatesNothing(config(new ElmanCell(Activation.TANH), 0), new SgdChoice(0));
  }

  /** Rows of a cluster are another number in every window. */
  @Test
  void stepsWithAnAdaptiveSoftmax() {
    LanguageModelConfig adaptive = config(new LstmCell(), 0).withCutoffs(List.of(2, 5));
    assertAllocatesNothing(adaptive, new SgdChoice(0));
  }

  /** Widths that are some whole vectors and a rest, whatever a vector is. */
  private static LanguageModelConfig config(CellConfig cell, float dropout) {
    return new LanguageModelConfig(
        CellConfig.of(cell.name(), Activation.SIGMOID),
        TrainingExample.VOCABULARY,
        17,
        List.of(37, 19),
        dropout,
        false);
  }

  private static void assertAllocatesNothing(LanguageModelConfig config, OptimizerChoice choice) {
    int bits = Integer.getInteger("dev.rnn4j.simd.bits", 0);
    assumeTrue(bits <= AllocationMeter.widestVectorBits(), bits + "-bit vectors are objects here");
    TrainingExample example =
        TrainingExample.small()
            .kernels("simd")
            .config(config)
            .optimizer(choice, 1e-3)
            .texts(TrainingExample.text(4 * 5 * 50, 1), new int[0])
            .epochs(1_000_000, 0);
    try (Workers workers = new Workers(1)) {
      Trainer trainer = example.trainer(workers);
      EpochMeter meter = new EpochMeter(trainer);
      trainer.run(meter);
      assertTrue(
          meter.fewest < REPORTS,
          config.cell() + ": never less than " + meter.fewest + " bytes a step");
    }
  }

  /** Stops the training after an epoch that allocated little, or when patience runs out. */
  private static final class EpochMeter implements ProgressListener {
    private final Trainer trainer;
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();
    private long atFirstStep;
    private long fewest = Long.MAX_VALUE;

    EpochMeter(Trainer trainer) {
      this.trainer = trainer;
    }

    @Override
    public void onStep(StepReport report) {
      int last = report.stepsInEpoch() - 1;
      if (report.step() == 0) {
        atFirstStep = AllocationMeter.allocatedBytes();
      } else if (report.step() == last) {
        fewest = Math.min(fewest, (AllocationMeter.allocatedBytes() - atFirstStep) / last);
        if (fewest < REPORTS || System.nanoTime() > deadline) {
          trainer.requestStop();
        }
      }
    }
  }
}
