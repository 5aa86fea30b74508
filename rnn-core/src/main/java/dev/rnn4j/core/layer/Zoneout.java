package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.DropoutMask;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * Zoneout of a state (Krueger et al. 2017): in training an element keeps the value of the step
 * before with probability p, in use it is the expectation of that. Workers share out rows, and need
 * to meet before and after.
 */
final class Zoneout {
  private final float p;

  Zoneout(float p) {
    this.p = p;
  }

  /** Elements of a state that a step has written become those of the step before. */
  void keep(Worker w, Matrix before, Matrix state, long key) {
    if (p == 0) {
      return;
    }
    int threshold = DropoutMask.threshold(p);
    float[] from = before.data();
    float[] to = state.data();
    for (int r = w.from(state.rows(), 1); r < w.to(state.rows(), 1); r++) {
      int i = before.index(r, 0);
      int j = state.index(r, 0);
      int index = r * state.cols();
      for (int k = 0; k < state.cols(); k++) {
        to[j + k] = DropoutMask.keeps(index + k, key, threshold) ? to[j + k] : from[i + k];
      }
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
   */
  void moveGradient(Worker w, Matrix gradient, Matrix before, long key) {
    if (p == 0) {
      return;
    }
    int threshold = DropoutMask.threshold(p);
    float[] from = gradient.data();
    float[] to = before.data();
    for (int r = w.from(gradient.rows(), 1); r < w.to(gradient.rows(), 1); r++) {
      int i = gradient.index(r, 0);
      int j = before.index(r, 0);
      int index = r * gradient.cols();
      for (int k = 0; k < gradient.cols(); k++) {
        boolean kept = DropoutMask.keeps(index + k, key, threshold);
        to[j + k] += kept ? 0f : from[i + k];
        from[i + k] = kept ? from[i + k] : 0f;
      }
    }
  }
}
