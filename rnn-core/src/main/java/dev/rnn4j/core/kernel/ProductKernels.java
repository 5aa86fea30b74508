package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;
import java.util.List;

/**
 * Matrix products, and packing what stands on their right. Every element of a result is one sum
 * over ascending k, so it depends on no other row or column. Part of {@link Kernels}, which says
 * what all operations have in common.
 */
public interface ProductKernels {
  /**
   * Packs the right-hand side of products, as it is.
   *
   * @param b (K, N), or (N, K) if transposed
   * @param transposed whether op(B) is Bᵀ
   * @return op(B) (K, N), packed
   */
  default PackedWeights pack(Matrix b, boolean transposed) {
    return pack(b, transposed, WeightFormat.FLOAT32);
  }

  /**
   * Packs the right-hand side of products. They are the products with the rounded weights, each
   * computed as it is with weights of 32 bits.
   *
   * @param b (K, N), or (N, K) if transposed
   * @param transposed whether op(B) is Bᵀ
   * @param format what its elements are rounded to
   * @return op(B) (K, N), packed
   */
  PackedWeights pack(Matrix b, boolean transposed, WeightFormat format);

  /**
   * Packs again after the weights have changed.
   *
   * @param w whose share to pack
   * @param b the matrix {@code into} was packed from, with new values
   * @param into what {@link #pack} returned for it
   */
  void repack(Worker w, Matrix b, PackedWeights into);

  /**
   * The matrix that weights were packed from, to the bit; of {@link WeightFormat#BFLOAT16} what its
   * values were rounded to.
   *
   * @param w whose share to unpack
   * @param from what {@link #pack} returned
   * @param into as large as the matrix that was packed, overwritten
   */
  void unpack(Worker w, PackedWeights from, Matrix into);

  /**
   * C = A · op(B), or C += A · op(B).
   *
   * @param w whose share to compute
   * @param a (M, K)
   * @param b (K, N)
   * @param c (M, N)
   * @param accumulate whether to add to C instead of overwriting it
   */
  void multiply(Worker w, Matrix a, PackedWeights b, Matrix c, boolean accumulate);

  /**
   * C = A · op(B) + 1 · bias: every row of C begins as the bias.
   *
   * @param w whose share to compute
   * @param a (M, K)
   * @param b (K, N)
   * @param bias (1, N)
   * @param c (M, N), overwritten
   */
  void affine(Worker w, Matrix a, PackedWeights b, Matrix bias, Matrix c);

  /**
   * C = Aᵀ · B, or C += Aᵀ · B: the gradient of a weight matrix from T·B rows.
   *
   * @param w whose share to compute
   * @param a (K, M)
   * @param b (K, N)
   * @param c (M, N)
   * @param accumulate whether to add to C instead of overwriting it
   */
  void multiplyTransposed(Worker w, Matrix a, Matrix b, Matrix c, boolean accumulate);

  /**
   * C = A · op(B), or C += A · op(B), where B is an activation as well and so not worth packing for
   * one product: the scores and the means of attention. To the bit the product with B packed.
   *
   * @param w whose share to compute
   * @param a (M, K)
   * @param b (K, N), or (N, K) if transposed
   * @param transposed whether op(B) is Bᵀ
   * @param c (M, N)
   * @param accumulate whether to add to C instead of overwriting it
   */
  void multiply(Worker w, Matrix a, Matrix b, boolean transposed, Matrix c, boolean accumulate);

  /**
   * {@link #multiply(Worker, Matrix, Matrix, boolean, Matrix, boolean)} for each of some products
   * that do not depend on each other, such as one for each sequence of a batch. Their shapes may
   * differ.
   *
   * @param w whose share to compute
   * @param a the left-hand sides
   * @param b the right-hand sides, as many
   * @param transposed whether op(B) is Bᵀ
   * @param c the results, as many
   * @param accumulate whether to add to C instead of overwriting it
   */
  void multiplyEach(
      Worker w,
      List<Matrix> a,
      List<Matrix> b,
      boolean transposed,
      List<Matrix> c,
      boolean accumulate);

  /**
   * {@link #multiplyTransposed} for each of some products that do not depend on each other. Their
   * shapes may differ.
   *
   * @param w whose share to compute
   * @param a the left-hand sides before they are transposed
   * @param b the right-hand sides, as many
   * @param c the results, as many
   * @param accumulate whether to add to C instead of overwriting it
   */
  void multiplyTransposedEach(
      Worker w, List<Matrix> a, List<Matrix> b, List<Matrix> c, boolean accumulate);
}
