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
  private final WeightFormat format;
  private final float[] data;
  private final int[] pairs;
  private final boolean forSteps;

  /**
   * Weights of {@link WeightFormat#FLOAT32}. Only for implementations of {@link Kernels}.
   *
   * @param layout names the layout; kernels refuse a layout that is not theirs
   * @param k rows of op(B)
   * @param n columns of op(B)
   * @param transposed whether op(B) is the transpose of the matrix it was packed from
   * @param data the packed floats
   * @throws IllegalArgumentException if a size is negative or there are fewer than k · n of them
   */
  public PackedWeights(String layout, int k, int n, boolean transposed, float[] data) {
    this(layout, k, n, transposed, WeightFormat.FLOAT32, data);
  }

  /**
   * Weights as floats, whatever their format. Only for implementations of {@link Kernels}.
   *
   * @param layout names the layout; kernels refuse a layout that is not theirs
   * @param k rows of op(B)
   * @param n columns of op(B)
   * @param transposed whether op(B) is the transpose of the matrix it was packed from
   * @param format which values the floats may have
   * @param data the packed floats
   * @throws IllegalArgumentException if a size is negative or there are fewer than k · n of them
   */
  public PackedWeights(
      String layout, int k, int n, boolean transposed, WeightFormat format, float[] data) {
    this(layout, k, n, transposed, format, data, new int[0], false);
  }

  /**
   * Weights of {@link WeightFormat#BFLOAT16}, two in an int. Only for implementations of {@link
   * Kernels}.
   *
   * @param layout names the layout; kernels refuse a layout that is not theirs
   * @param k rows of op(B)
   * @param n columns of op(B)
   * @param transposed whether op(B) is the transpose of the matrix it was packed from
   * @param pairs the packed bits
   * @throws IllegalArgumentException if a size is negative or there are fewer than k · n / 2 of
   *     them
   */
  public PackedWeights(String layout, int k, int n, boolean transposed, int[] pairs) {
    this(layout, k, n, transposed, WeightFormat.BFLOAT16, new float[0], pairs, false);
  }

  private PackedWeights(
      String layout,
      int k,
      int n,
      boolean transposed,
      WeightFormat format,
      float[] data,
      int[] pairs,
      boolean forSteps) {
    if (k < 0 || n < 0 || data.length + 2L * pairs.length < (long) k * n) {
      throw new IllegalArgumentException(
          "packed weights of "
              + k
              + "x"
              + n
              + " in arrays of "
              + data.length
              + " floats and "
              + pairs.length
              + " pairs");
    }
    this.layout = layout;
    this.k = k;
    this.n = n;
    this.transposed = transposed;
    this.format = format;
    this.data = data;
    this.pairs = pairs;
    this.forSteps = forSteps;
  }

  /**
   * The same weights for the products within a loop over time. Their rows are few, and other
   * operations of the step read them at once: so workers share them out as they do the gates of the
   * step, each its own sequences where there are enough of them. Only speed depends on it.
   *
   * @return weights over the same array
   */
  public PackedWeights forSteps() {
    return new PackedWeights(layout, k, n, transposed, format, data, pairs, true);
  }

  /**
   * {@return whether these are {@link #forSteps}; otherwise the rows of products are those of whole
   * sequences}
   */
  public boolean isForSteps() {
    return forSteps;
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

  /** {@return whether op(B) is the transpose of the matrix that was packed} */
  public boolean transposed() {
    return transposed;
  }

  /**
   * The format.
   *
   * @return which values the weights were rounded to
   */
  public WeightFormat format() {
    return format;
  }

  /**
   * The packed floats.
   *
   * @return the array, in the layout named by {@link #layout()}; empty if the weights are pairs
   */
  public float[] data() {
    return data;
  }

  /**
   * The packed pairs of 16 bits.
   *
   * @return the array, in the layout named by {@link #layout()}; empty if the weights are floats
   */
  public int[] pairs() {
    return pairs;
  }

  /**
   * Checks that a matrix can be packed into these weights, or these be unpacked into it.
   *
   * @param expectedLayout the layout the caller writes or reads
   * @param b (K, N), or (N, K) if these are transposed
   * @throws IllegalArgumentException if the layout or a size differs
   */
  public void checkSource(String expectedLayout, Matrix b) {
    int rows = transposed ? b.cols() : b.rows();
    int cols = transposed ? b.rows() : b.cols();
    if (!layout.equals(expectedLayout) || rows != k || cols != n) {
      throw new IllegalArgumentException(
          rows + "x" + cols + " does not suit " + layout + " of " + k + "x" + n);
    }
  }

  /**
   * Checks who packed these weights.
   *
   * @param expectedLayout the layout the caller reads
   * @throws IllegalArgumentException if theirs is another
   */
  public void checkLayout(String expectedLayout) {
    if (!layout.equals(expectedLayout)) {
      throw new IllegalArgumentException(
          "weights packed as " + layout + " given to kernels that read " + expectedLayout);
    }
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
    checkLayout(expectedLayout);
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
