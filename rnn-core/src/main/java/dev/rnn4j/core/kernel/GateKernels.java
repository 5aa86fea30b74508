package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/**
 * What is computed element by element within a layer: nonlinearities, the elementwise halves of the
 * steps of gated cells, dropout; each with its backward pass. Part of {@link Kernels}, which says
 * what all operations have in common.
 */
public interface GateKernels {
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
   * @param tanhC (B, H), overwritten with tanh(c) for the backward pass
   * @param h (B, H), overwritten
   */
  void lstmForward(Worker w, Matrix gates, Matrix cPrev, Matrix c, Matrix tanhC, Matrix h);

  /**
   * The backward pass of one step of LSTM units.
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
   * @param recurrent (B, 3H) in the order r z n: q, kept for the backward pass
   * @param hPrev (B, H)
   * @param h (B, H), overwritten
   */
  void gruForward(Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix h);

  /**
   * The backward pass of one step of GRU units.
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
   * y = x ∘ mask / (1 - p), where the mask follows from {@link DropoutMask}. The backward pass is
   * the same operation on the gradient.
   *
   * @param w whose share to compute
   * @param x (M, N)
   * @param y (M, N), may be x
   * @param p probability of dropping an element, 0 to below 1
   * @param key names the mask; equal keys and shapes give equal masks
   */
  void dropout(Worker w, Matrix x, Matrix y, float p, long key);
}
