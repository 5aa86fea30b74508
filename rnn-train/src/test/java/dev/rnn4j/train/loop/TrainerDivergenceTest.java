package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Learning rates at which nothing can be learned. */
class TrainerDivergenceTest {
  private static void assertFinite(String what, float[] values) {
    for (int i = 0; i < values.length; i++) {
      assertTrue(Float.isFinite(values[i]), what + "[" + i + "] is " + values[i]);
    }
  }

  /** Trains; whatever happens, the parameters stay finite. */
  private static boolean diverges(TrainingExample example) {
    try (Workers workers = new Workers(1)) {
      Trainer trainer = example.trainer(workers);
      boolean diverged = false;
      try {
        trainer.run(new Progress());
      } catch (TrainingDivergedException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("lower learning rate"), e.toString());
        diverged = true;
      }
      assertFinite("parameter", trainer.task().parameters().values());
      assertFinite("best parameter", trainer.bestParameters().values());
      return diverged;
    }
  }

  @Test
  void aHugeLearningRateEndsWithAnExplanationAndFiniteParameters() {
    for (String kernels : List.of("scalar", "simd")) {
      TrainingExample example =
          TrainingExample.small().rnn(Activation.RELU).kernels(kernels).clip(0);
      assertTrue(diverges(example.optimizer(new SgdChoice(0), 1e6)), kernels);
      assertTrue(diverges(example.optimizer(new SgdChoice(0.99f), 1e5)), kernels);
    }
  }

  @Test
  void parametersStayFiniteAtAnyLearningRate() {
    List<OptimizerChoice> optimizers =
        List.of(new SgdChoice(0), new SgdChoice(0.999f), AdamChoice.DEFAULT);
    for (Activation activation : Activation.values()) {
      for (OptimizerChoice optimizer : optimizers) {
        for (double rate : new double[] {1, 1e2, 1e4, 1e6}) {
          TrainingExample example =
              TrainingExample.small().rnn(activation).optimizer(optimizer, rate).epochs(3, 0);
          diverges(example.clip(0));
          diverges(example.clip(5));
          diverges(example.clip(0).texts(example.train(), new int[0]));
        }
      }
    }
  }

  @Test
  void theStepAndItsNumbersAreNamed() {
    TrainingExample example =
        TrainingExample.small().rnn(Activation.RELU).clip(0).optimizer(new SgdChoice(0), 1e6);
    try (Workers workers = new Workers(1)) {
      Trainer trainer = example.trainer(workers);
      Progress progress = new Progress();
      TrainingDivergedException thrown =
          assertThrows(TrainingDivergedException.class, () -> trainer.run(progress));
      String message = String.valueOf(thrown.getMessage());
      String step = "epoch 1, step " + (progress.steps().size() + 1) + ": loss ";
      assertTrue(message.contains(step) && message.contains("gradient norm"), message);
      assertEquals(progress.steps().size(), trainer.position().step());
    }
  }

  /** One step an epoch, and that step too long: the validation is the first to see it. */
  @Test
  void aValidationLossThatIsNoNumberIsADivergence() {
    int[] text = TrainingExample.text(12, 1);
    TrainingExample example =
        TrainingExample.small()
            .rnn(Activation.RELU)
            .texts(text, TrainingExample.text(4000, 3))
            .batching(1, 12)
            .clip(0)
            .optimizer(new SgdChoice(0), 1e6)
            .epochs(1, 0);
    try (Workers workers = new Workers(1)) {
      Trainer trainer = example.trainer(workers);
      TrainingDivergedException thrown =
          assertThrows(TrainingDivergedException.class, () -> trainer.run(new Progress()));
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.contains("epoch 1: validation loss"), message);
      assertFinite("best parameter", trainer.bestParameters().values());
    }
  }

  /** The gradient of the output layer is a float, but a step of a million times that is none. */
  @Test
  void aStepThatWouldOverflowIsNotTaken() {
    assertNothingMoves(2e17f, 0, "loss 2.39");
  }

  /** One logit overflows, so the loss is infinite while the gradient is still a number. */
  @Test
  void aStepWithAnInfiniteLossIsNotTaken() {
    assertNothingMoves(1e5f, -1e29f, "loss Infinity");
  }

  /** What counts is how far the step goes, and clipping shortens it. */
  @Test
  void aGradientThatIsClippedMayBeOfAnyLength() {
    TrainingExample example =
        TrainingExample.small()
            .rnn(Activation.RELU)
            .texts(new int[] {3}, new int[0])
            .clip(5)
            .optimizer(new SgdChoice(0), 0.5)
            .epochs(1, 0);
    try (Workers workers = new Workers(1)) {
      Trainer trainer = prepared(example, workers, 2e17f, 0);
      Progress progress = new Progress();
      assertTrue(trainer.run(progress));
      double norm = progress.steps().getFirst().gradientNorm();
      assertTrue(0.5 * norm > 1e30, "unclipped the step would be too long: " + norm);
      assertFinite("parameter", trainer.task().parameters().values());
    }
  }

  /** A trainer whose hidden units are 6 · weight², and the output weights of token 3 as given. */
  private static Trainer prepared(
      TrainingExample example, Workers workers, float weight, float output) {
    Trainer trainer = example.trainer(workers);
    Parameters parameters = trainer.task().parameters();
    Arrays.fill(parameters.values(), 0);
    Initializers.constant(parameters.matrix("encoder.weight"), weight);
    Initializers.constant(parameters.matrix("rnn.weight_ih_l0"), weight);
    Initializers.constant(parameters.matrix("decoder.weight").rowRange(3, 4), output);
    trainer.resumeAt(TrainingPosition.START); // packs the weights
    return trainer;
  }

  private static void assertNothingMoves(float weight, float output, String saying) {
    TrainingExample example =
        TrainingExample.small()
            .rnn(Activation.RELU)
            .texts(new int[] {3, 3}, new int[0])
            .batching(1, 1)
            .clip(0)
            .optimizer(new SgdChoice(0), 1e6);
    try (Workers workers = new Workers(1)) {
      Trainer trainer = prepared(example, workers, weight, output);
      Parameters parameters = trainer.task().parameters();
      float[] before = parameters.values().clone();
      TrainingDivergedException thrown =
          assertThrows(TrainingDivergedException.class, () -> trainer.run(new Progress()));
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.contains("epoch 1, step 1: " + saying), message);
      Bits.assertEqual("parameters", before, parameters.values());
    }
  }
}
