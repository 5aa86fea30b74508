package dev.rnn4j.core.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BeamSearchTest {
  private static final int START = 0;
  private static final int END = 1;

  /** Every sequence up to a length with its score, best first. */
  private static List<Hypothesis> all(TableModel model, long seed, int limit, double power) {
    List<Hypothesis> found = new ArrayList<>();
    collect(model, seed, limit, power, new ArrayList<>(List.of(START)), 0, found);
    found.sort(Comparator.comparingDouble(Hypothesis::score).reversed());
    return found;
  }

  private static void collect(
      TableModel model,
      long seed,
      int limit,
      double power,
      List<Integer> beginning,
      double before,
      List<Hypothesis> found) {
    float[] logP = model.logP(seed, beginning);
    int n = beginning.size(); // with the start, which counts as the end does
    double log = before + logP[END];
    int[] tokens = beginning.stream().skip(1).mapToInt(Integer::intValue).toArray();
    found.add(new Hypothesis(tokens, new int[0], log, log / Math.pow((5.0 + n) / 6, power)));
    if (tokens.length == limit) {
      return;
    }
    for (int v = 0; v < logP.length; v++) {
      if (v != END) {
        beginning.add(v);
        collect(model, seed, limit, power, beginning, before + logP[v], found);
        beginning.removeLast();
      }
    }
  }

  @Property(tries = 60)
  void aBeamOfFullWidthFindsWhatExhaustiveSearchFinds(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 4) int vocabulary,
      @ForAll @IntRange(min = 0, max = 4) int limit,
      @ForAll @DoubleRange(min = 0, max = 1.5) double power) {
    TableModel model = new TableModel(vocabulary, seed);
    List<Hypothesis> expected = all(model, seed, limit, power);
    List<Hypothesis> found =
        new BeamSearch(expected.size() + 1, power, START, END).search(model, limit).get(0);
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).tokens(), found.get(i).tokens());
      assertEquals(expected.get(i).logProbability(), found.get(i).logProbability(), 1e-9);
      assertEquals(expected.get(i).score(), found.get(i).score(), 1e-9);
    }
  }

  @Property(tries = 60)
  void widthOneIsTheGreedySearch(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 9) int vocabulary,
      @ForAll @IntRange(min = 0, max = 12) int limit) {
    TableModel model = new TableModel(vocabulary, seed);
    List<Integer> greedy = new ArrayList<>(List.of(START));
    while (greedy.size() <= limit) {
      int best = argmax(model.logP(seed, greedy));
      if (best == END) {
        break;
      }
      greedy.add(best);
    }
    Hypothesis found = new BeamSearch(1, 0.6, START, END).search(model, limit).get(0).get(0);
    assertEquals(greedy.subList(1, greedy.size()), Arrays.stream(found.tokens()).boxed().toList());
  }

  private static int argmax(float[] values) {
    int best = 0;
    for (int v = 1; v < values.length; v++) {
      if (values[v] > values[best]) {
        best = v;
      }
    }
    return best;
  }

  @Property(tries = 60)
  void inputsSideBySideGiveWhatEachGivesAlone(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int width) {
    long[] seeds = {seed, seed + 1, seed + 2, seed};
    int[] limits = {3, 0, 7, 5};
    BeamSearch search = new BeamSearch(width, 1, START, END);
    List<List<Hypothesis>> together = search.search(new TableModel(5, seeds), limits);
    for (int s = 0; s < seeds.length; s++) {
      List<Hypothesis> alone = search.search(new TableModel(5, seeds[s]), limits[s]).get(0);
      assertEquals(tokens(alone), tokens(together.get(s)));
      assertTrue(alone.size() <= width && !alone.isEmpty());
      assertTrue(alone.stream().allMatch(h -> h.tokens().length <= 7));
      for (int i = 1; i < alone.size(); i++) {
        assertTrue(alone.get(i - 1).score() >= alone.get(i).score());
      }
    }
  }

  private static List<List<Integer>> tokens(List<Hypothesis> found) {
    return found.stream().map(h -> Arrays.stream(h.tokens()).boxed().toList()).toList();
  }

  /** The model writes down who asked for each row; the rows of a hypothesis lead back to it. */
  @Property(tries = 40)
  void theRowsOfAHypothesisAreThoseItsTokensCameFrom(@ForAll long seed) {
    List<List<List<Integer>>> calls = new ArrayList<>();
    TableModel model = new TableModel(6, seed, seed + 9);
    Continuations recording =
        new Continuations() {
          @Override
          public int vocabularySize() {
            return 6;
          }

          @Override
          public Matrix advance(int[] parents, int[] tokens, int n) {
            List<List<Integer>> rows = new ArrayList<>();
            for (int i = 0; i < n; i++) {
              List<Integer> row =
                  calls.isEmpty()
                      ? new ArrayList<>()
                      : new ArrayList<>(calls.getLast().get(parents[i]));
              row.add(tokens[i]);
              rows.add(row);
            }
            calls.add(rows);
            return model.advance(parents, tokens, n);
          }
        };
    for (List<Hypothesis> found : new BeamSearch(3, 0, START, END).search(recording, 6, 6)) {
      for (Hypothesis h : found) {
        assertEquals(h.tokens().length + 1, h.rows().length);
        List<Integer> withStart = new ArrayList<>(List.of(START));
        withStart.addAll(Arrays.stream(h.tokens()).boxed().toList());
        for (int t = 0; t < h.rows().length; t++) {
          assertEquals(withStart.subList(0, t + 1), calls.get(t).get(h.rows()[t]));
        }
      }
    }
  }

  /** Always the same distribution. */
  private static Continuations constant(float... logP) {
    return new Continuations() {
      @Override
      public int vocabularySize() {
        return logP.length;
      }

      @Override
      public Matrix advance(int[] parents, int[] tokens, int n) {
        Matrix rows = Matrix.zeros(n, logP.length);
        for (int i = 0; i < n; i++) {
          for (int v = 0; v < logP.length; v++) {
            rows.set(i, v, logP[v]);
          }
        }
        return rows;
      }
    };
  }

  @Test
  void ofEquallyProbableSequencesTheFirstTokensComeFirst() {
    float third = (float) Math.log(1 / 3.0);
    List<Hypothesis> found =
        new BeamSearch(7, 0, START, END).search(constant(third, third, third), 2).get(0);
    assertEquals(
        List.of(
            List.of(),
            List.of(0),
            List.of(2),
            List.of(0, 0),
            List.of(0, 2),
            List.of(2, 0),
            List.of(2, 2)),
        tokens(found));
    assertEquals(
        List.of(List.of(0, 0)),
        tokens(new BeamSearch(1, 0, 2, END).search(constant(third, third, third), 2).get(0)));
  }

  /**
   * Ends at once with 0.5, or continues for sure: 0.45 for ten tokens, of which each is likelier.
   */
  @Test
  void theCorrectionForLengthLetsALongerSequenceWin() {
    Continuations model =
        new Continuations() {
          private int calls;

          @Override
          public int vocabularySize() {
            return 3;
          }

          @Override
          public Matrix advance(int[] parents, int[] tokens, int n) {
            Matrix rows = Matrix.zeros(n, 3);
            calls++;
            for (int i = 0; i < n; i++) {
              rows.set(i, 0, Float.NEGATIVE_INFINITY);
              rows.set(i, END, calls == 1 ? (float) Math.log(0.5) : Float.NEGATIVE_INFINITY);
              rows.set(i, 2, calls == 1 ? (float) Math.log(0.45) : 0);
              if (calls == 11) {
                rows.set(i, END, 0);
              }
            }
            return rows;
          }
        };
    List<Hypothesis> found = new BeamSearch(2, 1, START, END).search(model, 10).get(0);
    assertEquals(10, found.get(0).tokens().length);
    assertEquals(Math.log(0.45) / (16 / 6.0), found.get(0).score(), 1e-6);
    assertEquals(Math.log(0.5), found.get(1).score(), 1e-6);
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    BeamSearch search = new BeamSearch(2, 1, START, END);
    float no = Float.NEGATIVE_INFINITY;
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class, () -> search.search(constant(-1, -1, bad), 3));
      assertTrue(String.valueOf(e.getMessage()).contains("token 2 is " + bad), e::toString);
    }
    assertThrows(IllegalArgumentException.class, () -> search.search(constant(no, no, no), 3));
    assertThrows(IllegalArgumentException.class, () -> search.search(constant(-1, no, -1), 3));
    assertThrows(IllegalArgumentException.class, () -> search.search(constant(-1, -1), -1));
    assertThrows(IllegalArgumentException.class, () -> new BeamSearch(0, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new BeamSearch(1, Double.NaN, 0, 1));
    assertEquals(List.of(), search.search(constant(-1, -1)));
  }
}
