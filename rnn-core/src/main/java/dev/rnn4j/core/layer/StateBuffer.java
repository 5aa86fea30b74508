package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;

/**
 * A state of all steps with the initial one, or its gradient: B + M rows for the M rows of a {@link
 * SequenceBatch}. Block 0 has B rows, block t + 1 has the rows of step t.
 *
 * <p>Forward in time, step t reads the first rows of block t, as many as it has, and writes block t
 * + 1; in the reverse direction it reads block t + 1 and writes the first rows of block t. So the
 * sequence b of length L begins at row b of block 0 and ends at row b of block L, or, reversed, the
 * other way round; both are the same row if it is empty. What all steps write (or read, reversed)
 * lies behind block 0 without gaps; the other side does so only if all sequences are equally long,
 * and is otherwise copied to where it does.
 */
final class StateBuffer {
  private final Matrix capacity;
  private final boolean reverse;
  private SequenceBatch batch = SequenceBatch.full(0, 1);
  private Matrix[] lowerSteps = {};
  private Matrix[] upperSteps = {};
  private Matrix lower;
  private Matrix upper;
  private Matrix copy;

  StateBuffer(int maxRows, int maxBatch, int cols, boolean reverse) {
    capacity = Matrix.zeros(Math.addExact(maxRows, maxBatch), cols);
    copy = Matrix.zeros(0, cols);
    this.reverse = reverse;
    lower = copy;
    upper = copy;
  }

  void shape(SequenceBatch newBatch) {
    batch = newBatch;
    int steps = batch.steps();
    lowerSteps = new Matrix[steps];
    upperSteps = new Matrix[steps];
    for (int t = 0; t < steps; t++) {
      int rows = batch.active(t);
      lowerSteps[t] = capacity.rowRange(block(t), block(t) + rows);
      upperSteps[t] = capacity.rowRange(block(t + 1), block(t + 1) + rows);
    }
    upper = capacity.rowRange(batch.batch(), batch.batch() + batch.rows());
    lower = batch.isFull() ? capacity.rowRange(0, batch.rows()) : copyRows();
  }

  private Matrix copyRows() {
    if (copy.rows() < batch.rows()) {
      copy = Matrix.zeros(batch.rows(), capacity.cols());
    }
    return copy.rowRange(0, batch.rows());
  }

  /** Row at which block k begins. */
  private int block(int k) {
    return k == 0 ? 0 : batch.batch() + batch.offset(k - 1);
  }

  /** What step t reads (n(t), cols). */
  Matrix previous(int t) {
    return reverse ? upperSteps[t] : lowerSteps[t];
  }

  /** What step t writes (n(t), cols). */
  Matrix current(int t) {
    return reverse ? lowerSteps[t] : upperSteps[t];
  }

  /** What all steps read (M, cols); up to date after {@link #collectPrevious}. */
  Matrix previous() {
    return reverse ? upper : lower;
  }

  /** What all steps write (M, cols); up to date after {@link #collectCurrent}. */
  Matrix current() {
    return reverse ? lower : upper;
  }

  void collectPrevious(Worker w) {
    if (!reverse) {
      copyLower(w, false);
    }
  }

  /** Whether there was anything to copy; the same for all workers. */
  boolean collectCurrent(Worker w) {
    boolean apart = reverse && !batch.isFull();
    if (apart) {
      copyLower(w, false);
    }
    return apart;
  }

  /** The other way: what was written to {@link #current()} is what the steps see. */
  void spreadCurrent(Worker w) {
    if (reverse) {
      copyLower(w, true);
    }
  }

  private void copyLower(Worker w, boolean back) {
    for (int t = 0; !batch.isFull() && t < batch.steps(); t++) {
      int rows = batch.active(t);
      for (int b = w.from(rows, 1); b < w.to(rows, 1); b++) {
        if (back) {
          Rows.copy(lower, batch.offset(t) + b, lowerSteps[t], b);
        } else {
          Rows.copy(lowerSteps[t], b, lower, batch.offset(t) + b);
        }
      }
    }
  }

  private int initialRow(int b) {
    return reverse ? block(batch.length(b)) + b : b;
  }

  private int finalRow(int b) {
    return reverse ? b : block(batch.length(b)) + b;
  }

  /** Before the first step (B, cols). */
  void setInitial(Matrix state) {
    for (int b = 0; b < batch.batch(); b++) {
      Rows.copy(state, b, capacity, initialRow(b));
    }
  }

  /** The same before the first step of all (1, cols). */
  void setInitialRow(Matrix row) {
    for (int b = 0; b < batch.batch(); b++) {
      Rows.copy(row, 0, capacity, initialRow(b));
    }
  }

  void clearInitial(Worker w) {
    for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
      Rows.clear(capacity, initialRow(b));
    }
  }

  void getInitial(Worker w, Matrix into) {
    for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
      Rows.copy(capacity, initialRow(b), into, b);
    }
  }

  /** After the last step (B, cols). */
  void getFinal(Matrix into) {
    for (int b = 0; b < batch.batch(); b++) {
      Rows.copy(capacity, finalRow(b), into, b);
    }
  }

  /** The share of a worker, into some columns of a matrix of B rows. */
  void getFinal(Worker w, Matrix into, int column) {
    for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
      System.arraycopy(
          capacity.data(),
          capacity.index(finalRow(b), 0),
          into.data(),
          into.index(b, column),
          capacity.cols());
    }
  }

  void addToFinal(Worker w, Matrix gradient) {
    for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
      int to = capacity.index(finalRow(b), 0);
      int from = gradient.index(b, 0);
      for (int j = 0; j < capacity.cols(); j++) {
        capacity.data()[to + j] += gradient.data()[from + j];
      }
    }
  }
}
