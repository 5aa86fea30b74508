package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;

/**
 * Dropout of the elements of a batch: at every step anew, or locked, which gives all steps of a
 * sequence the same mask.
 */
final class BatchDropout {
  private final Kernels kernels;
  private final boolean locked;
  private Matrix from;
  private Matrix to;
  private Matrix[] fromSteps = {};
  private Matrix[] toSteps = {};

  BatchDropout(Kernels kernels, boolean locked) {
    this.kernels = kernels;
    this.locked = locked;
    from = Matrix.zeros(0, 0);
    to = from;
  }

  /** Takes the shape of a batch; what is written may be what is read. */
  void shape(SequenceBatch batch, Matrix read, Matrix written) {
    from = read;
    to = written;
    if (locked) {
      fromSteps = steps(batch, read);
      toSteps = read == written ? fromSteps : steps(batch, written);
    }
  }

  private static Matrix[] steps(SequenceBatch batch, Matrix all) {
    Matrix[] steps = new Matrix[batch.steps()];
    for (int t = 0; t < steps.length; t++) {
      steps[t] = all.rowRange(batch.offset(t), batch.offset(t + 1));
    }
    return steps;
  }

  /** All workers have met when this returns. */
  void apply(Worker w, float p, long key) {
    if (p == 0) {
      return;
    }
    if (locked) {
      for (int t = 0; t < fromSteps.length; t++) {
        kernels.dropout(w, fromSteps[t], toSteps[t], p, key); // a sequence keeps its row
      }
    } else {
      kernels.dropout(w, from, to, p, key);
    }
    w.barrier();
  }
}
