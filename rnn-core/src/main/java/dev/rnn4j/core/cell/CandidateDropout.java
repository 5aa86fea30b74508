package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;

/**
 * Dropout of what a step would write into its state, before its gate (Semeniuta et al. 2016), drawn
 * anew at every step. A layer says what is drawn in a forward pass; its cell draws it, forward and
 * backward.
 */
public final class CandidateDropout {
  private float p;
  private long key;

  /** Nothing is dropped until something is {@link #draw drawn}. */
  public CandidateDropout() {}

  /**
   * What the next forward pass drops, and its backward pass; called by one worker before all meet.
   *
   * @param probability of an element, 0 to below 1; 0 for a forward pass in use
   * @param newKey names the masks of all steps
   */
  public void draw(float probability, long newKey) {
    p = probability;
    key = newKey;
  }

  /** Whether the forward pass drops any. */
  boolean isDrawn() {
    return p > 0;
  }

  /** Of a sum with candidate ∘ gate in it. Workers need to meet before and after. */
  void forward(Worker w, Kernels kernels, int t, Matrix candidate, Matrix gate, Matrix sum) {
    kernels.dropoutOfTerm(w, candidate, gate, sum, p, RandomSource.derive(key, t));
  }

  /**
   * Of a gradient that has the candidate, or the gradient of what was dropped, for a factor.
   * Workers need to meet before and after.
   */
  void backward(Worker w, Kernels kernels, int t, Matrix gradient) {
    kernels.dropout(w, gradient, gradient, p, RandomSource.derive(key, t));
  }
}
