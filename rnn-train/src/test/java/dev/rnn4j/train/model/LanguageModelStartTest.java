package dev.rnn4j.train.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.io.LanguageModelFile;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.loop.Progress;
import dev.rnn4j.train.loop.Trainer;
import dev.rnn4j.train.loop.TrainingExample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a training of a language model starts from, and what its batches weigh. */
class LanguageModelStartTest {
  private static final TrainingExample EXAMPLE = TrainingExample.small();

  private static LanguageModelFile trained() {
    Trainer trainer = EXAMPLE.trained(new Progress());
    return new LanguageModelFile(
        EXAMPLE.config(), TrainingExample.vocabulary(), trainer.bestParameters(), Map.of());
  }

  private static LanguageModelTask.Builder task() {
    return LanguageModelTask.builder(TrainingExample.vocabulary(), EXAMPLE.train())
        .config(EXAMPLE.config());
  }

  @Test
  void theParametersAreThoseOfTheModel() {
    LanguageModelFile model = trained();
    LanguageModelTask task = task().from(model).build();
    Bits.assertEqual("all", model.parameters().values(), task.parameters().values());
    Parameters rounded = model.parameters().in(WeightFormat.BFLOAT16);
    LanguageModelTask ofRounded = task().from(model.withWeights(WeightFormat.BFLOAT16)).build();
    Bits.assertEqual("rounded", rounded.values(), ofRounded.parameters().values());
  }

  @Test
  void aModelOfAnotherShapeIsRefused() {
    LanguageModelFile model = trained();
    LanguageModelConfig other =
        new LanguageModelConfig(
            new GruCell(), TrainingExample.VOCABULARY, 6, List.of(7, 5), 0.25f, false);
    LanguageModelTask.Builder task = task().config(other).from(model);
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, task::build);
    assertTrue(String.valueOf(thrown.getMessage()).contains("another shape"), thrown.toString());
  }

  /** What the gradient of a window is divided by; the last one of the example is shorter. */
  @Test
  void aBatchWeighsWhatItsGradientIsDividedBy() {
    for (Objective objective : Objective.values()) {
      try (Workers workers = new Workers(1)) {
        LanguageModelTask task =
            TrainingExample.task(EXAMPLE.objective(objective).trainer(workers));
        int last = task.steps() - 1;
        assertEquals(objective == Objective.MEAN ? 20 : 4, task.weight(0));
        double expected = objective == Objective.MEAN ? task.targets(last) : 4;
        assertEquals(expected, task.weight(last));
      }
    }
  }
}
