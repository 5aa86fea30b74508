package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/**
 * The arithmetic of recurrent networks in coarse operations, so that choosing an implementation
 * costs one call and not one per element.
 *
 * <p>Every operation computes only the share of the worker it is given and never waits for another;
 * all workers of a run call it with the same arguments, and meet at {@link Worker#barrier()} before
 * they read what another wrote. The arithmetic of one output element (the order of its sum, its
 * rounding) is the same however the work is shared, wherever the element lies in a tile and however
 * many rows there are. Hence results are bit-identical for any number of threads.
 *
 * <p>Implementations hold no state between calls. Sizes that do not fit each other, and row numbers
 * or targets that do not exist, are an {@link IllegalArgumentException} of every worker, before
 * anything is written (see {@link KernelChecks}); arrays of rows, such as {@code targets}, may be
 * longer than needed.
 */
public interface Kernels {
  /** Number of floats that are summed together in {@link #sumOfSquares}. */
  int BLOCK = 8192;

  /**
   * Short name, as given to {@code -Ddev.rnn4j.kernels}.
   *
   * @return "scalar" or "simd"
   */
  String name();

  /**
   * Name and properties for people.
   *
   * @return such as "simd, 256-bit vectors (8 floats)"
   */
  String description();

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
   * Sums of the columns: the gradient of a bias.
   *
   * @param w whose share to compute
   * @param a (M, N)
   * @param sums (1, N), overwritten
   */
  void sumColumns(Worker w, Matrix a, Matrix sums);

  /**
   * h = f(z).
   *
   * @param w whose share to compute
   * @param f the nonlinearity
   * @param z (M, N)
   * @param h (M, N), may be z
   */
  void activate(Worker w, Activation f, Matrix z, Matrix h);

  /**
   * dz = dh ∘ f'(z), with f' taken from h = f(z).
   *
   * @param w whose share to compute
   * @param f the nonlinearity
   * @param h (M, N)
   * @param dh (M, N)
   * @param dz (M, N), may be h or dh
   */
  void activateBackward(Worker w, Activation f, Matrix h, Matrix dh, Matrix dz);

  /**
   * One step of LSTM units: i, f, o = σ(z), g = tanh(z), c = f ∘ cPrev + i ∘ g, h = o ∘ tanh(c).
   *
   * @param w whose share to compute
   * @param gates (B, 4H) in the order i f g o: pre-activations, replaced by the activated gates
   * @param cPrev (B, H)
   * @param c (B, H), overwritten
   * @param tanhC (B, H), overwritten with tanh(c) for the way back
   * @param h (B, H), overwritten
   */
  void lstmForward(Worker w, Matrix gates, Matrix cPrev, Matrix c, Matrix tanhC, Matrix h);

  /**
   * One step back through LSTM units.
   *
   * @param w whose share to compute
   * @param gates (B, 4H), as {@link #lstmForward} left them; replaced by dz, the gradient of the
   *     pre-activations
   * @param cPrev (B, H)
   * @param tanhC (B, H), as {@link #lstmForward} left it
   * @param dh (B, H), the gradient of h
   * @param dc (B, H): in, the gradient of c from the step after; out, that of cPrev
   */
  void lstmBackward(Worker w, Matrix gates, Matrix cPrev, Matrix tanhC, Matrix dh, Matrix dc);

  /**
   * One step of GRU units: with a = W_ih x + b_ih and q = W_hh hPrev + b_hh, r = σ(a_r + q_r), z =
   * σ(a_z + q_z), n = tanh(a_n + r ∘ q_n), h = (1 - z) ∘ n + z ∘ hPrev.
   *
   * @param w whose share to compute
   * @param gates (B, 3H) in the order r z n: a, replaced by the activated gates
   * @param recurrent (B, 3H) in the order r z n: q, kept for the way back
   * @param hPrev (B, H)
   * @param h (B, H), overwritten
   */
  void gruForward(Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix h);

  /**
   * One step back through GRU units.
   *
   * @param w whose share to compute
   * @param gates (B, 3H), as {@link #gruForward} left them; replaced by da
   * @param recurrent (B, 3H), as {@link #gruForward} left it; replaced by dq
   * @param hPrev (B, H)
   * @param dh (B, H), the gradient of h
   * @param dhPrev (B, H), the gradient of hPrev: what does not come through q is added
   */
  void gruBackward(
      Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix dh, Matrix dhPrev);

  /**
   * Row by row, p = exp(z) / Σ exp(z).
   *
   * @param w whose share to compute
   * @param logits (M, V)
   * @param probabilities (M, V), may be logits
   */
  void softmax(Worker w, Matrix logits, Matrix probabilities);

  /**
   * losses[r] = -log softmax(logits[r])[targets[r]], in nats; 0 where targets[r] &lt; 0.
   *
   * @param w whose share to compute
   * @param logits (M, V)
   * @param targets M class indices, negative to ignore the row
   * @param losses M values, overwritten
   */
  void crossEntropy(Worker w, Matrix logits, int[] targets, double[] losses);

  /**
   * The loss of {@link #crossEntropy}, and its gradient in place: logits[r] = scale · (p - onehot),
   * or zeros where targets[r] &lt; 0.
   *
   * @param w whose share to compute
   * @param logits (M, V), replaced by the gradient
   * @param targets M class indices, negative to ignore the row
   * @param scale factor on the gradient
   * @param losses M values, overwritten
   */
  void softmaxCrossEntropy(Worker w, Matrix logits, int[] targets, float scale, double[] losses);

  /**
   * y = x ∘ mask / (1 - p), where the mask follows from {@link DropoutMask}. The way back is the
   * same operation on the gradient.
   *
   * @param w whose share to compute
   * @param x (M, N)
   * @param y (M, N), may be x
   * @param p probability of dropping an element, 0 to below 1
   * @param key names the mask; equal keys and shapes give equal masks
   */
  void dropout(Worker w, Matrix x, Matrix y, float p, long key);

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
   * blockSums[i] = Σ x² over block i of {@link #BLOCK} floats; their sum is a squared norm.
   *
   * @param w whose share to compute
   * @param x any number of floats
   * @param blockSums ⌈n / BLOCK⌉ values, overwritten
   */
  void sumOfSquares(Worker w, float[] x, double[] blockSums);

  /**
   * θ ← θ - rate · (scale · g).
   *
   * @param w whose share to compute
   * @param theta the parameters, updated
   * @param gradient g, as long as theta
   * @param scale factor on the gradient
   * @param rate learning rate
   */
  void sgd(Worker w, float[] theta, float[] gradient, float scale, float rate);

  /**
   * v ← momentum · v + scale · g, θ ← θ - rate · v.
   *
   * @param w whose share to compute
   * @param theta the parameters, updated
   * @param gradient g, as long as theta
   * @param velocity v, as long as theta, updated
   * @param scale factor on the gradient
   * @param rate learning rate
   * @param momentum decay of the velocity
   */
  void sgdMomentum(
      Worker w,
      float[] theta,
      float[] gradient,
      float[] velocity,
      float scale,
      float rate,
      float momentum);

  /**
   * One Adam update, see {@link AdamStep}.
   *
   * @param w whose share to compute
   * @param theta the parameters, updated
   * @param gradient g, as long as theta
   * @param m first moment, as long as theta, updated
   * @param v second moment, as long as theta, updated
   * @param step the numbers of this update
   */
  void adam(Worker w, float[] theta, float[] gradient, float[] m, float[] v, AdamStep step);
}
