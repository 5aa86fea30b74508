package dev.rnn4j.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.kernel.Worker;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The transcendentals give the same bits on every machine, at every width, compiled or not: a
 * checksum of their results over bit patterns from one end of the floats to the other, every 127th,
 * or with {@code -Dtest.allFloats=true} every single one. A change of a single bit of a single
 * result changes it, and with it every model trained before.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class VectorMathBitsTest {
  private static final long PATTERNS = 1L << 32;
  private static final boolean ALL = Boolean.getBoolean("test.allFloats");
  private static final long STEP = ALL ? 1 : 127;
  private static final int BATCH = 1 << 14;
  private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

  private final Worker worker = Worker.solo();

  /** One of the functions under test, over n floats. */
  private interface Function {
    void apply(float[] x, float[] y, int n);
  }

  /** The same function before the vector kernels are compiled. */
  private interface One {
    float apply(float x);
  }

  @Test
  void expHasTheBitsItAlwaysHad() {
    assertBits(
        ALL ? 0x6eff505f08918184L : 0x0a8c735add777d98L,
        ColdMath::exp,
        (x, y, n) -> VectorMath.exp(worker, x, 0, 0f, y, 0, n));
  }

  @Test
  void sigmoidHasTheBitsItAlwaysHad() {
    assertBits(
        ALL ? 0xa44b6e85b1abfbe9L : 0x703dce709430bbd4L,
        ColdMath::sigmoid,
        (x, y, n) -> VectorMath.sigmoid(worker, x, 0, y, 0, n));
  }

  @Test
  void tanhHasTheBitsItAlwaysHad() {
    assertBits(
        ALL ? 0x1c54812eaa84c070L : 0x22bd4f2b56fc82beL,
        ColdMath::tanh,
        (x, y, n) -> VectorMath.tanh(worker, x, 0, y, 0, n));
  }

  private static void assertBits(long expected, One before, Function f) {
    assertEquals(Long.toHexString(expected), Long.toHexString(checksum(f)), "vectors");
    Function oneByOne =
        (x, y, n) -> {
          for (int i = 0; i < n; i++) {
            y[i] = before.apply(x[i]);
          }
        };
    assertEquals(Long.toHexString(expected), Long.toHexString(checksum(oneByOne)), "before them");
  }

  /** NaNs count as one: which one comes out of an operation is the processor's affair. */
  private static long checksum(Function f) {
    float[] x = new float[BATCH];
    float[] y = new float[BATCH];
    long sum = 0;
    for (long pattern = 0; pattern < PATTERNS; ) {
      int n = 0;
      for (; n < BATCH && pattern < PATTERNS; pattern += STEP) {
        x[n++] = Float.intBitsToFloat((int) pattern);
      }
      f.apply(x, y, n);
      for (int i = 0; i < n; i++) {
        sum = sum * MULTIPLIER + Float.floatToIntBits(y[i]);
      }
    }
    return sum;
  }
}
