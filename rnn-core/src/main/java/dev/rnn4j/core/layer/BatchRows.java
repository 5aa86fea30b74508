package dev.rnn4j.core.layer;

import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;

/** A row for every sequence of a batch, of which each step uses those of the n(t) that reach it. */
final class BatchRows {
  private final Matrix capacity;
  private Matrix all;
  private Matrix[] steps = {};

  BatchRows(int maxBatch, int cols) {
    capacity = Matrix.zeros(maxBatch, cols);
    all = capacity.rowRange(0, 0);
  }

  void shape(SequenceBatch batch) {
    all = capacity.rowRange(0, batch.batch());
    steps = new Matrix[batch.steps()];
    Arrays.setAll(steps, t -> capacity.rowRange(0, batch.active(t)));
  }

  /** (B, cols). */
  Matrix all() {
    return all;
  }

  /** (n(t), cols). */
  Matrix step(int t) {
    return steps[t];
  }
}
