package dev.rnn4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.data.SpokenDigits.Utterance;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpokenDigitsTest {
  private static List<Utterance> drawn(double noise, int fewest, int most, int count) {
    return TextPair.draw(new SpokenDigits(noise, fewest, most)::draw, count, 1);
  }

  private static float[] frame(Matrix frames, int t) {
    return Arrays.copyOfRange(
        frames.data(), frames.index(t, 0), frames.index(t, 0) + SpokenDigits.FEATURES);
  }

  private static boolean isSilent(Matrix frames, int t) {
    for (float feature : frame(frames, t)) {
      if (feature != 0) {
        return false;
      }
    }
    return true;
  }

  /** Without noise silence is exactly zero, and what lies between is one digit. */
  @Test
  void everyDigitTakesThreeToEightFramesBetweenSilences() {
    Set<Integer> lengths = new HashSet<>();
    for (Utterance utterance : drawn(0, 1, 5, 500)) {
      Matrix frames = utterance.frames();
      assertTrue(isSilent(frames, 0) && isSilent(frames, frames.rows() - 1));
      int digits = 0;
      int length = 0;
      for (int t = 0; t < frames.rows(); t++) {
        if (!isSilent(frames, t)) {
          length++;
        } else if (length > 0) {
          lengths.add(length);
          digits++;
          length = 0;
        }
      }
      assertEquals(utterance.digits().length(), digits);
    }
    assertEquals(Set.of(3, 4, 5, 6, 7, 8), lengths);
  }

  /** The first sound of a digit lies in the same place for all but a voice. */
  @Test
  void speakersDifferAndDigitsDifferMore() {
    double[][] mean = new double[10][SpokenDigits.FEATURES];
    int[] counts = new int[10];
    List<Utterance> all = drawn(0, 1, 1, 2000);
    for (Utterance one : all) {
      int digit = one.digits().charAt(0) - '0';
      counts[digit]++;
      float[] first = firstSound(one.frames());
      for (int f = 0; f < first.length; f++) {
        mean[digit][f] += first[f];
      }
    }
    double within = 0;
    for (Utterance one : all) {
      int digit = one.digits().charAt(0) - '0';
      within += distance(firstSound(one.frames()), mean[digit], counts[digit]);
    }
    within /= all.size();
    assertTrue(within > 0.5 && within < 6, "within " + within);
    // "four" and "five" begin alike, "one" and "two" do not.
    assertTrue(between(mean, counts, 4, 5) < 3, "4 and 5: " + between(mean, counts, 4, 5));
    assertTrue(between(mean, counts, 1, 2) > 6, "1 and 2: " + between(mean, counts, 1, 2));
  }

  private static float[] firstSound(Matrix frames) {
    int t = 0;
    while (isSilent(frames, t)) {
      t++;
    }
    return frame(frames, t);
  }

  private static double distance(float[] one, double[] sum, int count) {
    double squares = 0;
    for (int f = 0; f < one.length; f++) {
      squares += Math.pow(one[f] - sum[f] / count, 2);
    }
    return squares;
  }

  private static double between(double[][] sums, int[] counts, int a, int b) {
    double squares = 0;
    for (int f = 0; f < sums[a].length; f++) {
      squares += Math.pow(sums[a][f] / counts[a] - sums[b][f] / counts[b], 2);
    }
    return squares;
  }

  @Test
  void noiseHasTheDeviationAskedFor() {
    Matrix quiet = drawn(0, 7, 7, 1).get(0).frames();
    double squares = 0;
    int n = 0;
    for (Utterance one : drawn(0.5, 7, 7, 50)) {
      for (float feature : frame(one.frames(), 0)) { // the silence at the start
        squares += feature * feature;
        n++;
      }
    }
    assertEquals(0.5, Math.sqrt(squares / n), 0.05);
    assertTrue(isSilent(quiet, 0));
  }

  @Test
  void digitsAreOfTheNumbersAskedForAndAllOccur() {
    Set<Integer> lengths = new HashSet<>();
    Set<Integer> digits = new HashSet<>();
    for (Utterance one : drawn(0.3, 2, 4, 300)) {
      lengths.add(one.digits().length());
      one.digits().chars().forEach(digits::add);
    }
    assertEquals(Set.of(2, 3, 4), lengths);
    assertEquals(10, digits.size());
    assertThrows(IllegalArgumentException.class, () -> new SpokenDigits(-1, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> new SpokenDigits(1, 0, 2));
    assertThrows(IllegalArgumentException.class, () -> new SpokenDigits(1, 3, 2));
  }

  @Test
  void theSameChanceSaysTheSame() {
    SpokenDigits generator = new SpokenDigits(0.5, 3, 7);
    Utterance one = generator.draw(new RandomSource(6));
    Utterance same = generator.draw(new RandomSource(6));
    assertEquals(one.digits(), same.digits());
    assertTrue(Arrays.equals(one.frames().data(), same.frames().data()));
  }
}
