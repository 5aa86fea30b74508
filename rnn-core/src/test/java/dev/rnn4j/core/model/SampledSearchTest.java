package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.head.BeamSearch;
import dev.rnn4j.core.head.Continuations;
import dev.rnn4j.core.head.Hypothesis;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampledSearchTest {
  private static final int START = 0;
  private static final int END = 1;

  /** After any token: it again with 0.6, the end with 0.1, two others with 0.15 each. */
  private static final class Sticky implements Continuations {
    /** What each row of each call stood for. */
    private final List<List<List<Integer>>> calls = new ArrayList<>();

    @Override
    public int vocabularySize() {
      return 4;
    }

    @Override
    public Matrix advance(int[] parents, int[] tokens, int n) {
      Matrix logP = Matrix.zeros(n, 4);
      List<List<Integer>> rows = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        List<Integer> row =
            new ArrayList<>(calls.isEmpty() ? List.of() : calls.getLast().get(parents[i]));
        row.add(tokens[i]);
        rows.add(row);
        for (int v = 0; v < 4; v++) {
          logP.set(i, v, (float) Math.log(probability(tokens[i], v)));
        }
      }
      calls.add(rows);
      return logP;
    }

    static double probability(int before, int next) {
      return next == END ? 0.1 : next == before ? 0.6 : 0.15;
    }
  }

  private static SampledSearch search(double temperature) {
    return new SampledSearch(new Sampler(temperature, 0, 1), START, END);
  }

  @Test
  void sequencesAreAsFrequentAsTheyAreProbable() {
    List<Hypothesis> drawn =
        search(1).search(new Sticky(), new int[] {3}, 20_000, new RandomSource(5)).get(0);
    for (int[] sequence : new int[][] {{}, {0}, {2}, {0, 0}, {2, 2, 2}, {0, 2, 3}}) {
      double p = sequence.length < 3 ? 0.1 : 1; // what is as long as the limit ends there
      int before = START;
      for (int token : sequence) {
        p *= Sticky.probability(before, token);
        before = token;
      }
      long count = drawn.stream().filter(h -> Arrays.equals(h.tokens(), sequence)).count();
      double sigma = Math.sqrt(20_000 * p * (1 - p));
      assertEquals(20_000 * p, (double) count, 6 * sigma, () -> Arrays.toString(sequence));
    }
  }

  @Test
  void eachInputIsDrawnFromItsOwnGeneratorAlone() {
    int[] limits = {5, 0, 9};
    List<List<Hypothesis>> together =
        search(1)
            .search(
                new Sticky(),
                limits,
                2,
                new RandomSource(1),
                new RandomSource(2),
                new RandomSource(3));
    assertEquals(3, together.size());
    for (Hypothesis h : together.get(2)) {
      assertTrue(h.tokens().length <= 9);
      assertEquals(h.tokens().length + 1, h.rows().length);
      assertEquals(h.logProbability(), h.score());
    }
    assertEquals(0, together.get(1).get(0).tokens().length);
    for (int i = 0; i < 3; i++) {
      List<Hypothesis> alone =
          search(1).search(new Sticky(), new int[] {limits[i]}, 2, new RandomSource(i + 1)).get(0);
      for (int k = 0; k < 2; k++) {
        assertArrayEquals(alone.get(k).tokens(), together.get(i).get(k).tokens());
        assertEquals(alone.get(k).logProbability(), together.get(i).get(k).logProbability());
      }
    }
  }

  @Test
  void theScoreIsTheLogProbabilityUnderTheModel() {
    Hypothesis h =
        search(2).search(new Sticky(), new int[] {8}, 1, new RandomSource(4)).get(0).get(0);
    double expected = 0;
    int before = START;
    for (int token : h.tokens()) {
      expected += Math.log(Sticky.probability(before, token));
      before = token;
    }
    assertEquals(expected + Math.log(0.1), h.logProbability(), 1e-5);
  }

  @Test
  void theModelIsAskedToContinueWhatWasDrawn() {
    Sticky model = new Sticky();
    List<Hypothesis> drawn = search(1).search(model, new int[] {9}, 12, new RandomSource(4)).get(0);
    for (Hypothesis h : drawn) {
      List<Integer> withStart = new ArrayList<>(List.of(START));
      Arrays.stream(h.tokens()).forEach(withStart::add);
      for (int t = 0; t < h.rows().length; t++) {
        assertEquals(withStart.subList(0, t + 1), model.calls.get(t).get(h.rows()[t]));
      }
    }
  }

  @Test
  void temperatureZeroIsTheGreedySearch() {
    Hypothesis greedy = new BeamSearch(1, 0, START, END).search(new Sticky(), 6).get(0).get(0);
    Hypothesis drawn =
        search(0).search(new Sticky(), new int[] {6}, 1, new RandomSource(9)).get(0).get(0);
    assertArrayEquals(greedy.tokens(), drawn.tokens());
    assertArrayEquals(greedy.rows(), drawn.rows());
  }

  @Test
  void everyInputNeedsAGenerator() {
    assertThrows(
        IllegalArgumentException.class,
        () -> search(1).search(new Sticky(), new int[] {1, 2}, 1, new RandomSource(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> search(1).search(new Sticky(), new int[] {1}, 0, new RandomSource(1)));
    assertEquals(List.of(), search(1).search(new Sticky(), new int[0], 1));
  }
}
