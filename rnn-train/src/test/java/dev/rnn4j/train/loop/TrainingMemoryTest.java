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
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.text.Vocabulary;
import dev.rnn4j.testkit.AllocationMeter;
import dev.rnn4j.train.loop.TrainingOptions.Batching;
import dev.rnn4j.train.optim.OptimizerChoice;
import dev.rnn4j.train.optim.OptimizerChoice.AdamChoice;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
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

  private static TrainingOptions options(OptimizerChoice choice, int streams, int window) {
    TrainingOptions small = TrainingExample.small().optimizer(choice, 0.1).options();
    return new TrainingOptions(
        new Batching(streams, window), small.optimization(), small.initialization(), 1, 0, 1);
  }

  private static Vocabulary vocabulary(int size) {
    List<String> tokens = new ArrayList<>(List.of(Vocabulary.EOS, Vocabulary.UNK));
    for (int id = 2; id < size; id++) {
      tokens.add("w" + id);
    }
    return new Vocabulary(Vocabulary.Level.WORD, tokens);
  }

  private static void assertClose(LanguageModelConfig config, TrainingOptions options) {
    int[] text = new int[3000];
    long estimate = TrainingMemory.of(config, options, text.length, 0).total() - 4L * text.length;
    Vocabulary vocabulary = vocabulary(config.vocabularySize());
    try (Workers workers = new Workers(1)) {
      long before = AllocationMeter.allocatedBytes();
      new Trainer(
          config,
          vocabulary,
          options,
          text,
          new int[0],
          KernelSelection.named("scalar").kernels(),
          workers);
      long real = AllocationMeter.allocatedBytes() - before;
      String both = config + ": " + estimate + " estimated, " + real + " allocated";
      assertTrue(estimate <= real && real <= 1.25 * estimate, both);
    }
  }

  @Test
  void theEstimateIsAtMostWhatIsAllocatedAndNotFarBelow() {
    assertClose(config(new LstmCell(), 5000, List.of(64), 0), options(ADAM, 4, 10));
    assertClose(config(new LstmCell(), 200, List.of(200, 100), 0.5f), options(ADAM, 20, 35));
    assertClose(config(new GruCell(), 100, List.of(128), 0.5f), options(new SgdChoice(0), 64, 64));
    assertClose(config(new GruCell(), 3000, List.of(128), 0), options(new SgdChoice(0.9f), 8, 8));
    assertClose(
        config(new ElmanCell(Activation.TANH), 300, List.of(300), 0.1f),
        options(new SgdChoice(0), 32, 50));
  }

  @Test
  void aMillionWordsOf512AreKnownToNeedTensOfGigabytes() {
    LanguageModelConfig words =
        new LanguageModelConfig(new LstmCell(), 1_000_000, 200, List.of(512, 512), 0.3f, false);
    long bytes = TrainingMemory.of(words, options(ADAM, 20, 35), 1_000_000, 0).total();
    assertTrue(bytes > 18e9 && bytes < 25e9, bytes + " bytes");
  }

  @Test
  void aShortTextTakesShortWindows() {
    LanguageModelConfig config = config(new LstmCell(), 20, List.of(8), 0);
    assertEquals(
        TrainingMemory.of(config, options(ADAM, 7, 1), 7, 0),
        TrainingMemory.of(config, options(ADAM, 60_000, 60_000), 7, 0));
  }
}
