package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;

/**
 * The gradients of an {@link ActivationPenalty}, added to those of a layer's outputs. Workers share
 * out rows, and need to meet before and after.
 */
final class OutputPenalty {
  private final ActivationPenalty config;

  OutputPenalty(ActivationPenalty config) {
    this.config = config;
  }

  /**
   * dy += scale · 2 α y / W.
   *
   * @param y what dropout left (M, W)
   * @param scale factor on the loss of every target
   */
  void addSize(Worker w, Matrix y, Matrix dy, float scale) {
    float factor = 2 * config.size() * scale / y.cols();
    for (int r = w.from(y.rows(), 1); factor != 0 && r < w.to(y.rows(), 1); r++) {
      Rows.addScaled(y, r, factor, dy, r);
    }
  }

  /**
   * The gradients of β |h(t) - h(t-1)|² / W at both of its ends.
   *
   * @param h before dropout (M, W)
   * @param scale factor on the loss of every target
   */
  void addChange(Worker w, SequenceBatch batch, Matrix h, Matrix dh, float scale) {
    float factor = 2 * config.change() * scale / h.cols();
    for (int t = 0; factor != 0 && t < batch.steps(); t++) {
      int next = t + 1 < batch.steps() ? batch.active(t + 1) : 0;
      for (int b = w.from(batch.active(t), 1); b < w.to(batch.active(t), 1); b++) {
        int r = batch.row(t, b);
        if (t > 0) {
          addDifference(h, r, batch.row(t - 1, b), factor, dh);
        }
        if (b < next) {
          addDifference(h, r, batch.row(t + 1, b), factor, dh);
        }
      }
    }
  }

  private static void addDifference(Matrix h, int row, int other, float factor, Matrix dh) {
    Rows.addScaled(h, row, factor, dh, row);
    Rows.addScaled(h, other, -factor, dh, row);
  }
}
