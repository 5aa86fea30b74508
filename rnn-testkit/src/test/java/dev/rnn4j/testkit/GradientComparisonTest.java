package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GradientComparisonTest {
  private static final double[] NUMERIC = {0.25, -0.001, 0, 3e-5};

  private final GradientComparison comparison = new GradientComparison(50, 0.25);

  @Test
  void roundingToSinglePrecisionIsAccepted() {
    comparison.assertClose("w", rounded(), NUMERIC);
  }

  @Test
  void oneElementOffByAThousandthOfTheLargestIsRefusedWithAReadableMessage() {
    float[] analytic = rounded();
    analytic[1] += 2.5e-4f;
    AssertionError e =
        assertThrows(
            AssertionError.class,
            () -> comparison.assertClose("rnn.bias_ih_l0", analytic, NUMERIC));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("1 of 4 compared elements of rnn.bias_ih_l0 are off"), message);
    assertTrue(message.contains("rnn.bias_ih_l0[1]: analytic -0.00075"), message);
    assertTrue(message.contains("numeric -0.00100000000, error 0.000250, limit"), message);
  }

  @Test
  void aGradientLeftAtZeroIsRefusedEvenWhereItIsSmall() {
    double[] small = {2e-6, -1e-6};
    assertThrows(
        AssertionError.class,
        () -> new GradientComparison(50, 0.01).assertClose("w", new float[2], small));
  }

  @Test
  void whatIsNotANumberIsRefused() {
    float[] analytic = rounded();
    analytic[2] = Float.NaN;
    assertThrows(AssertionError.class, () -> comparison.assertClose("w", analytic, NUMERIC));
  }

  @Test
  void onlyTheChosenElementsAreCompared() {
    float[] analytic = {9, 0.5f, 9, -1};
    int[] indices = {1, 3};
    comparison.assertClose("w", indices, analytic, new double[] {0.5, -1});
    assertEquals(
        3, comparison.mismatches("w", indices, analytic, new double[] {0.5, 1}).get(0).index());
  }

  @Test
  void aSinglePrecisionSumStaysWithinTheLimitOfItsLength() {
    SplittableRandom random = new SplittableRandom(5);
    for (int n : new int[] {1, 10, 1000, 100_000}) {
      float single = 0;
      double exact = 0;
      for (int i = 0; i < n; i++) {
        float term = (float) random.nextDouble(0.5, 1);
        single += term;
        exact += term;
      }
      new GradientComparison(n, 0)
          .assertClose("sum of " + n, new float[] {single}, new double[] {exact});
    }
  }

  @Test
  void relativeErrorIsSymmetricAndZeroForEqualValues() {
    assertEquals(0, GradientComparison.relativeError(0, 0), 0);
    assertEquals(0.5, GradientComparison.relativeError(1, 2), 0);
    assertEquals(0.5, GradientComparison.relativeError(2, 1), 0);
    assertEquals(2, GradientComparison.relativeError(1, -1), 0);
  }

  @Test
  void aComparisonNeedsALengthAndAScale() {
    assertThrows(IllegalArgumentException.class, () -> new GradientComparison(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new GradientComparison(1, Double.NaN));
  }

  private static float[] rounded() {
    float[] single = new float[NUMERIC.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = (float) NUMERIC[i];
    }
    return single;
  }
}
