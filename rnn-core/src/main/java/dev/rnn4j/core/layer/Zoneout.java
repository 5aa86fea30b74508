package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * Zoneout of a state (Krueger et al. 2017): in training an element keeps the value of the step
 * before with probability p, in use it is the expectation of that. Workers need to meet before and
 * after.
 */
final class Zoneout {
  private final Kernels kernels;
  private final float p;

  Zoneout(Kernels kernels, float p) {
    this.kernels = kernels;
    this.p = p;
  }

  /** Elements of a state that a step has written become those of the step before. */
  void keep(Worker w, Matrix before, Matrix state, long key) {
    if (p > 0) {
      kernels.zoneout(w, before, state, p, key);
    }
  }

  /** The expectation of {@link #keep}. */
  void expect(Worker w, Matrix before, Matrix state) {
    if (p == 0) {
      return;
    }
    float[] from = before.data();
    float[] to = state.data();
    for (int r = w.from(state.rows(), 1); r < w.to(state.rows(), 1); r++) {
      int i = before.index(r, 0);
      int j = state.index(r, 0);
      for (int k = 0; k < state.cols(); k++) {
        to[j + k] = p * from[i + k] + (1 - p) * to[j + k];
      }
    }
  }

  /**
   * The backward pass of {@link #keep}: of the gradient of the state, what belongs to the step
   * before moves there.
   *
   * @param accumulate whether it is added there
   */
  void moveGradient(Worker w, Matrix gradient, Matrix before, long key, boolean accumulate) {
    if (p > 0) {
      kernels.zoneoutBackward(w, gradient, before, p, key, accumulate);
    }
  }

  /** Whether there is any. */
  boolean isSome() {
    return p > 0;
  }
}
