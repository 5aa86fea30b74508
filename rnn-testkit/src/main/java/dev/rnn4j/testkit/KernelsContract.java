package dev.rnn4j.testkit;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.tensor.Matrix;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * What every implementation of {@link Kernels} promises, operation by operation, against formulas
 * in double precision that are written here a second time: for all sizes around the edges of a
 * vector, for offsets and strides that suit no vector, for any number of workers to the same bits.
 * Split by subject into the subclasses; a test of an implementation extends each of them.
 */
abstract class KernelsContract {
  /** Half a unit in the last place of 1: the relative error of one rounding to float. */
  static final double ROUNDING = 0x1p-24;

  /** No error bound needs to be below this: what underflows has no relative precision. */
  private static final double LEAST = 2 * Float.MIN_VALUE;

  /**
   * The kernels to test.
   *
   * @return kernels without state
   */
  protected abstract Kernels kernels();

  /**
   * Floats in a vector of these kernels; sizes near multiples of it are tested most.
   *
   * @return 1 or more
   */
  protected int lanes() {
    return 8;
  }

  /**
   * Where these kernels cut products; sizes around these are tested.
   *
   * @return the blocks
   */
  protected ProductBlocks blocks() {
    return ProductBlocks.none();
  }

  /** All sizes up to two vectors and one element. */
  final int[] allSizes() {
    return IntStream.rangeClosed(0, 2 * lanes() + 1).toArray();
  }

  /** The sizes next to multiples of a vector, up to a few panels of a product. */
  final int[] edgeSizes() {
    int n = lanes();
    return new int[] {
      0, 1, n - 1, n, n + 1, 2 * n - 1, 2 * n, 2 * n + 1, 4 * n, 6 * n + 1, 8 * n + 3
    };
  }

  /** Fails unless a value lies within a bound of the exact one, or both are NaN. */
  static void assertWithin(String what, double exact, float actual, double bound) {
    if ((Double.isNaN(exact) && Float.isNaN(actual)) || (float) exact == actual) {
      return;
    }
    double error = Math.abs(actual - exact);
    if (!(error <= Math.max(bound, LEAST))) {
      throw new AssertionError(
          what + ": " + actual + ", expected " + exact + " within " + bound + ", off by " + error);
    }
  }

  /** Fails unless a value is within so many units in the last place of the exact one. */
  static void assertWithinUlps(String what, double exact, float actual, double ulps) {
    assertWithin(what, exact, actual, ulps * Math.max(Math.ulp((float) exact), Float.MIN_VALUE));
  }

  /** Fails unless every element of c lies within its bound of f of the elements of a and b. */
  static void assertElements(
      String what,
      Matrix a,
      Matrix b,
      DoubleBinaryOperator f,
      Matrix c,
      DoubleBinaryOperator bound) {
    for (int r = 0; r < c.rows(); r++) {
      for (int j = 0; j < c.cols(); j++) {
        double x = a.get(r, j);
        double y = b.get(r, j);
        assertWithin(
            what + " (" + r + ", " + j + ")",
            f.applyAsDouble(x, y),
            c.get(r, j),
            bound.applyAsDouble(x, y));
      }
    }
  }
}
