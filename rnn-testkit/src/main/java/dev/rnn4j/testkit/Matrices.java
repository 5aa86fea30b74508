package dev.rnn4j.testkit;

import dev.rnn4j.core.tensor.Matrix;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Shapes and values for tests of layers and kernels: sizes where vector code begins, ends and has a
 * rest, and matrices in awkward places.
 *
 * <p>Every matrix is a view at an odd offset, with a stride beyond its width and NaN in all floats
 * around it, so that reading or skipping one shows in the result. A property writes
 *
 * <pre>{@code
 * @Provide Arbitrary<Matrix> inputs() { return Matrices.all(-2, 2); }
 * }</pre>
 *
 * and a test without jqwik {@code Matrices.of(3, 17, -2, 2, seed)}.
 */
public final class Matrices {
  private Matrices() {}

  /**
   * Sizes of a dimension: mostly 1 to 9, often one below, at or above a whole number of vectors of
   * 4, 8 or 16 floats, now and then awkward and larger.
   *
   * @return 1 to 131
   */
  public static Arbitrary<Integer> sizes() {
    return Arbitraries.frequencyOf(
        Tuple.of(5, Arbitraries.integers().between(1, 9)),
        Tuple.of(4, Arbitraries.of(15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65)),
        Tuple.of(1, Arbitraries.of(100, 127, 128, 129, 131)));
  }

  /**
   * Matrices of every shape.
   *
   * @param low smallest value
   * @param high above the largest value
   * @return matrices of {@link #sizes} rows and columns
   */
  public static Arbitrary<Matrix> all(double low, double high) {
    return Combinators.combine(sizes(), sizes(), Arbitraries.longs())
        .as((rows, cols, seed) -> of(rows, cols, low, high, seed));
  }

  /**
   * Matrices of one shape.
   *
   * @param rows number of rows
   * @param cols number of columns
   * @param low smallest value
   * @param high above the largest value
   * @return matrices in different places, of different values
   */
  public static Arbitrary<Matrix> of(int rows, int cols, double low, double high) {
    return Arbitraries.longs().map(seed -> of(rows, cols, low, high, seed));
  }

  /**
   * A matrix.
   *
   * @param rows number of rows
   * @param cols number of columns
   * @param low smallest value
   * @param high above the largest value
   * @param seed the same place and values for the same seed
   * @return a view of uniform values
   */
  public static Matrix of(int rows, int cols, double low, double high, long seed) {
    return new Samples(seed).matrix(rows, cols, low, high);
  }
}
