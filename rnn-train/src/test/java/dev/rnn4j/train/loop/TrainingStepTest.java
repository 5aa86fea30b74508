package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import org.junit.jupiter.api.Test;

/** The step by itself, as a benchmark or somebody's own loop calls it. */
class TrainingStepTest {
  private static final ParameterLayout LAYOUT =
      ParameterLayout.builder().vector("a", 2).matrix("b", 1, 1).build();

  private final Parameters parameters = new Parameters(LAYOUT, new float[] {1, 2, 3});
  private final Parameters gradients = new Parameters(LAYOUT, new float[] {6, 0, 8});
  private int packings;

  private TrainingStep step(double clip) {
    return new TrainingStep(
        parameters,
        gradients,
        _ -> packings++,
        Optimization.sgd(1).withClip(clip),
        new ScalarKernels());
  }

  @Test
  void theGradientIsClippedAndTheWeightsArePackedOnce() {
    TrainingStep step = step(5);
    step.update(Worker.solo(), 0.5, 0.1f);
    step.finish(0, 0);
    assertEquals(10, step.gradientNorm());
    assertEquals(1 - 0.1f * 3, parameters.values()[0], 1e-6);
    assertEquals(2, parameters.values()[1]);
    assertEquals(3 - 0.1f * 4, parameters.values()[2], 1e-6);
    assertEquals(1, packings);
    assertEquals(1, step.optimizer().updates());
  }

  @Test
  void valuesAreClippedAfterTheNorm() {
    TrainingStep step =
        new TrainingStep(
            parameters,
            gradients,
            _ -> packings++,
            Optimization.sgd(1).withClip(5).withClipValue(3.5),
            new ScalarKernels());
    step.update(Worker.solo(), 0.5, 0.1f);
    step.finish(0, 0);
    assertEquals(10, step.gradientNorm(), "before any clipping");
    assertEquals(1 - 0.1f * 3, parameters.values()[0], 1e-6, "the norm halves it, no more");
    assertEquals(3 - 0.1f * 3.5f, parameters.values()[2], 1e-6, "4 after the norm");
  }

  @Test
  void theMeanOfSeveralBatchesIsClippedNotEachOfThem() {
    TrainingStep step =
        new TrainingStep(
            parameters,
            gradients,
            _ -> packings++,
            Optimization.sgd(1).withClip(5).withAccumulation(2),
            new ScalarKernels());
    step.accumulate(Worker.solo(), 1);
    gradients.values()[0] = -6;
    gradients.values()[1] = 4;
    gradients.values()[2] = 0;
    step.accumulate(Worker.solo(), 0.25f); // three times as many targets in the first
    step.update(Worker.solo(), 0.5, 1);
    assertEquals(Math.sqrt(9 + 1 + 36), step.gradientNorm(), 1e-6);
    double factor = 5 / step.gradientNorm();
    assertEquals(1 - factor * 3, parameters.values()[0], 1e-6);
    assertEquals(2 - factor, parameters.values()[1], 1e-6);
    assertEquals(3 - factor * 6, parameters.values()[2], 1e-6);
  }

  @Test
  void aStepThatIsNoNumberIsRefusedAndNothingMoves() {
    assertRefused(step(0), Double.NaN, "epoch 3, step 5: loss NaN, gradient norm 10.0");
    gradients.values()[1] = Float.NaN;
    assertRefused(step(5), 1, "gradient norm NaN");
    gradients.values()[1] = 1e19f;
    assertRefused(step(0), 1, "E18");
    step(5).update(Worker.solo(), 1, 0.1f);
    assertEquals(1, packings, "clipped, the same gradient is a step");
  }

  private void assertRefused(TrainingStep step, double loss, String saying) {
    step.update(Worker.solo(), loss, 0.1f);
    TrainingDivergedException thrown =
        assertThrows(TrainingDivergedException.class, () -> step.finish(2, 4));
    assertTrue(String.valueOf(thrown.getMessage()).contains(saying), thrown.toString());
    assertEquals(1, parameters.values()[0]);
    assertEquals(0, packings);
    assertEquals(0, step.optimizer().updates());
  }
}
