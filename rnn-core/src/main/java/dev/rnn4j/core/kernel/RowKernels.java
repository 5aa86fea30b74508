package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/**
 * What moves, sums or normalises whole rows: embeddings, biases and layer normalisation, forward
 * and backward. Part of {@link Kernels}, which says what all operations have in common.
 */
public interface RowKernels {
  /** What {@link #normalizeRows} adds to the variance of a row, so that equal values give zeros. */
  float NORM_EPSILON = 1e-5f;

  /**
   * Sums of the columns: the gradient of a bias.
   *
   * @param w whose share to compute
   * @param a (M, N)
   * @param sums (1, N), overwritten
   */
  void sumColumns(Worker w, Matrix a, Matrix sums);

  /**
   * out[r] = table[index[r]].
   *
   * @param w whose share to compute
   * @param table (V, E)
   * @param index M row numbers
   * @param out (M, E), overwritten
   */
  void gatherRows(Worker w, Matrix table, int[] index, Matrix out);

  /**
   * table[index[r]] += rows[r], for r = 0, 1, … in this order.
   *
   * @param w whose share to compute
   * @param rows (M, E)
   * @param index M row numbers
   * @param table (V, E), added to
   */
  void scatterAddRows(Worker w, Matrix rows, int[] index, Matrix table);

  /**
   * out[r] = row index[r] of the matrix that a table was packed from: the embedding of a model
   * whose output layer has the same weights, and which holds them packed only. The values are those
   * of the table's format.
   *
   * @param w whose share to compute
   * @param table what {@link ProductKernels#pack} made of a matrix (V, E), transposed or not
   * @param index M row numbers
   * @param out (M, E), overwritten
   */
  void gatherRows(Worker w, PackedWeights table, int[] index, Matrix out);

  /**
   * Layer normalisation (Ba et al. 2016): with the mean μ and the variance v of a row of x,
   * normalized = (x - μ) / √(v + {@link #NORM_EPSILON}), y = gain ∘ normalized + bias.
   *
   * @param w whose share to compute
   * @param x (M, N)
   * @param normalized (M, N), overwritten, kept for the backward pass; may be x
   * @param inverse (M, 1), overwritten with 1 / √(v + ε) of each row, kept likewise
   * @param gain (1, N)
   * @param bias (1, N)
   * @param y (M, N); may be x unless added to
   * @param accumulate whether to add to y instead of overwriting it
   */
  void normalizeRows(
      Worker w,
      Matrix x,
      Matrix normalized,
      Matrix inverse,
      Matrix gain,
      Matrix bias,
      Matrix y,
      boolean accumulate);

  /**
   * The backward pass of {@link #normalizeRows}: with d = dy ∘ gain, dx = inverse ∘ (d - mean(d) -
   * normalized ∘ mean(d ∘ normalized)), the means those of a row.
   *
   * @param w whose share to compute: the same rows as in {@link #normalizeRows}
   * @param dy (M, N), the gradient of y
   * @param normalized (M, N), as {@link #normalizeRows} left it
   * @param inverse (M, 1), as it left it
   * @param gain (1, N)
   * @param dx (M, N), the gradient of x; may be dy unless added to
   * @param accumulate whether to add to dx instead of overwriting it
   */
  void normalizeRowsBackward(
      Worker w,
      Matrix dy,
      Matrix normalized,
      Matrix inverse,
      Matrix gain,
      Matrix dx,
      boolean accumulate);
}
