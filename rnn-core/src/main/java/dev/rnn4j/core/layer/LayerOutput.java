package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * What a layer of a stack hands up: the outputs of its directions joined, its input added, elements
 * dropped; and the same backward. One direction without a residual connection is handed up where
 * the layer wrote it, without a copy.
 */
final class LayerOutput {
  private final RecurrentPass[] passes;
  private final Directions directions;
  private final boolean addsInput;
  private final Kernels kernels;
  private final @Nullable Matrix joinedCapacity;
  private final Matrix joinedGradientCapacity;
  private final Matrix droppedCapacity;
  private Matrix joined;
  private Matrix gradient;
  private Matrix dropped;

  LayerOutput(
      StackConfig config,
      int layer,
      RecurrentPass[] passes,
      Kernels kernels,
      int maxRows,
      boolean training) {
    this.passes = passes;
    this.kernels = kernels;
    directions = config.directions();
    addsInput = config.addsInput(layer);
    int width = config.outputSize(layer);
    boolean own = directions.count() > 1 || addsInput;
    joinedCapacity = own ? Matrix.zeros(maxRows, width) : null;
    joinedGradientCapacity = Matrix.zeros(own && training ? maxRows : 0, width);
    droppedCapacity = Matrix.zeros(training && config.dropout() > 0 ? maxRows : 0, width);
    joined = passes[0].output();
    gradient = joinedGradientCapacity;
    dropped = droppedCapacity;
  }

  /** After the passes have taken the shape of a batch. */
  void shape(int rows) {
    Matrix capacity = joinedCapacity;
    joined = capacity == null ? passes[0].output() : capacity.rowRange(0, rows);
    boolean training = joinedGradientCapacity.rows() > 0;
    gradient =
        capacity == null
            ? passes[0].outputGradient()
            : joinedGradientCapacity.rowRange(0, training ? rows : 0);
    dropped = droppedCapacity.rowRange(0, Math.min(rows, droppedCapacity.rows()));
  }

  /** What the layer above reads. */
  Matrix output(boolean drops) {
    return drops ? dropped : joined;
  }

  /** Where the layer above puts the gradient of {@link #output}. */
  Matrix gradient() {
    return gradient;
  }

  /**
   * After the passes of the layer.
   *
   * @param input of the layer (M, I), of use to residual connections
   */
  void forward(Worker w, @Nullable Matrix input, float p, long key) {
    if (joinedCapacity != null) {
      join(w);
      if (addsInput && input != null) {
        add(w, input, joined);
      }
      w.barrier();
    }
    if (p > 0) {
      kernels.dropout(w, joined, dropped, p, key);
      w.barrier();
    }
  }

  /** Before the backward passes of the layer. */
  void backward(Worker w, float p, long key) {
    if (p > 0) {
      kernels.dropout(w, gradient, gradient, p, key);
      w.barrier();
    }
    if (joinedCapacity != null) {
      split(w);
      w.barrier();
    }
  }

  /** After them: what the residual connection adds to the gradient of the input. */
  void addInputGradient(Worker w, @Nullable Matrix inputGradient) {
    if (addsInput && inputGradient != null) {
      add(w, gradient, inputGradient);
      w.barrier();
    }
  }

  private void join(Worker w) {
    for (int d = 0; d < passes.length; d++) {
      Matrix part = passes[d].output();
      int column = directions == Directions.CONCATENATED ? d * part.cols() : 0;
      float scale = directions == Directions.AVERAGED ? 0.5f : 1f;
      boolean first = d == 0 || directions == Directions.CONCATENATED;
      for (int r = w.from(part.rows(), 1); r < w.to(part.rows(), 1); r++) {
        int to = joined.index(r, column);
        addScaled(part, r, scale, joined.data(), to, first);
      }
    }
  }

  private static void addScaled(
      Matrix from, int row, float scale, float[] to, int at, boolean overwrite) {
    int start = from.index(row, 0);
    for (int j = 0; j < from.cols(); j++) {
      float value = scale * from.data()[start + j];
      to[at + j] = overwrite ? value : to[at + j] + value;
    }
  }

  private void split(Worker w) {
    for (int d = 0; d < passes.length; d++) {
      Matrix part = passes[d].outputGradient();
      int column = directions == Directions.CONCATENATED ? d * part.cols() : 0;
      float scale = directions == Directions.AVERAGED ? 0.5f : 1f;
      for (int r = w.from(part.rows(), 1); r < w.to(part.rows(), 1); r++) {
        int from = gradient.index(r, column);
        int to = part.index(r, 0);
        for (int j = 0; j < part.cols(); j++) {
          part.data()[to + j] = scale * gradient.data()[from + j];
        }
      }
    }
  }

  private static void add(Worker w, Matrix from, Matrix to) {
    for (int r = w.from(from.rows(), 1); r < w.to(from.rows(), 1); r++) {
      addScaled(from, r, 1f, to.data(), to.index(r, 0), false);
    }
  }
}
