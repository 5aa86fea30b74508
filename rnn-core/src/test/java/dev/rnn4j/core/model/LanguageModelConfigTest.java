package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanguageModelConfigTest {
  private static LanguageModelConfig config(
      int vocabulary, int embedding, List<Integer> hidden, float dropout, boolean tied) {
    return new LanguageModelConfig(new LstmCell(), vocabulary, embedding, hidden, dropout, tied);
  }

  private static void assertRefused(Runnable wrong, String... saying) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, wrong::run, () -> List.of(saying).toString());
    for (String part : saying) {
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void everyValueHasItsLimitsAndTheMessageNamesThem() {
    assertRefused(() -> config(1, 2, List.of(2), 0, false), "vocabulary of 2 or more", "1");
    assertRefused(() -> config(2, 0, List.of(2), 0, false), "embedding", "1048576", "0");
    assertRefused(() -> config(2, 1 << 21, List.of(2), 0, false), "embedding", "2097152");
    assertRefused(() -> config(2, 2, List.of(2, -3), 0, false), "hidden", "-3");
    assertRefused(() -> config(2, 2, List.of((1 << 20) + 1), 0, false), "hidden", "1048577");
    assertRefused(() -> config(2, 2, List.of(), 0, false), "1 to 64 layers", "0");
    assertRefused(() -> config(2, 2, Collections.nCopies(65, 2), 0, false), "64", "65");
    assertRefused(() -> config(2, 2, List.of(2), 1, false), "dropout", "below 1", "1.0");
    assertRefused(() -> config(2, 2, List.of(2), -0.5f, false), "dropout", "-0.5");
    assertRefused(() -> config(2, 2, List.of(2), Float.NaN, false), "dropout", "NaN");
    assertRefused(() -> config(2, 3, List.of(3, 2), 0, true), "tied", "3", "2");
  }

  @Test
  void anAdaptiveSoftmaxHasCutoffsWithinTheVocabularyAndWeightsOfItsOwn() {
    LanguageModelConfig full = config(9, 2, List.of(2), 0, false);
    assertEquals(List.of(), full.cutoffs());
    assertEquals(List.of(3, 8), full.withCutoffs(List.of(3, 8)).cutoffs());
    assertEquals(full, full.withCutoffs(List.of(3)).withCutoffs(List.of()));
    assertRefused(() -> full.withCutoffs(List.of(3, 9)), "cut-offs", "9", "[3, 9]");
    LanguageModelConfig tied = config(9, 2, List.of(2), 0, true);
    assertRefused(() -> tied.withCutoffs(List.of(3)), "tied", "full softmax");
  }

  @Test
  void theSizesAreCopied() {
    List<Integer> hidden = new ArrayList<>(List.of(3, 4));
    LanguageModelConfig config = config(5, 2, hidden, 0.5f, false);
    hidden.set(0, 99);
    assertEquals(List.of(3, 4), config.hiddenSizes());
    assertEquals(2, config.layers());
  }

  @Test
  void theLargestValuesAreAllowed() {
    assertEquals(64, config(2, 1 << 20, Collections.nCopies(64, 1 << 20), 0, true).layers());
  }
}
