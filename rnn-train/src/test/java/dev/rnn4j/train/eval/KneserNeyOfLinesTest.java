package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.train.eval.KneserNeyModel.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Histories that end at the line, against the definition written down with lists and maps. */
class KneserNeyOfLinesTest {
  private static final int V = 6;
  private static final int END = 2;

  /** Stands before a line; the model itself uses the id of the line end. */
  private static final int START = -1;

  /** Modified Kneser-Ney as defined: slow, and of lists. */
  private static final class Reference {
    private final int order;
    private final Map<List<Integer>, Integer> counts = new HashMap<>();
    private final double[][] discounts;

    Reference(List<List<Integer>> lines, int order) {
      this.order = order;
      Map<List<Integer>, Set<Integer>> before = new HashMap<>();
      for (List<Integer> line : lines) {
        for (int end = 2; end <= line.size(); end++) {
          for (int k = 1; k <= Math.min(order, end); k++) {
            List<Integer> gram = line.subList(end - k, end);
            if (k == order || gram.getFirst() == START) {
              counts.merge(gram, 1, Integer::sum);
            } else {
              before.computeIfAbsent(gram, _ -> new HashSet<>()).add(line.get(end - k - 1));
            }
          }
        }
      }
      before.forEach((gram, tokens) -> counts.put(gram, tokens.size()));
      discounts = new double[order + 1][];
      for (int k = 1; k <= order; k++) {
        discounts[k] = discounts(k);
      }
    }

    private double[] discounts(int k) {
      double[] n = new double[5];
      counts.forEach((gram, count) -> n[gram.size() == k && count < 5 ? count : 0]++);
      double y = n[1] > 0 && n[2] > 0 ? n[1] / (n[1] + 2 * n[2]) : 0.5;
      double[] d = {0, y, y, y};
      for (int c = 1; c <= 3 && n[1] > 0 && n[2] > 0 && n[3] > 0; c++) {
        double estimate = c - (c + 1) * y * n[c + 1] / n[c];
        d[c] = estimate > 0 && estimate <= c ? estimate : y;
      }
      return d;
    }

    double probability(List<Integer> history, int id) {
      List<Integer> known =
          history.subList(Math.max(0, history.size() - order + 1), history.size());
      double shorter = known.isEmpty() ? 1.0 / V : probability(known.subList(1, known.size()), id);
      double total = 0;
      double taken = 0;
      double kept = 0;
      for (int v = 0; v < V; v++) {
        List<Integer> gram = new ArrayList<>(known);
        gram.add(v);
        int count = counts.getOrDefault(gram, 0);
        double discount = discounts[known.size() + 1][Math.min(count, 3)];
        total += count;
        taken += discount;
        kept += v == id ? count - discount : 0;
      }
      return total == 0 ? shorter : (kept + taken * shorter) / total;
    }
  }

  private static int[] randomText(int size, long seed) {
    RandomSource random = new RandomSource(seed);
    int[] text = new int[size];
    // one id is never seen; others follow each other more often than not
    Arrays.setAll(text, n -> random.nextInt(3) == 0 ? n % (V - 1) : random.nextInt(V - 1));
    return text;
  }

  private static List<List<Integer>> lines(int[] text) {
    List<List<Integer>> lines = new ArrayList<>();
    List<Integer> line = new ArrayList<>(List.of(START));
    for (int id : text) {
      line.add(id);
      if (id == END) {
        lines.add(line);
        line = new ArrayList<>(List.of(START));
      }
    }
    lines.add(line);
    return lines;
  }

  @Test
  void everyOrderIsAsDefined() {
    int[] text = randomText(700, 1);
    int[] other = randomText(120, 2);
    other[40] = V - 1;
    other[60] = END;
    other[61] = END; // a line of nothing
    for (int order = 1; order <= 9; order++) {
      Reference reference = new Reference(lines(text), order);
      KneserNeyModel model = new KneserNeyModel(text, END, V, order, History.LINE);
      List<Integer> history = new ArrayList<>(List.of(START));
      for (int n = 0; n < other.length; n++) {
        double expected = reference.probability(history, other[n]);
        assertEquals(expected, model.probability(other, n), 1e-12, order + "-gram at " + n);
        history.add(other[n]);
        history = other[n] == END ? new ArrayList<>(List.of(START)) : history;
      }
    }
  }

  /**
   * "0 E 0 E 1 E" has the bigrams (s,0) 2, (s,1) 1, (0,E) 2, (1,E) 1: n1 = n2 = 2, so the discount
   * is 1/3. Before 0 stands s, before 1 s, before E 0 and 1: continuation counts 1, 1, 2, and 0.5.
   */
  @Test
  void aSmallTextIsAsComputedByHand() {
    KneserNeyModel model = new KneserNeyModel(new int[] {0, 2, 0, 2, 1, 2}, 2, 3, 2, History.LINE);
    double p0 = (1 - 0.5 + 1.5 / 3) / 4;
    double pEnd = (2 - 0.5 + 1.5 / 3) / 4;
    assertEquals((2 - 1 / 3.0 + 2 / 3.0 * p0) / 3, model.probability(new int[] {0}, 0), 1e-15);
    assertEquals((2 - 1 / 3.0 + 2 / 3.0 * p0) / 3, model.probability(new int[] {2, 0}, 1), 1e-15);
    assertEquals(2 / 3.0 / 3 * pEnd, model.probability(new int[] {2, 2}, 1), 1e-15);
    assertEquals((2 - 1 / 3.0 + 1 / 3.0 * pEnd) / 2, model.probability(new int[] {0, 2}, 1), 1e-15);
  }

  @Test
  void whatStandsInOtherLinesChangesNothing() {
    KneserNeyModel model = new KneserNeyModel(randomText(400, 3), END, V, 4, History.LINE);
    int[] alone = {3, 1, 0, END};
    int[] after = {0, 1, 4, END, 3, 1, 0, END};
    for (int n = 0; n < alone.length; n++) {
      assertEquals(model.probability(alone, n), model.probability(after, 4 + n));
    }
  }

  @Test
  void probabilitiesSumToOne() {
    int[] text = randomText(300, 4);
    for (int order = 1; order <= 9; order++) {
      KneserNeyModel model = new KneserNeyModel(text, END, V, order, History.LINE);
      for (int end = 1; end < 100; end++) {
        int[] tokens = Arrays.copyOf(text, end);
        double sum = 0;
        for (int id = 0; id < V; id++) {
          tokens[end - 1] = id;
          sum += model.probability(tokens, end - 1);
        }
        assertEquals(1, sum, 1e-12);
      }
    }
  }
}
