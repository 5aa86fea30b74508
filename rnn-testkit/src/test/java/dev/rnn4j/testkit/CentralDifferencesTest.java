package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class CentralDifferencesTest {
  /** sin(x0) e^x1 + x2³, whose gradient is (cos(x0) e^x1, sin(x0) e^x1, 3 x2²). */
  private static double smooth(double[] x) {
    return Math.sin(x[0]) * Math.exp(x[1]) + x[2] * x[2] * x[2];
  }

  private static final double[] POINT = {0.7, -0.3, 1.9};

  private static double[] exact() {
    double e = Math.exp(POINT[1]);
    return new double[] {Math.cos(POINT[0]) * e, Math.sin(POINT[0]) * e, 3 * POINT[2] * POINT[2]};
  }

  @Test
  void twoPointsGiveTenDigitsAndFourPointsTwelve() {
    double[] x = POINT.clone();
    double[] two = CentralDifferences.twoPoint().gradient(CentralDifferencesTest::smooth, x);
    double[] four = CentralDifferences.fourPoint().gradient(CentralDifferencesTest::smooth, x);
    assertArrayEquals(exact(), two, 2e-9);
    assertArrayEquals(exact(), four, 2e-11);
    assertArrayEquals(POINT, x, 0, "the point must be restored");
  }

  @Test
  void richardsonIsExactForAQuarticAtAnyStep() {
    ToDoubleFunction<double[]> quartic = x -> Math.pow(x[0], 4) - 3 * Math.pow(x[0], 3);
    double[] x = {0.5};
    // 4 x³ - 9 x² = 0.5 - 2.25
    assertEquals(
        -1.75, CentralDifferences.fourPoint().withStep(0.1).derivative(quartic, x, 0), 1e-13);
    assertTrue(
        Math.abs(-1.75 - CentralDifferences.twoPoint().withStep(0.1).derivative(quartic, x, 0))
            > 1e-4);
  }

  @Test
  void thePointIsRestoredEvenIfTheFunctionThrows() {
    double[] x = {1};
    ToDoubleFunction<double[]> failing =
        ignored -> {
          throw new IllegalStateException("expected");
        };
    assertThrows(
        IllegalStateException.class, () -> CentralDifferences.twoPoint().derivative(failing, x, 0));
    assertEquals(1, x[0], 0);
  }

  @Test
  void aKinkIsFoundWhereverItLiesWithinTheStep() {
    CentralDifferences differences = CentralDifferences.twoPoint();
    for (double offset : new double[] {0, 0.1, 1 / 3.0, 0.5, 0.6, 0.9, -0.25, -1 / 3.0, -0.8}) {
      double kink = offset * 1e-5;
      ToDoubleFunction<double[]> relu = x -> Math.max(0, x[0] - kink) + Math.sin(x[0]);
      assertTrue(differences.straddlesKink(relu, new double[] {0}, 0), "kink at " + offset + " h");
    }
  }

  @Test
  void noKinkIsFoundOutsideTheStepOrInSmoothFunctions() {
    CentralDifferences differences = CentralDifferences.twoPoint();
    ToDoubleFunction<double[]> relu = x -> Math.max(0, x[0] - 1.01e-5) + Math.sin(x[0]);
    assertFalse(differences.straddlesKink(relu, new double[] {0}, 0));
    for (int i = 0; i < POINT.length; i++) {
      assertFalse(differences.straddlesKink(CentralDifferencesTest::smooth, POINT.clone(), i));
    }
    assertFalse(differences.straddlesKink(x -> 3, new double[] {0}, 0), "a constant");
  }

  @Test
  void sampledIndicesAreDistinctSortedAndRepeatable() {
    int[] sample = CentralDifferences.sampleIndices(50, 20, 3);
    assertArrayEquals(sample, CentralDifferences.sampleIndices(50, 20, 3));
    assertArrayEquals(sample, Arrays.stream(sample).distinct().sorted().toArray());
    assertEquals(20, sample.length);
    assertTrue(sample[0] >= 0 && sample[19] < 50);
    assertFalse(Arrays.equals(sample, CentralDifferences.sampleIndices(50, 20, 4)));
    assertArrayEquals(new int[] {0, 1, 2}, CentralDifferences.sampleIndices(3, 9, 1));
  }

  @Test
  void aStepMustBePositive() {
    assertThrows(IllegalArgumentException.class, () -> CentralDifferences.twoPoint().withStep(0));
  }
}
