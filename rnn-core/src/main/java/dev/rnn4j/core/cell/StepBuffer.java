package dev.rnn4j.core.cell;

import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;

/** What a cell keeps of every step: a matrix with the rows of a {@link SequenceBatch}. */
public final class StepBuffer {
  private final Matrix capacity;
  private Matrix all;
  private Matrix[] steps = {};

  /**
   * A buffer for any batch up to a size.
   *
   * @param maxRows most elements of all sequences together
   * @param cols width
   */
  public StepBuffer(int maxRows, int cols) {
    this(Matrix.zeros(maxRows, cols));
  }

  private StepBuffer(Matrix capacity) {
    this.capacity = capacity;
    all = capacity.rowRange(0, 0);
  }

  /**
   * Some columns of this buffer, shared; as a buffer to be shaped on its own.
   *
   * @param from first column
   * @param to column after the last
   * @return a view
   */
  public StepBuffer columns(int from, int to) {
    return new StepBuffer(capacity.columnRange(from, to));
  }

  /**
   * Takes the shape of a batch.
   *
   * @param batch at most as large as this buffer
   */
  public void shape(SequenceBatch batch) {
    all = capacity.rowRange(0, batch.rows());
    steps = new Matrix[batch.steps()];
    for (int t = 0; t < steps.length; t++) {
      steps[t] = capacity.rowRange(batch.offset(t), batch.offset(t + 1));
    }
  }

  /** {@return the rows of all steps, as a view} */
  public Matrix all() {
    return all;
  }

  /**
   * The rows of a step.
   *
   * @param t the step
   * @return a view
   */
  public Matrix step(int t) {
    return steps[t];
  }
}
