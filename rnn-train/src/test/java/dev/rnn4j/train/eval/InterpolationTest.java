package dev.rnn4j.train.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InterpolationTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static double[] losses(double... probabilities) {
    return Arrays.stream(probabilities).map(p -> -Math.log(p)).toArray();
  }

  @Test
  void aMixtureIsTheWeightedMeanOfProbabilities() {
    double[] mixed = new Interpolation(0.25).mix(losses(0.5, 0.1, 0.3), losses(0.1, 0.9, 0.3));
    assertArrayEquals(losses(0.4, 0.3, 0.3), mixed, 1e-15);
    assertArrayEquals(
        losses(0.5, 0.1), new Interpolation(0).mix(losses(0.5, 0.1), losses(0.2, 0.2)), 1e-15);
    assertArrayEquals(
        losses(0.2, 0.2), new Interpolation(1).mix(losses(0.5, 0.1), losses(0.2, 0.2)), 1e-15);
  }

  @Test
  void probabilitiesThatADoubleCannotHoldAreMixedToo() {
    double[] mixed =
        new Interpolation(0.5).mix(new double[] {2000, 1, 3000}, new double[] {3000, INFINITE, 2});
    assertArrayEquals(
        new double[] {2000 + Math.log(2), 1 + Math.log(2), 2 + Math.log(2)}, mixed, 1e-12);
  }

  @Test
  void noOtherWeightPredictsTheTextBetter() {
    RandomSource random = new RandomSource(3);
    double[] first = new double[200];
    double[] second = new double[200];
    Arrays.setAll(first, _ -> 6 * random.nextDouble());
    Arrays.setAll(second, n -> n % 7 == 0 ? INFINITE : 5 * random.nextDouble());
    Interpolation best = Interpolation.best(first, second);
    assertTrue(best.weight() > 0.2 && best.weight() < 0.8, best.toString());
    double least = Perplexity.of(best.mix(first, second)).totalLoss();
    for (int w = 0; w < 10_000; w++) {
      Interpolation other = new Interpolation(w / 10_000.0);
      double loss = Perplexity.of(other.mix(first, second)).totalLoss();
      assertTrue(loss >= least - 1e-9, () -> other + " is better than " + best);
    }
  }

  @Test
  void aSimpleBestWeightIsAsComputedByHand() {
    double[] first = losses(0.1, 0.1, 0.1);
    double[] second = losses(0.5, 0.5, 0.02);
    // 2 · 0.4 / (0.1 + 0.4 w) = 0.08 / (0.1 - 0.08 w): 0.08 - 0.064 w = 0.008 + 0.032 w
    assertEquals(0.75, Interpolation.best(first, second).weight());
  }

  @Test
  void whoIsBetterEverywhereGetsAllTheWeight() {
    double[] good = losses(0.5, 0.4, 0.9);
    double[] bad = losses(0.4, 0.2, 0.1);
    assertEquals(0, Interpolation.best(good, bad).weight());
    assertEquals(1, Interpolation.best(bad, good).weight());
    assertEquals(0, Interpolation.best(good, new double[] {INFINITE, INFINITE, INFINITE}).weight());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Interpolation(1.1));
    assertThrows(IllegalArgumentException.class, () -> new Interpolation(-0.1));
    assertThrows(IllegalArgumentException.class, () -> new Interpolation(Double.NaN));
    Interpolation half = new Interpolation(0.5);
    assertThrows(IllegalArgumentException.class, () -> half.mix(new double[1], new double[2]));
    assertThrows(
        IllegalArgumentException.class, () -> Interpolation.best(new double[0], new double[0]));
  }

  @Test
  void tokensThatAreNotCountedLeaveTheOthersAsTheyAre() {
    Perplexity known = Perplexity.without(3, new int[] {1, 3, 2, 3}, new double[] {1, 10, 2, 20});
    assertEquals(new Perplexity(2, 3), known);
    assertEquals(new Perplexity(4, 33), Perplexity.of(new double[] {1, 10, 2, 20}));
  }
}
