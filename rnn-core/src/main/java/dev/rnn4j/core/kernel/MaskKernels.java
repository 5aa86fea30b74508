package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;

/**
 * What is done at random to single elements: dropout and zoneout, each with its backward pass.
 * Which elements follows from {@link DropoutMask} alone. Part of {@link Kernels}, which says what
 * all operations have in common.
 */
public interface MaskKernels {
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

  /**
   * Dropout of a factor of one term of a sum that has been computed without: sum += (d(a) - a) ∘ b,
   * so that a sum with a ∘ b in it has d(a) ∘ b instead, where d(a) is what {@link #dropout} makes
   * of a.
   *
   * @param w whose share to compute
   * @param a (M, N)
   * @param b (M, N)
   * @param sum (M, N), added to
   * @param p probability of dropping an element of a, 0 to below 1
   * @param key names the mask
   */
  void dropoutOfTerm(Worker w, Matrix a, Matrix b, Matrix sum, float p, long key);

  /**
   * Zoneout (Krueger et al. 2017): the elements that {@link DropoutMask} drops become those of the
   * step before.
   *
   * @param w whose share to compute
   * @param before (M, N), the state before the step
   * @param state (M, N), the state that the step wrote; elements replaced
   * @param p probability of an element to be replaced, 0 to below 1
   * @param key names the mask
   */
  void zoneout(Worker w, Matrix before, Matrix state, float p, long key);

  /**
   * The backward pass of {@link #zoneout}: the gradient of what was replaced belongs to the step
   * before.
   *
   * @param w whose share to compute
   * @param gradient (M, N), that of the state; zero afterwards where elements were replaced
   * @param before (M, N), the gradient of the state before, where that is added; or, without
   *     accumulating, overwritten by it, with zeros elsewhere
   * @param p as given to {@link #zoneout}
   * @param key as given to {@link #zoneout}
   * @param accumulate whether to add
   */
  void zoneoutBackward(
      Worker w, Matrix gradient, Matrix before, float p, long key, boolean accumulate);
}
