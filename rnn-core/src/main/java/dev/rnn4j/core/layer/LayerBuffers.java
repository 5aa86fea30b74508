package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.CandidateDropout;
import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.CellBuffers;
import dev.rnn4j.core.cell.StepBuffer;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every recurrent layer writes for a batch of sequences, whatever its cell: the
 * pre-activations, h and c of all steps, and for training their gradients. Allocated once and
 * reused; a new shape costs a few views, the shape it has costs nothing. With G gates, outputs of
 * width H and a state c of width S, step t has n(t) rows: the sequences that reach it.
 */
final class LayerBuffers implements CellBuffers {
  private final int maxRows;
  private final int maxBatch;
  private final boolean training;
  private final List<StepBuffer> stepBuffers = new ArrayList<>();
  private final List<BatchRows> batchRows = new ArrayList<>();
  private final StepBuffer gates;
  private final StateBuffer h;
  private final StateBuffer c;
  private final StateBuffer dh;
  private final BatchRows dc;
  private final BatchRows dInitial;
  private final int stateSize;

  /** h(t-1) as the recurrent products read it, with its gradient; null if that is h(t-1) itself. */
  private @Nullable StepBuffer recurrent;

  private @Nullable BatchRows dRecurrent;

  /** Null without dropout of candidates. */
  private @Nullable CandidateDropout candidateDropout;

  private SequenceBatch batch = SequenceBatch.of(0);

  /**
   * Buffers for any batch up to a size.
   *
   * @param cell a kind of cell
   * @param hidden number of units
   * @param reverse whether the last step comes first
   * @param maxRows most elements of all sequences together
   * @param maxBatch most sequences
   * @param training whether there is a backward pass
   */
  LayerBuffers(
      Cell cell, int hidden, boolean reverse, int maxRows, int maxBatch, boolean training) {
    this.maxRows = maxRows;
    this.maxBatch = maxBatch;
    this.training = training;
    stateSize = cell.stateSize(hidden);
    int width = cell.outputSize(hidden);
    gates = newStepBuffer(cell.gates(hidden));
    h = new StateBuffer(maxRows, maxBatch, width, reverse);
    c = new StateBuffer(maxRows, maxBatch, stateSize, reverse);
    dh = new StateBuffer(training ? maxRows : 0, training ? maxBatch : 0, width, reverse);
    dc = new BatchRows(training ? maxBatch : 0, stateSize);
    dInitial = new BatchRows(training ? maxBatch : 0, width);
    if (training) {
      batchRows.add(dc);
      batchRows.add(dInitial);
    }
    reshape();
  }

  @Override
  public StepBuffer newStepBuffer(int cols) {
    return shaped(new StepBuffer(maxRows, cols));
  }

  @Override
  public StepBuffer gateColumns(int from, int to) {
    return shaped(gates.columns(from, to));
  }

  private StepBuffer shaped(StepBuffer buffer) {
    buffer.shape(batch);
    stepBuffers.add(buffer);
    return buffer;
  }

  /** One more matrix with a row for every sequence, for gradients that a step leaves. */
  BatchRows newBatchRows(int cols) {
    BatchRows rows = new BatchRows(maxBatch, cols);
    rows.shape(batch);
    batchRows.add(rows);
    return rows;
  }

  /** From now on the recurrent products read something else than h(t-1), in training. */
  void separateRecurrent() {
    int width = previous().cols();
    recurrent = newStepBuffer(width);
    dRecurrent = newBatchRows(width);
  }

  /** From now on, elements of the candidates are dropped where they are drawn. */
  CandidateDropout dropCandidates() {
    candidateDropout = new CandidateDropout();
    return candidateDropout;
  }

  @Override
  public @Nullable CandidateDropout candidateDropout() {
    return candidateDropout;
  }

  boolean isRecurrentSeparate() {
    return recurrent != null;
  }

  /**
   * Takes the shape of a batch.
   *
   * @param newBatch at most as large as these buffers
   * @throws IllegalArgumentException if it is larger
   */
  void shape(SequenceBatch newBatch) {
    if (newBatch.equals(batch)) {
      return;
    }
    if (newBatch.rows() > maxRows || newBatch.batch() > maxBatch) {
      throw new IllegalArgumentException(
          newBatch.batch()
              + " sequences of "
              + newBatch.rows()
              + " elements in all, in buffers for "
              + maxBatch
              + " of "
              + maxRows);
    }
    batch = newBatch;
    reshape();
  }

  private void reshape() {
    for (StepBuffer buffer : stepBuffers) {
      buffer.shape(batch);
    }
    h.shape(batch);
    c.shape(batch);
    if (training) {
      dh.shape(batch);
    }
    for (BatchRows rows : batchRows) {
      rows.shape(batch);
    }
  }

  @Override
  public SequenceBatch batch() {
    return batch;
  }

  @Override
  public int stateSize() {
    return stateSize;
  }

  @Override
  public boolean isTraining() {
    return training;
  }

  @Override
  public Matrix gates(int t) {
    return gates.step(t);
  }

  @Override
  public Matrix gates() {
    return gates.all();
  }

  @Override
  public Matrix previous(int t) {
    return h.previous(t);
  }

  @Override
  public Matrix previous() {
    return h.previous();
  }

  @Override
  public Matrix recurrent(int t) {
    StepBuffer separate = recurrent;
    return separate == null ? h.previous(t) : separate.step(t);
  }

  @Override
  public Matrix recurrent() {
    StepBuffer separate = recurrent;
    return separate == null ? h.previous() : separate.all();
  }

  @Override
  public Matrix recurrentGradient(int t) {
    BatchRows separate = dRecurrent;
    return separate == null ? dh.previous(t) : separate.step(t);
  }

  @Override
  public Matrix output(int t) {
    return h.current(t);
  }

  @Override
  public Matrix output() {
    return h.current();
  }

  @Override
  public Matrix previousState(int t) {
    return c.previous(t);
  }

  @Override
  public Matrix state(int t) {
    return c.current(t);
  }

  /**
   * Where the gradient of {@link #output()} is put before the backward pass, which adds to it.
   *
   * @return (M, H), a view
   */
  Matrix outputGradient() {
    return dh.current();
  }

  @Override
  public Matrix outputGradient(int t) {
    return dh.current(t);
  }

  @Override
  public Matrix previousGradient(int t) {
    return dh.previous(t);
  }

  @Override
  public Matrix stateGradient(int t) {
    return dc.step(t);
  }

  /**
   * Copies in the state before the first step.
   *
   * @param hidden h (B, H)
   * @param state c (B, S)
   */
  void begin(Matrix hidden, Matrix state) {
    h.setInitial(hidden);
    c.setInitial(state);
  }

  /** Every sequence begins with the same state. */
  void begin(LayerStart start) {
    h.setInitialRow(start.hidden());
    c.setInitialRow(start.state());
  }

  /**
   * Copies out the state after the last step of each sequence.
   *
   * @param hidden h (B, H), overwritten
   * @param state c (B, S), overwritten
   */
  void end(Matrix hidden, Matrix state) {
    h.getFinal(hidden);
    c.getFinal(state);
  }

  void finalHidden(Worker w, Matrix into, int column) {
    h.getFinal(w, into, column);
  }

  /**
   * After the steps of the forward pass.
   *
   * @param w whose share to compute; all workers have met when this returns
   */
  void finishForward(Worker w) {
    if (h.collectCurrent(w)) {
      w.barrier();
    }
  }

  /**
   * Before the steps of the backward pass, with the gradients that enter from above.
   *
   * @param w whose share to compute; all workers have met when this returns
   */
  void beginBackward(Worker w) {
    h.collectPrevious(w);
    dh.spreadCurrent(w);
    dh.clearInitial(w);
    Rows.clear(w, dc.all());
    w.barrier();
  }

  /**
   * Adds gradients of the final state.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param hidden of h (B, H)
   * @param state of c (B, S)
   */
  void addFinalGradient(Worker w, Matrix hidden, Matrix state) {
    dh.addToFinal(w, hidden);
    for (int b = w.from(state.rows(), 1); b < w.to(state.rows(), 1); b++) {
      Rows.copy(state, b, dc.all(), b);
    }
    w.barrier();
  }

  /**
   * After the steps of the backward pass.
   *
   * @param w whose share to compute; does not wait for others
   */
  void finishBackward(Worker w) {
    dh.getInitial(w, dInitial.all());
  }

  /** {@return the gradient of h before the first step (B, H), after the backward pass} */
  Matrix initialGradient() {
    return dInitial.all();
  }

  /** {@return the gradient of c before the first step (B, S), after the backward pass} */
  Matrix initialStateGradient() {
    return dc.all();
  }
}
