package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.testkit.AllocationMeter;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.model.LanguageModelMemory;
import dev.rnn4j.train.model.LanguageModelOptions;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import dev.rnn4j.train.model.LanguageModelTask;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The estimate of a training's memory against what making its trainer allocates. */
class TrainingMemoryTest {
  private static final OptimizerChoice ADAM = AdamChoice.DEFAULT;

  private static LanguageModelConfig config(
      CellConfig cell, int vocabulary, List<Integer> hidden, float dropout) {
    return new LanguageModelConfig(cell, vocabulary, hidden.getLast(), hidden, dropout, false);
  }

  private static TrainingMemory estimate(
      LanguageModelConfig config, OptimizerChoice choice, Batching batching, int train) {
    return TrainingMemory.of(
        LanguageModelMemory.of(config, batching, train, 0),
        new Optimization(choice, 1, new Schedule.Constant(), 0));
  }

  private static Vocabulary vocabulary(int size) {
    List<String> tokens = new ArrayList<>(List.of(Vocabulary.EOS, Vocabulary.UNK));
    for (int id = 2; id < size; id++) {
      tokens.add("w" + id);
    }
    return new Vocabulary(Vocabulary.Level.WORD, tokens);
  }

  private static void assertClose(
      LanguageModelConfig config, OptimizerChoice choice, Batching batching) {
    int[] text = new int[3000];
    long estimate = estimate(config, choice, batching, text.length).total() - 4L * text.length;
    Vocabulary vocabulary = vocabulary(config.vocabularySize());
    TrainingExample example = TrainingExample.small().optimizer(choice, 0.1);
    LanguageModelOptions settings =
        new LanguageModelOptions(
            batching, example.settings().objective(), example.settings().initialization());
    try (Workers workers = new Workers(1)) {
      long before = AllocationMeter.allocatedBytes();
      LanguageModelTask task =
          LanguageModelTask.builder(vocabulary, text)
              .config(config)
              .options(settings)
              .kernels(KernelSelection.named("scalar").kernels())
              .build();
      Trainer trainer = new Trainer(task, example.options(), workers);
      long real = AllocationMeter.allocatedBytes() - before;
      String both = config + ": " + estimate + " estimated, " + real + " allocated";
      assertTrue(estimate <= real && real <= 1.25 * estimate, both);
      assertEquals(TrainingPosition.START, trainer.position());
    }
  }

  @Test
  void theEstimateIsAtMostWhatIsAllocatedAndNotFarBelow() {
    assertClose(config(new LstmCell(), 5000, List.of(64), 0), ADAM, new Batching(4, 10));
    assertClose(config(new LstmCell(), 200, List.of(200, 100), 0.5f), ADAM, new Batching(20, 35));
    assertClose(
        config(new GruCell(), 100, List.of(128), 0.5f), new SgdChoice(0), new Batching(64, 64));
    assertClose(
        config(new GruCell(), 3000, List.of(128), 0), new SgdChoice(0.9f), new Batching(8, 8));
    assertClose(
        config(new ElmanCell(Activation.TANH), 300, List.of(300), 0.1f),
        new SgdChoice(0),
        new Batching(32, 50));
  }

  @Test
  void anAdaptiveSoftmaxTakesTheMemoryOfItsClusters() {
    LanguageModelConfig words = config(new LstmCell(), 5000, List.of(64), 0);
    assertClose(words.withCutoffs(List.of(500, 2500)), ADAM, new Batching(4, 10));
    assertClose(words.withCutoffs(List.of(50, 100)), new SgdChoice(0), new Batching(40, 40));
  }

  @Test
  void noiseInTheRecurrenceIsCounted() {
    for (RecurrentNoise noise :
        List.of(new RecurrentNoise(0.2f, 0, 0, 0), new RecurrentNoise(0, 0.5f, 0, 0))) {
      Regularization regularization =
          new Regularization(Dropout.NONE, noise, ActivationPenalty.NONE);
      assertClose(
          new LanguageModelConfig(
              new LstmCell(), 50, 100, List.of(200, 200), regularization, false),
          new SgdChoice(0),
          new Batching(20, 35));
    }
  }

  @Test
  void aMillionWordsOf512AreKnownToNeedTensOfGigabytes() {
    LanguageModelConfig words =
        new LanguageModelConfig(new LstmCell(), 1_000_000, 200, List.of(512, 512), 0.3f, false);
    long bytes = estimate(words, ADAM, new Batching(20, 35), 1_000_000).total();
    assertTrue(bytes > 18e9 && bytes < 25e9, bytes + " bytes");
  }

  @Test
  void aShortTextTakesShortWindows() {
    LanguageModelConfig config = config(new LstmCell(), 20, List.of(8), 0);
    assertEquals(
        estimate(config, ADAM, new Batching(7, 1), 7),
        estimate(config, ADAM, new Batching(60_000, 60_000), 7));
  }
}
