package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/**
 * What moves or sums whole rows: embeddings and biases, forward and backward. Part of {@link
 * Kernels}, which says what all operations have in common.
 */
public interface RowKernels {
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
}
