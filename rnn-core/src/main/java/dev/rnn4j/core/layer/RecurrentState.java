package dev.rnn4j.core.layer;

import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The recurrent state of a stack of layers for B sequences, or its gradient: h, and for cells that
 * have one c, of each layer. What is carried from window to window, snapshot and restored. The
 * directions of a layer count as layers of their own, the forward one first.
 */
public final class RecurrentState {
  private final List<LayerConfig> layers;
  private final List<LayerStart> starts;
  private final List<Matrix> hidden = new ArrayList<>();
  private final List<Matrix> cell = new ArrayList<>();

  /**
   * A state of zeros.
   *
   * @param layers from the input up
   * @param batch number of sequences, B
   */
  public RecurrentState(List<LayerConfig> layers, int batch) {
    this(layers, List.of(), batch);
  }

  /** A state of zeros, which becomes what the layers start from when it is reset. */
  RecurrentState(List<LayerConfig> layers, List<LayerStart> starts, int batch) {
    this.layers = List.copyOf(layers);
    this.starts = starts;
    for (LayerConfig layer : this.layers) {
      hidden.add(Matrix.zeros(batch, layer.outputSize()));
      cell.add(Matrix.zeros(batch, layer.stateSize()));
    }
  }

  /** {@return the number of layers, each direction counted} */
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
   * @return (B, S), live; no columns without a c
   */
  public Matrix cell(int layer) {
    return cell.get(layer);
  }

  /** Back to the initial state of the stack that made this one; without a stack, to zeros. */
  public void reset() {
    for (int l = 0; l < layers(); l++) {
      if (starts.isEmpty()) {
        Arrays.fill(hidden.get(l).data(), 0f);
        Arrays.fill(cell.get(l).data(), 0f);
      } else {
        starts.get(l).copyTo(hidden.get(l), cell.get(l));
      }
    }
  }

  /** {@return a copy that does not change with this one} */
  public RecurrentState copy() {
    RecurrentState copy = new RecurrentState(layers, starts, hidden.getFirst().rows());
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
      hidden.get(l).set(other.hidden.get(l));
      cell.get(l).set(other.cell.get(l));
    }
  }

  private boolean sameShape(RecurrentState other) {
    return other.layers.equals(layers)
        && other.hidden.getFirst().rows() == hidden.getFirst().rows();
  }
}
