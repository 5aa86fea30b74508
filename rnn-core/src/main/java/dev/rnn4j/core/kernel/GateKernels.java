package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/**
 * What is computed element by element within a layer: nonlinearities and the elementwise halves of
 * the steps of gated cells, each with its backward pass. Part of {@link Kernels}, which says what
 * all operations have in common.
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
   * The first half of one step of GRU units that reset the state before the product: r, z = σ(z),
   * rh = r ∘ hPrev.
   *
   * @param w whose share to compute
   * @param gates (B, 3H) in the order r z n: the pre-activations of r and z, replaced by the gates;
   *     those of n are not touched
   * @param hPrev (B, H)
   * @param rh (B, H), overwritten
   */
  void gruReset(Worker w, Matrix gates, Matrix hPrev, Matrix rh);

  /**
   * The second half: n = tanh(z), h = (1 - z) ∘ n + z ∘ hPrev.
   *
   * @param w whose share to compute
   * @param gates (B, 3H), as {@link #gruReset} left them, with the complete pre-activations of n,
   *     which are replaced by n
   * @param hPrev (B, H)
   * @param h (B, H), overwritten
   */
  void gruUpdate(Worker w, Matrix gates, Matrix hPrev, Matrix h);

  /**
   * The backward pass of {@link #gruUpdate}.
   *
   * @param w whose share to compute
   * @param gates (B, 3H), as it left them; z and n are replaced by the gradients of their
   *     pre-activations
   * @param hPrev (B, H)
   * @param dh (B, H), the gradient of h
   * @param dhPrev (B, H), the gradient of hPrev: dh ∘ z is added
   */
  void gruUpdateBackward(Worker w, Matrix gates, Matrix hPrev, Matrix dh, Matrix dhPrev);

  /**
   * The backward pass of {@link #gruReset}.
   *
   * @param w whose share to compute
   * @param gates (B, 3H), as {@link #gruUpdateBackward} left them; r is replaced by the gradient of
   *     its pre-activation
   * @param hPrev (B, H)
   * @param drh (B, H), the gradient of rh
   * @param dhPrev (B, H), the gradient of hPrev: drh ∘ r is added
   */
  void gruResetBackward(Worker w, Matrix gates, Matrix hPrev, Matrix drh, Matrix dhPrev);

  /**
   * The first half of one step of LSTM units, for those in which something comes between c and h:
   * i, f = σ(z), g = tanh(z), c = f ∘ cPrev + i ∘ g.
   *
   * @param w whose share to compute
   * @param gates (B, 4H) in the order i f g o: the pre-activations of i, f and g, replaced by the
   *     gates; those of o are not touched
   * @param cPrev (B, H)
   * @param c (B, H), overwritten
   */
  void lstmState(Worker w, Matrix gates, Matrix cPrev, Matrix c);

  /**
   * The second half: o = σ(z), tanhC = tanh(v), h = o ∘ tanhC.
   *
   * @param w whose share to compute
   * @param gates (B, 4H), as {@link #lstmState} left them, with the complete pre-activations of o,
   *     which are replaced by o
   * @param v (B, H), c or what was made of it; may be tanhC
   * @param tanhC (B, H), overwritten
   * @param h (B, H), overwritten
   */
  void lstmOutput(Worker w, Matrix gates, Matrix v, Matrix tanhC, Matrix h);

  /**
   * The backward pass of {@link #lstmOutput}.
   *
   * @param w whose share to compute
   * @param gates (B, 4H), as it left them; o is replaced by the gradient of its pre-activation
   * @param tanhC (B, H)
   * @param dh (B, H), the gradient of h
   * @param dv (B, H), the gradient of v, added to
   */
  void lstmOutputBackward(Worker w, Matrix gates, Matrix tanhC, Matrix dh, Matrix dv);

  /**
   * The backward pass of {@link #lstmState}.
   *
   * @param w whose share to compute
   * @param gates (B, 4H), as {@link #lstmOutputBackward} left them; i, f and g are replaced by the
   *     gradients of their pre-activations
   * @param cPrev (B, H)
   * @param dc (B, H): in, the complete gradient of c; out, that of cPrev, but for what comes
   *     through the pre-activations
   */
  void lstmStateBackward(Worker w, Matrix gates, Matrix cPrev, Matrix dc);

  /**
   * y += x ∘ scale, every row with the same scale.
   *
   * @param w whose share to compute
   * @param x (M, N)
   * @param scale (1, N)
   * @param y (M, N), added to
   */
  void addScaled(Worker w, Matrix x, Matrix scale, Matrix y);

  /**
   * The gradient of a scale: sums += column sums of a ∘ b, one row after the other.
   *
   * @param w whose share to compute
   * @param a (M, N)
   * @param b (M, N)
   * @param sums (1, N), added to
   */
  void addColumnProducts(Worker w, Matrix a, Matrix b, Matrix sums);
}
