package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int DRAWS = 20_000;

  /** How often each token is drawn. */
  private static int[] counts(Sampler sampler, float[] logits) {
    RandomSource random = new RandomSource(2026);
    int[] counts = new int[logits.length];
    for (int n = 0; n < DRAWS; n++) {
      counts[sampler.draw(logits, random)]++;
    }
    return counts;
  }

  private static float[] logits(double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int v = 0; v < logits.length; v++) {
      logits[v] = (float) Math.log(probabilities[v]) + 3; // the sum is not known to the sampler
    }
    return logits;
  }

  /** Six standard deviations of each count; those expected never are never drawn. */
  private static void assertDistribution(double[] expected, int[] counts) {
    for (int v = 0; v < expected.length; v++) {
      double allowed = 6 * Math.sqrt(DRAWS * expected[v] * (1 - expected[v]));
      assertEquals(DRAWS * expected[v], counts[v], allowed, Arrays.toString(counts));
    }
  }

  @Test
  void atTemperatureOneTheDistributionIsTheModels() {
    double[] p = {0.5, 0.25, 0.125, 0.1, 0.025};
    assertDistribution(p, counts(new Sampler(1, 0, 1), logits(p)));
  }

  @Test
  void temperatureSharpensAndFlattens() {
    double[] p = {0.6, 0.3, 0.1};
    double[] sharp = {0.36 / 0.46, 0.09 / 0.46, 0.01 / 0.46};
    assertDistribution(sharp, counts(new Sampler(0.5, 0, 1), logits(p)));
    double root = Math.sqrt(0.6) + Math.sqrt(0.3) + Math.sqrt(0.1);
    double[] flat = {Math.sqrt(0.6) / root, Math.sqrt(0.3) / root, Math.sqrt(0.1) / root};
    assertDistribution(flat, counts(new Sampler(2, 0, 1), logits(p)));
  }

  @Property(tries = 200)
  void atTemperatureZeroTheMostProbableIsDrawnWithoutChance(
      @ForAll @Size(min = 1, max = 20) float[] logits, @ForAll long seed) {
    RandomSource random = new RandomSource(seed);
    int drawn = new Sampler(0, 0, 1).draw(logits, random);
    for (int v = 0; v < logits.length; v++) {
      assertTrue(logits[v] < logits[drawn] || (v >= drawn && logits[v] == logits[drawn]), "" + v);
    }
    assertEquals(seed, random.state());
  }

  @Test
  void topKKeepsTheMostProbable() {
    float[] logits = logits(0.1, 0.4, 0.05, 0.3, 0.15);
    assertDistribution(
        new double[] {0, 0.4 / 0.7, 0, 0.3 / 0.7, 0}, counts(new Sampler(1, 2, 1), logits));
    assertDistribution(new double[] {0, 1, 0, 0, 0}, counts(new Sampler(1, 1, 1), logits));
    double[] all = {0.1, 0.4, 0.05, 0.3, 0.15};
    assertDistribution(all, counts(new Sampler(1, 5, 1), logits));
    assertDistribution(all, counts(new Sampler(1, 999, 1), logits));
  }

  @Test
  void topPKeepsTheSmallestSetThatReachesIt() {
    float[] logits = logits(0.1, 0.4, 0.05, 0.3, 0.15);
    double[] two = {0, 0.4 / 0.7, 0, 0.3 / 0.7, 0};
    assertDistribution(two, counts(new Sampler(1, 0, 0.69), logits));
    assertDistribution(two, counts(new Sampler(1, 0, 0.41), logits));
    double[] three = {0, 0.4 / 0.85, 0, 0.3 / 0.85, 0.15 / 0.85};
    assertDistribution(three, counts(new Sampler(1, 0, 0.71), logits));
    assertDistribution(new double[] {0, 1, 0, 0, 0}, counts(new Sampler(1, 0, 1e-9), logits));
  }

  /** Equal logits have weights of exactly 1, so that their sums reach p exactly. */
  @Test
  void topPThatIsReachedExactlyKeepsNoFurtherToken() {
    float inf = Float.POSITIVE_INFINITY;
    float[] logits = {2, -inf, 2, 2, -inf, 2};
    for (int kept = 1; kept <= 4; kept++) {
      int[] counts = counts(new Sampler(1, 0, kept / 4.0), logits);
      assertEquals(kept, Arrays.stream(counts).filter(count -> count > 0).count());
      assertEquals(0, counts[1] + counts[4]);
    }
    int[] counts = counts(new Sampler(1, 2, 0.5), logits);
    assertEquals(1, Arrays.stream(counts).filter(count -> count > 0).count());
  }

  @Test
  void topPCountsAmongWhatTopKKept() {
    float[] logits = logits(0.1, 0.4, 0.05, 0.3, 0.15);
    // of the two kept, the first has 0.4 / 0.7 = 0.57 of the probability
    assertDistribution(new double[] {0, 1, 0, 0, 0}, counts(new Sampler(1, 2, 0.55), logits));
    assertDistribution(
        new double[] {0, 0.4 / 0.7, 0, 0.3 / 0.7, 0}, counts(new Sampler(1, 2, 0.6), logits));
  }

  @Test
  void aBannedTokenIsNeverDrawn() {
    float[] logits = logits(0.5, 0.2, 0.3);
    assertDistribution(new double[] {0, 0.4, 0.6}, counts(new Sampler(1, 0, 1, 0), logits));
    assertDistribution(new double[] {0, 0, 1}, counts(new Sampler(1, 1, 1, 0), logits));
    assertDistribution(new double[] {0, 0, 1}, counts(new Sampler(0, 0, 1, 0), logits));
    assertDistribution(new double[] {1, 0, 0}, counts(new Sampler(0, 0, 1, 2), logits));
    assertDistribution(new double[] {0, 0, 1}, counts(new Sampler(1, 0, 0.5, 0), logits));
  }

  @Provide
  Arbitrary<float[]> logitArrays() {
    return Arbitraries.floats().between(-50, 50).array(float[].class).ofMinSize(2).ofMaxSize(12);
  }

  @Property(tries = 300)
  void onlyTokensThatMayBeDrawnAre(
      @ForAll("logitArrays") float[] logits,
      @ForAll @IntRange(max = 14) int topK,
      @ForAll @FloatRange(min = 0.01f, max = 1) float topP,
      @ForAll @IntRange(min = -1, max = 11) int banned,
      @ForAll long seed) {
    Sampler sampler = new Sampler(0.8, topK, topP, banned);
    RandomSource random = new RandomSource(seed);
    for (int n = 0; n < 20; n++) {
      int drawn = sampler.draw(logits, random);
      assertTrue(drawn >= 0 && drawn < logits.length && drawn != banned, "drawn " + drawn);
      int ahead = 0;
      for (int v = 0; v < logits.length; v++) {
        ahead += v != banned && logits[v] > logits[drawn] + 1e-4f * 50 ? 1 : 0;
      }
      assertTrue(topK == 0 || ahead < topK, ahead + " tokens are more probable than the drawn");
    }
  }

  @Test
  void extremeLogitsDoNotBreakIt() {
    RandomSource random = new RandomSource(1);
    Sampler sampler = new Sampler(1, 3, 0.9);
    float inf = Float.POSITIVE_INFINITY;
    assertEquals(1, sampler.draw(new float[] {-3e38f, 3e38f, 0, 0}, random));
    assertEquals(2, sampler.draw(new float[] {-inf, -inf, 1, -inf}, random));
    assertTrue(new Sampler(1e-3, 0, 1).draw(new float[] {1, 1000, 2}, random) == 1);
  }

  @Test
  void logitsThatAreNoNumbersAreRefusedWhereverTheyStand() {
    RandomSource random = new RandomSource(1);
    for (double temperature : new double[] {0, 0.8}) {
      Sampler sampler = new Sampler(temperature, 2, 0.9, 3);
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        for (int at = 0; at < 5; at++) {
          float[] logits = {1, 2, 3, 4, 5};
          logits[at] = bad;
          assertRefused(() -> sampler.draw(logits, random), "token " + at, "" + bad);
        }
      }
    }
  }

  @Test
  void whereNoTokenMayBeDrawnNoneIs() {
    RandomSource random = new RandomSource(1);
    float inf = Float.POSITIVE_INFINITY;
    assertRefused(() -> new Sampler(1, 0, 1).draw(new float[] {-inf, -inf}, random), "2", "-Inf");
    assertRefused(() -> new Sampler(0, 0, 1, 0).draw(new float[] {5}, random), "none", "1");
  }

  @Test
  void theSameSeedDrawsTheSameTokens() {
    float[] logits = logits(0.1, 0.4, 0.05, 0.3, 0.15);
    assertEquals(
        Arrays.toString(counts(new Sampler(0.9, 4, 0.95), logits)),
        Arrays.toString(counts(new Sampler(0.9, 4, 0.95), logits)));
  }

  @Test
  void valuesOutOfRangeAreRefusedWithTheirLimits() {
    double[] temperatures = {-0.1, 1001, Double.NaN};
    for (double t : temperatures) {
      assertRefused(() -> new Sampler(t, 0, 1), "temperature", "" + t);
    }
    assertRefused(() -> new Sampler(1, -1, 1), "top-k", "-1");
    for (double p : new double[] {0, -1, 1.5, Double.NaN}) {
      assertRefused(() -> new Sampler(1, 0, p), "top-p", "" + p);
    }
  }

  private static void assertRefused(Runnable wrong, String what, String value) {
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, wrong::run);
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains(what) && message.contains(value), message);
  }
}
