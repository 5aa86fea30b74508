package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/**
 * The right-hand side op(B) (K, N) of a matrix product, in the layout of the {@link Kernels} that
 * packed it. Packing costs one pass over the weights and is done once per parameter update; the
 * products that follow read it in order. Shared read-only by any number of threads.
 */
public final class PackedWeights {
  private final String layout;
  private final int k;
  private final int n;
  private final boolean transposed;
  private final float[] data;

  /**
   * Only for implementations of {@link Kernels}.
   *
   * @param layout names the layout; kernels refuse a layout that is not theirs
   * @param k rows of op(B)
   * @param n columns of op(B)
   * @param transposed whether op(B) is the transpose of the matrix it was packed from
   * @param data the packed floats
   */
  public PackedWeights(String layout, int k, int n, boolean transposed, float[] data) {
    this.layout = layout;
    this.k = k;
    this.n = n;
    this.transposed = transposed;
    this.data = data;
  }

  /**
   * The layout's name.
   *
   * @return the name its kernels gave it
   */
  public String layout() {
    return layout;
  }

  /**
   * Rows of op(B).
   *
   * @return K
   */
  public int k() {
    return k;
  }

  /**
   * Columns of op(B).
   *
   * @return N
   */
  public int n() {
    return n;
  }

  /**
   * Whether the packed matrix was turned.
   *
   * @return true if op(B) = Bᵀ
   */
  public boolean transposed() {
    return transposed;
  }

  /**
   * The packed floats.
   *
   * @return the array, in the layout named by {@link #layout()}
   */
  public float[] data() {
    return data;
  }

  /**
   * Checks that these weights suit a product C (M, N) = A (M, K) · op(B).
   *
   * @param expectedLayout the layout the caller reads
   * @param a the left-hand side
   * @param c the result
   * @throws IllegalArgumentException if the layout or a size differs
   */
  public void check(String expectedLayout, Matrix a, Matrix c) {
    if (!layout.equals(expectedLayout)) {
      throw new IllegalArgumentException(
          "weights packed as " + layout + " given to kernels that read " + expectedLayout);
    }
    if (a.cols() != k || c.cols() != n || a.rows() != c.rows()) {
      throw new IllegalArgumentException(
          "product of "
              + a.rows()
              + "x"
              + a.cols()
              + " and "
              + k
              + "x"
              + n
              + " into "
              + c.rows()
              + "x"
              + c.cols());
    }
  }

  /**
   * Checks that a bias suits these weights.
   *
   * @param bias what every row of the result begins with
   * @throws IllegalArgumentException if it is not (1, N)
   */
  public void checkBias(Matrix bias) {
    if (bias.rows() != 1 || bias.cols() != n) {
      throw new IllegalArgumentException(
          "a bias of "
              + bias.rows()
              + "x"
              + bias.cols()
              + " given to weights of "
              + n
              + " columns; it must be 1x"
              + n);
    }
  }
}
