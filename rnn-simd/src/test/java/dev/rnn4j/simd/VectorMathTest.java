package dev.rnn4j.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Worker;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The transcendentals against {@link Math} in double precision, over bit patterns from one end of
 * the floats to the other, denormals, infinities and NaNs among them: every 257th pattern, or with
 * {@code -Dtest.allFloats=true} every single one. The limits are the greatest errors of all floats,
 * in units in the last place: 1.611 of exp, 3.344 of sigmoid, 2.499 of tanh.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class VectorMathTest {
  private static final long PATTERNS = 1L << 32;
  private static final long STEP = Boolean.getBoolean("test.allFloats") ? 1 : 257;
  private static final int BATCH = 1 << 14;

  private final Worker worker = Worker.solo();

  /** One of the functions under test, over n floats. */
  private interface Function {
    void apply(float[] x, float[] y, int n);
  }

  @Test
  void expIsAsExactAsMeasured() {
    sweep(Math::exp, this::exp, 1.62, Float.POSITIVE_INFINITY);
  }

  @Test
  void sigmoidIsAsExactAsMeasuredAndAtMostOne() {
    sweep(x -> 1 / (1 + Math.exp(-x)), this::sigmoid, 3.35, 1);
  }

  @Test
  void tanhIsAsExactAsMeasuredAndAtMostOne() {
    sweep(Math::tanh, this::tanh, 2.5, 1);
  }

  @Test
  void specialValuesHaveTheirLimits() {
    assertEquals(0f, one(this::exp, Float.NEGATIVE_INFINITY));
    assertEquals(1f, one(this::exp, -0f));
    assertEquals(Float.POSITIVE_INFINITY, one(this::exp, Float.MAX_VALUE));
    assertEquals((float) Math.exp(-100), one(this::exp, -100f), Float.MIN_VALUE);
    assertEquals(0.5f, one(this::sigmoid, -0f));
    assertEquals(0f, one(this::sigmoid, Float.NEGATIVE_INFINITY));
    assertEquals(1f, one(this::sigmoid, Float.POSITIVE_INFINITY));
    assertEquals(-0f, one(this::tanh, -0f));
    assertEquals(0f, one(this::tanh, 0f));
    assertEquals(-1f, one(this::tanh, Float.NEGATIVE_INFINITY));
    assertEquals(-Float.MIN_VALUE, one(this::tanh, -Float.MIN_VALUE));
  }

  private void exp(float[] x, float[] y, int n) {
    VectorMath.exp(worker, x, 0, 0f, y, 0, n);
  }

  private void sigmoid(float[] x, float[] y, int n) {
    VectorMath.sigmoid(worker, x, 0, y, 0, n);
  }

  private void tanh(float[] x, float[] y, int n) {
    VectorMath.tanh(worker, x, 0, y, 0, n);
  }

  private static float one(Function f, float x) {
    float[] y = new float[1];
    f.apply(new float[] {x}, y, 1);
    return y[0];
  }

  private static void sweep(DoubleUnaryOperator exact, Function f, double ulps, float limit) {
    float[] x = new float[BATCH];
    float[] y = new float[BATCH];
    double worst = 0;
    float worstAt = 0;
    for (long pattern = 0; pattern < PATTERNS; ) {
      int n = 0;
      for (; n < BATCH && pattern < PATTERNS; pattern += STEP) {
        x[n++] = Float.intBitsToFloat((int) pattern);
      }
      f.apply(x, y, n);
      for (int i = 0; i < n; i++) {
        double error = ulps(exact.applyAsDouble(x[i]), y[i]);
        if (!(error <= worst)) {
          worst = error;
          worstAt = x[i];
        }
        assertTrue(!(Math.abs(y[i]) > limit), () -> "beyond " + limit);
      }
    }
    System.out.println("worst error " + worst + " ulp, at " + worstAt);
    assertTrue(worst <= ulps, "off by " + worst + " ulp at " + worstAt);
  }

  /** Distance from the exact result, in units of the float it lies at; NaN if only one is NaN. */
  private static double ulps(double exact, float actual) {
    if ((Double.isNaN(exact) && Float.isNaN(actual)) || (float) exact == actual) {
      return 0;
    }
    double reachable = Math.min(Math.max(exact, -0x1p128), 0x1p128);
    double reached = Math.min(Math.max(actual, -0x1p128), 0x1p128);
    double ulp = Math.max(Math.min(Math.ulp((float) exact), 0x1p104f), Float.MIN_VALUE);
    return Math.abs(reached - reachable) / ulp;
  }
}
