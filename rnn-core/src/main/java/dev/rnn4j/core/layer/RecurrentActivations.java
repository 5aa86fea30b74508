package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.CellGradient;
import dev.rnn4j.core.cell.CellStep;
import dev.rnn4j.core.cell.CellType;
import dev.rnn4j.core.tensor.Matrix;

/**
 * What one recurrent layer writes for a window of T steps and B streams, time-major: row t·B + b.
 * Allocated once per window shape and reused. Row block 0 of the states is the initial state, so
 * the output of step t stands in row block t + 1.
 */
public final class RecurrentActivations {
  private final int steps;
  private final int batch;
  private final Matrix gates;
  private final Matrix recurrent;
  private final Matrix h;
  private final Matrix c;
  private final Matrix tanhC;
  private final Matrix dh;
  private final Matrix dc;
  private final Matrix output;
  private final Matrix outputGradient;
  private final Matrix previousOutput;
  private final Matrix initialHiddenGradient;
  private final CellStep[] cellSteps;
  private final CellGradient[] cellGradients;
  private final ForwardRecord record;

  /**
   * Buffers for a layer.
   *
   * @param type the cell
   * @param hiddenSize H
   * @param steps T, 1 or more
   * @param batch B, 1 or more
   * @param training whether there is a way back
   */
  public RecurrentActivations(
      CellType type, int hiddenSize, int steps, int batch, boolean training) {
    this(
        steps,
        batch,
        Matrix.zeros(steps * batch, type.gates() * hiddenSize),
        Matrix.zeros(steps * batch, type.keepsProductsApart() ? type.gates() * hiddenSize : 0),
        Matrix.zeros((steps + 1) * batch, hiddenSize),
        Matrix.zeros((steps + 1) * batch, type.hasCellState() ? hiddenSize : 0),
        Matrix.zeros(steps * batch, type.hasCellState() ? hiddenSize : 0),
        training ? Matrix.zeros((steps + 1) * batch, hiddenSize) : Matrix.zeros(0, hiddenSize),
        Matrix.zeros(training ? batch : 0, type.hasCellState() ? hiddenSize : 0),
        new ForwardRecord());
  }

  private RecurrentActivations(
      int steps,
      int batch,
      Matrix gates,
      Matrix recurrent,
      Matrix h,
      Matrix c,
      Matrix tanhC,
      Matrix dh,
      Matrix dc,
      ForwardRecord record) {
    this.steps = steps;
    this.batch = batch;
    this.gates = gates;
    this.recurrent = recurrent;
    this.h = h;
    this.c = c;
    this.tanhC = tanhC;
    this.dh = dh;
    this.dc = dc;
    this.record = record;
    output = h.rowRange(batch, (steps + 1) * batch);
    previousOutput = h.rowRange(0, steps * batch);
    boolean training = dh.rows() > 0;
    initialHiddenGradient = training ? block(dh, 0) : dh;
    outputGradient = training ? dh.rowRange(batch, (steps + 1) * batch) : dh;
    cellSteps = new CellStep[steps];
    cellGradients = new CellGradient[training ? steps : 0];
    for (int t = 0; t < steps; t++) {
      cellSteps[t] =
          new CellStep(
              block(gates, t),
              block(recurrent, t),
              block(h, t),
              block(h, t + 1),
              block(c, t),
              block(c, t + 1),
              block(tanhC, t));
    }
    for (int t = 0; t < cellGradients.length; t++) {
      cellGradients[t] = new CellGradient(block(dh, t), block(dh, t + 1), dc);
    }
  }

  private Matrix block(Matrix m, int t) {
    return m.rowRange(t * batch, (t + 1) * batch);
  }

  /**
   * The same buffers for a shorter window.
   *
   * @param fewerSteps 1 to T
   * @return views of the first rows
   */
  public RecurrentActivations shortened(int fewerSteps) {
    int rows = fewerSteps * batch;
    return new RecurrentActivations(
        fewerSteps,
        batch,
        gates.rowRange(0, rows),
        recurrent.rowRange(0, rows),
        h.rowRange(0, rows + batch),
        c.rowRange(0, rows + batch),
        tanhC.rowRange(0, rows),
        dh.rowRange(0, dh.rows() == 0 ? 0 : rows + batch),
        dc,
        record);
  }

  /**
   * Length of the window.
   *
   * @return T
   */
  public int steps() {
    return steps;
  }

  /**
   * Pre-activations, then activated gates, on the way back their gradient dz.
   *
   * @return (T·B, G·H)
   */
  public Matrix gates() {
    return gates;
  }

  /**
   * Where W_hh h(t-1) + b_hh is added, on the way back its gradient.
   *
   * @return (T·B, G·H): {@link #gates()}, unless the cell keeps its products apart
   */
  public Matrix recurrentGates() {
    return recurrent.cols() > 0 ? recurrent : gates;
  }

  /**
   * h(1) to h(T).
   *
   * @return (T·B, H)
   */
  public Matrix output() {
    return output;
  }

  /**
   * h(0) to h(T-1).
   *
   * @return (T·B, H)
   */
  public Matrix previousOutput() {
    return previousOutput;
  }

  /**
   * Where the layer above puts the gradient of {@link #output()}; the way back adds to it.
   *
   * @return (T·B, H), or no rows for inference
   */
  public Matrix outputGradient() {
    return outputGradient;
  }

  /**
   * Gradient of h(0) after the way back.
   *
   * @return (B, H)
   */
  public Matrix initialHiddenGradient() {
    return initialHiddenGradient;
  }

  /**
   * Gradient of c(0) after the way back.
   *
   * @return (B, H), or no columns without a cell state
   */
  public Matrix initialCellGradient() {
    return dc;
  }

  ForwardRecord record() {
    return record;
  }

  boolean isForTraining() {
    return cellGradients.length > 0;
  }

  CellStep step(int t) {
    return cellSteps[t];
  }

  CellGradient gradient(int t) {
    return cellGradients[t];
  }

  /**
   * Copies a state into h(0) and c(0). What the last forward pass left can no longer be
   * differentiated then.
   *
   * @param hidden (B, H)
   * @param cell (B, H), or no columns without a cell state
   * @throws IllegalArgumentException if they are of another shape
   */
  public void begin(Matrix hidden, Matrix cell) {
    requireShape(hidden, h);
    requireShape(cell, c);
    record.clear();
    copy(hidden, 0, h, 0);
    copy(cell, 0, c, 0);
  }

  /**
   * Copies h(T) and c(T) into a state.
   *
   * @param hidden (B, H), overwritten
   * @param cell (B, H), overwritten; or no columns without a cell state
   * @throws IllegalArgumentException if they are of another shape
   * @throws IllegalStateException if there was no forward pass of this length since {@link #begin}
   */
  public void end(Matrix hidden, Matrix cell) {
    requireShape(hidden, h);
    requireShape(cell, c);
    record.requireSteps(steps);
    copy(h, steps * batch, hidden, 0);
    copy(c, steps * batch, cell, 0);
  }

  private void requireShape(Matrix state, Matrix buffer) {
    if (state.rows() != batch || state.cols() != buffer.cols()) {
      throw new IllegalArgumentException(
          "a state of "
              + state.rows()
              + "x"
              + state.cols()
              + " given to a layer of "
              + batch
              + "x"
              + buffer.cols());
    }
  }

  private void copy(Matrix from, int fromRow, Matrix to, int toRow) {
    for (int b = 0; b < batch; b++) {
      System.arraycopy(
          from.data(), from.index(fromRow + b, 0), to.data(), to.index(toRow + b, 0), from.cols());
    }
  }
}
