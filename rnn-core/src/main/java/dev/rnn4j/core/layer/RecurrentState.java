package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.CellType;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The recurrent state of a stack of layers for B streams: h, and for cells that have one c, of each
 * layer. What is carried from window to window, snapshot and restored.
 */
public final class RecurrentState {
  private final CellType type;
  private final List<Matrix> hidden = new ArrayList<>();
  private final List<Matrix> cell = new ArrayList<>();

  /**
   * A state of zeros.
   *
   * @param type the cell of every layer
   * @param hiddenSizes H of each layer, from the input up
   * @param batch B
   */
  public RecurrentState(CellType type, List<Integer> hiddenSizes, int batch) {
    this.type = type;
    for (int size : hiddenSizes) {
      hidden.add(Matrix.zeros(batch, size));
      cell.add(Matrix.zeros(batch, type.hasCellState() ? size : 0));
    }
  }

  /**
   * Number of layers.
   *
   * @return how many
   */
  public int layers() {
    return hidden.size();
  }

  /**
   * h of a layer.
   *
   * @param layer from 0
   * @return (B, H), live
   */
  public Matrix hidden(int layer) {
    return hidden.get(layer);
  }

  /**
   * c of a layer.
   *
   * @param layer from 0
   * @return (B, H), live; no columns without a cell state
   */
  public Matrix cell(int layer) {
    return cell.get(layer);
  }

  /** Sets everything to zero. */
  public void reset() {
    for (int l = 0; l < layers(); l++) {
      Arrays.fill(hidden.get(l).data(), 0f);
      Arrays.fill(cell.get(l).data(), 0f);
    }
  }

  /**
   * A copy that does not change with this one.
   *
   * @return an equal state
   */
  public RecurrentState copy() {
    List<Integer> sizes = hidden.stream().map(Matrix::cols).toList();
    RecurrentState copy = new RecurrentState(type, sizes, hidden.getFirst().rows());
    copy.set(this);
    return copy;
  }

  /**
   * Takes over the values of another state.
   *
   * @param other of the same shape
   * @throws IllegalArgumentException if its shape differs
   */
  public void set(RecurrentState other) {
    if (!sameShape(other)) {
      throw new IllegalArgumentException("the state to restore is of another model or batch size");
    }
    for (int l = 0; l < layers(); l++) {
      copy(other.hidden.get(l), hidden.get(l));
      copy(other.cell.get(l), cell.get(l));
    }
  }

  private boolean sameShape(RecurrentState other) {
    boolean same = other.layers() == layers() && other.type == type;
    for (int l = 0; same && l < layers(); l++) {
      Matrix mine = hidden.get(l);
      Matrix its = other.hidden.get(l);
      same = mine.rows() == its.rows() && mine.cols() == its.cols();
    }
    return same;
  }

  private static void copy(Matrix from, Matrix to) {
    System.arraycopy(from.data(), 0, to.data(), 0, to.data().length);
  }
}
