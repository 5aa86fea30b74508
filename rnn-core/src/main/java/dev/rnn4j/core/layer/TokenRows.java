package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.DropoutMask;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * Dropout of whole tokens: the vectors of some are zero wherever they stand in a batch, those of
 * the others scaled by 1 / (1 - p). Linear, so its backward pass is the same.
 */
final class TokenRows {
  private final float p;

  TokenRows(float p) {
    this.p = p;
  }

  /**
   * Scales the rows of tokens, or of their gradients.
   *
   * @param w whose share to compute; all workers have met when this returns
   */
  void apply(Worker w, int[] tokens, Matrix rows, long key) {
    if (p == 0) {
      return;
    }
    int threshold = DropoutMask.threshold(p);
    float scale = 1 / (1 - p);
    for (int r = w.from(rows.rows(), 1); r < w.to(rows.rows(), 1); r++) {
      boolean keeps = DropoutMask.keeps(tokens[r], key, threshold);
      Rows.scale(rows, r, keeps ? scale : 0f);
    }
    w.barrier();
  }
}
