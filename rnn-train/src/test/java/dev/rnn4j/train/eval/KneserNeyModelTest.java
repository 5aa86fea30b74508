package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.random.RandomSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Values computed by hand. That probabilities sum to 1 says nothing of the discounts, because what
 * is taken is handed down: {@code y = n1 / (n1 + 2 n2)}, {@code D(c) = c - (c + 1) y n(c+1) / nc},
 * with nc the number of n-grams of count c.
 */
class KneserNeyModelTest {
  private static final double EXACT = 1e-14;

  /** A text of id 0 so many times, then id 1, and so on. */
  private static int[] text(int... counts) {
    int[] tokens = new int[Arrays.stream(counts).sum()];
    int end = 0;
    for (int id = 0; id < counts.length; id++) {
      Arrays.fill(tokens, end, end + counts[id], id);
      end += counts[id];
    }
    return tokens;
  }

  /**
   * Checks single tokens against {@code (c - D(c) + taken / V) / N}.
   *
   * @param discounts D1, D2 and that of 3 and more
   * @param counts of the ids; 0 for those that are in the vocabulary only, at the end
   */
  private static void assertUnigrams(double[] discounts, int... counts) {
    int v = counts.length;
    KneserNeyModel model = new KneserNeyModel(text(counts), v - 1, v, 1);
    double taken = 0;
    for (int count : counts) {
      taken += discount(discounts, count);
    }
    for (int id = 0; id < v; id++) {
      double kept = counts[id] - discount(discounts, counts[id]);
      double expected = (kept + taken / v) / Arrays.stream(counts).sum();
      assertEquals(expected, model.probability(new int[] {id}, 0), EXACT, "id " + id);
    }
  }

  private static double discount(double[] discounts, int count) {
    return count == 0 ? 0 : discounts[Math.min(count, 3) - 1];
  }

  /**
   * n1 = 4, n2 = 2, n3 = n4 = 1: y = 4/8, D1 = 1 - 2 y 2/4 = 0.5, D2 = 2 - 3 y 1/2 = 1.25, D3 = 3 -
   * 4 y 1/1 = 1. Taken: 4 · 0.5 + 2 · 1.25 + 3 · 1 = 7.5 of N = 22.
   */
  @Test
  void onceTwiceAndMoreOftenHaveDiscountsOfTheirOwn() {
    assertUnigrams(new double[] {0.5, 1.25, 1}, 1, 1, 1, 1, 2, 2, 3, 4, 7, 0);
    KneserNeyModel model = new KneserNeyModel(text(1, 1, 1, 1, 2, 2, 3, 4, 7, 0), 9, 10, 1);
    assertEquals((0.5 + 0.75) / 22, model.probability(new int[] {0}, 0), EXACT);
    assertEquals((0.75 + 0.75) / 22, model.probability(new int[] {4}, 0), EXACT);
    assertEquals((2 + 0.75) / 22, model.probability(new int[] {6}, 0), EXACT);
    assertEquals((6 + 0.75) / 22, model.probability(new int[] {8}, 0), EXACT);
    assertEquals(0.75 / 22, model.probability(new int[] {9}, 0), EXACT);
  }

  @Test
  void withoutTokensOfOneOfTheCountsThereIsOneDiscount() {
    assertUnigrams(new double[] {0.5, 0.5, 0.5}, 2, 2, 3, 0); // n1 = 0: no estimate
    assertUnigrams(new double[] {0.5, 0.5, 0.5}, 1, 1, 3, 4, 0); // n2 = 0: no estimate
    assertUnigrams(new double[] {0.5, 0.5, 0.5}, 1, 1, 2, 0); // n3 = 0: y = 2 / 4
    assertUnigrams(new double[] {0.6, 0.6, 0.6}, 1, 1, 1, 2, 4, 0); // n3 = 0: y = 3 / 5
  }

  @Test
  void anEstimateOfNothingGivesWayToTheOneDiscount() {
    // n1 = 4, n2 = n3 = 1, n4 = 0: y = 4/6, D2 = 2 - 3 y = 0, so y serves; D3 = 3
    assertUnigrams(new double[] {4 / 6.0, 4 / 6.0, 3}, 1, 1, 1, 1, 2, 3, 0);
    // n1 = 1, n2 = 1, n3 = 1, n4 = 3: y = 1/3, D2 = 2 - 3 y = 1, D3 = 3 - 4 y 3 = -1, so y serves
    assertUnigrams(new double[] {1 / 3.0, 1, 1 / 3.0}, 1, 2, 3, 4, 4, 4, 0);
  }

  /** Bigrams (4,0) 1, (0,0) 4, (0,1) 1, (1,1) 3, (1,2) 1, (2,0) 2, (0,2) 2 after start 4. */
  private static final int[] BIGRAMS = {0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 0, 2, 0, 2};

  /**
   * n1 = 3, n2 = 2, n3 = n4 = 1: y = 3/7, D1 = 1 - 2 y 2/3 = 3/7, D2 = 2 - 3 y 1/2 = 19/14, D3 = 3
   * - 4 y 1/1 = 9/7. Before 0 stand 4, 0 and 2, before 1 stand 0 and 1, before 2 stand 1 and 0:
   * continuation counts 3, 2, 2, without one of count 1, so each gives 0.5 of 7, which five ids
   * share.
   */
  @Test
  void bigramsWithThreeDiscountsAreAsComputedByHand() {
    KneserNeyModel model = new KneserNeyModel(BIGRAMS, 4, 5, 2);
    double p0 = (3 - 0.5 + 1.5 / 5) / 7;
    double p1 = (2 - 0.5 + 1.5 / 5) / 7;
    double p2 = p1;
    double p3 = 1.5 / 5 / 7;
    // after 0: 4 + 1 + 2 = 7 bigrams, taken 9/7 + 3/7 + 19/14 = 43/14
    double after0 = 43 / 14.0;
    assertEquals((4 - 9 / 7.0 + after0 * p0) / 7, probability(model, 0, 0), EXACT);
    assertEquals((1 - 3 / 7.0 + after0 * p1) / 7, probability(model, 0, 1), EXACT);
    assertEquals((2 - 19 / 14.0 + after0 * p2) / 7, probability(model, 0, 2), EXACT);
    assertEquals(after0 * p3 / 7, probability(model, 0, 3), EXACT);
    // after 1: 3 + 1 = 4 bigrams, taken 9/7 + 3/7
    assertEquals((3 - 9 / 7.0 + 12 / 7.0 * p1) / 4, probability(model, 1, 1), EXACT);
    assertEquals((1 - 3 / 7.0 + 12 / 7.0 * p2) / 4, probability(model, 1, 2), EXACT);
    // after 2: 2 bigrams, taken 19/14
    assertEquals((2 - 19 / 14.0 + 19 / 14.0 * p0) / 2, probability(model, 2, 0), EXACT);
    // after 3, which never stood before anything
    assertEquals(p1, probability(model, 3, 1), EXACT);
  }

  private static double probability(NgramModel model, int before, int id) {
    return model.probability(new int[] {before, id}, 1);
  }

  /** The start was seen once, before 0, and D1 = 3/7 of that is handed down. */
  @Test
  void aTextBeginsAfterTheStartTokenWhicheverItIs() {
    KneserNeyModel model = new KneserNeyModel(BIGRAMS, 4, 5, 2);
    double p0 = (3 - 0.5 + 1.5 / 5) / 7;
    double p1 = (2 - 0.5 + 1.5 / 5) / 7;
    assertEquals(1 - 3 / 7.0 + 3 / 7.0 * p0, model.probability(new int[] {0}, 0), EXACT);
    assertEquals(3 / 7.0 * p1, model.probability(new int[] {1, 0}, 0), EXACT);
  }

  /**
   * "0 1" after start 2 has trigrams (2,2,0) and (2,0,1), all counts 1, all discounts 0.5: p1(0) =
   * (1 - 0.5 + 1 / 3) / 2 = 5/12, p2(0 | 2) = 0.5 + 0.5 · 5/12 = 17/24, p3(0 | 2 2) = 0.5 + 0.5 ·
   * 17/24 = 41/48. Of 1 after 2 0 the same.
   */
  @Test
  void beforeATextStandAsManyStartTokensAsAHistoryIsLong() {
    KneserNeyModel model = new KneserNeyModel(new int[] {0, 1}, 2, 3, 3);
    assertEquals(41 / 48.0, model.probability(new int[] {0, 1}, 0), EXACT);
    assertEquals(41 / 48.0, model.probability(new int[] {0, 1}, 1), EXACT);
    assertEquals(0.25 / 6, model.probability(new int[] {2, 1}, 0), EXACT);
  }

  @Test
  void startTokensMayAsWellStandInTheText() {
    RandomSource random = new RandomSource(5);
    int[] text = new int[400];
    Arrays.setAll(text, n -> random.nextInt(7));
    for (int start = 0; start < 7; start += 3) {
      for (int order = 1; order <= 4; order++) {
        KneserNeyModel model = new KneserNeyModel(text, start, 7, order);
        int[] longer = new int[order - 1 + 10];
        Arrays.fill(longer, 0, order - 1, start);
        System.arraycopy(text, 50, longer, order - 1, 10);
        int[] beginning = Arrays.copyOfRange(text, 50, 60);
        for (int n = 0; n < beginning.length; n++) {
          assertEquals(
              model.probability(longer, order - 1 + n), model.probability(beginning, n), "" + n);
        }
      }
    }
  }
}
