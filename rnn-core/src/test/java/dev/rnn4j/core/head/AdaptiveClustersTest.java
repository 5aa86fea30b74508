package dev.rnn4j.core.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where an adaptive softmax cuts a vocabulary. */
class AdaptiveClustersTest {
  @Test
  void everyClassBelongsToTheShortlistOrOneCluster() {
    AdaptiveClusters clusters = new AdaptiveClusters(12, List.of(3, 4, 9));
    int[] expected = {-1, -1, -1, 0, 1, 1, 1, 1, 1, 2, 2, 2};
    for (int c = 0; c < expected.length; c++) {
      assertEquals(expected[c], clusters.of(c), "class " + c);
    }
    assertThrows(IndexOutOfBoundsException.class, () -> clusters.of(12));
    assertThrows(IndexOutOfBoundsException.class, () -> clusters.of(-1));
    assertEquals(6, clusters.entries());
    assertEquals(List.of(1, 5, 3), List.of(clusters.size(0), clusters.size(1), clusters.size(2)));
  }

  @Test
  void eachClusterIsAQuarterAsWideAsTheOneBefore() {
    AdaptiveClusters clusters = new AdaptiveClusters(12, List.of(3, 4, 9));
    assertEquals(
        List.of(50, 12, 3),
        List.of(clusters.width(0, 200), clusters.width(1, 200), clusters.width(2, 200)));
    assertEquals(1, clusters.width(2, 7), "never nothing");
  }

  @Test
  void theUsualCutoffsGrowWithTheVocabulary() {
    assertEquals(List.of(1), AdaptiveClusters.usual(2).cutoffs());
    assertEquals(List.of(1000, 5000), AdaptiveClusters.usual(10_000).cutoffs());
    assertEquals(List.of(3327, 16_635), AdaptiveClusters.usual(33_278).cutoffs());
    assertEquals(List.of(4000, 20_000, 100_000), AdaptiveClusters.usual(200_000).cutoffs());
    for (int classes = 2; classes < 3000; classes++) {
      assertEquals(classes, AdaptiveClusters.usual(classes).classes());
    }
  }

  @Test
  void cutoffsThatDoNotAscendWithinTheVocabularyAreRefused() {
    for (List<Integer> cutoffs :
        List.of(List.<Integer>of(), List.of(0), List.of(-1), List.of(7), List.of(3, 3))) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> new AdaptiveClusters(7, cutoffs));
      assertTrue(String.valueOf(thrown.getMessage()).contains("cut-off"), thrown.getMessage());
    }
  }
}
