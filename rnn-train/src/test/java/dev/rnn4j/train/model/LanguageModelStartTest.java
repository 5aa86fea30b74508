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
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.core.text.Vocabulary.Level;
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

  /** The new token is the second of ten, so that all others but the first are elsewhere now. */
  @Test
  void tokensKeepTheirVectorsWithinTheirClusterOfAnAdaptiveSoftmax() {
    List<String> tokens = List.of("<eos>", "<unk>", "a", "b", "c", "d", "e", "f", "g");
    List<String> more = List.of("<eos>", "new", "<unk>", "a", "b", "c", "d", "e", "f", "g");
    LanguageModelConfig config =
        new LanguageModelConfig(new GruCell(), 9, 8, List.of(8), 0, false)
            .withCutoffs(List.of(3, 6));
    Parameters earlier = new Parameters(config.layout());
    for (int i = 0; i < earlier.values().length; i++) {
      earlier.values()[i] = 100 + i; // which no parameter is drawn from
    }
    LanguageModelFile model =
        new LanguageModelFile(config, new Vocabulary(Level.WORD, tokens), earlier, Map.of());
    Parameters now =
        LanguageModelTask.builder(new Vocabulary(Level.WORD, more), new int[] {0, 1, 2})
            .config(
                new LanguageModelConfig(new GruCell(), 10, 8, List.of(8), 0, false)
                    .withCutoffs(List.of(3, 6)))
            .from(model)
            .build()
            .parameters();
    assertRows(earlier, now, "encoder.weight", 0, -1, 1, 2, 3, 4, 5, 6, 7, 8);
    assertRows(earlier, now, "decoder.head.weight", 0, -1, 1, 3, 4); // then the two clusters
    assertRows(earlier, now, "decoder.tail.0.projection", 0, 1);
    assertRows(earlier, now, "decoder.tail.0.weight", -1, 0, 1); // "a" was no rare one
    assertRows(earlier, now, "decoder.tail.1.projection", 0);
    assertRows(earlier, now, "decoder.tail.1.weight", -1, 0, 1, 2); // "d" was in cluster 0
    Matrix bias = now.matrix("decoder.head.bias");
    assertEquals(earlier.matrix("decoder.head.bias").get(0, 1), bias.get(0, 2));
    assertTrue(bias.get(0, 1) < 1, "new");
  }

  private static void assertRows(Parameters earlier, Parameters now, String name, int... rows) {
    Matrix matrix = now.matrix(name);
    assertEquals(rows.length, matrix.rows(), name);
    for (int r = 0; r < rows.length; r++) {
      if (rows[r] < 0) {
        assertTrue(Math.abs(matrix.get(r, 0)) < 1, name + " is drawn, row " + r);
      } else {
        assertEquals(earlier.matrix(name).get(rows[r], 0), matrix.get(r, 0), name + ", row " + r);
      }
    }
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
