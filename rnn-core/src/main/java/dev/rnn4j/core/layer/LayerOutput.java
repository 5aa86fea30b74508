package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
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
  private final @Nullable Matrix joinedCapacity;
  private final Matrix joinedGradientCapacity;
  private final Matrix droppedCapacity;
  private final float p;
  private final BatchDropout dropout;
  private final BatchDropout gradientDropout;
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
    directions = config.directions();
    addsInput = config.addsInput(layer);
    int width = config.outputSize(layer);
    boolean own = directions.count() > 1 || addsInput;
    joinedCapacity = own ? Matrix.zeros(maxRows, width) : null;
    joinedGradientCapacity = Matrix.zeros(own && training ? maxRows : 0, width);
    Dropout dropouts = config.regularization().dropout();
    p = dropouts.above(layer == config.layers().size() - 1);
    dropout = new BatchDropout(kernels, dropouts.locked());
    gradientDropout = new BatchDropout(kernels, dropouts.locked());
    droppedCapacity = Matrix.zeros(training && p > 0 ? maxRows : 0, width);
    joined = passes[0].output();
    gradient = joinedGradientCapacity;
    dropped = droppedCapacity;
  }

  /** After the passes have taken the shape of a batch. */
  void shape(SequenceBatch batch) {
    int rows = batch.rows();
    Matrix capacity = joinedCapacity;
    joined = capacity == null ? passes[0].output() : capacity.rowRange(0, rows);
    boolean training = joinedGradientCapacity.rows() > 0;
    gradient =
        capacity == null
            ? passes[0].outputGradient()
            : joinedGradientCapacity.rowRange(0, training ? rows : 0);
    if (droppedCapacity.rows() > 0) {
      dropped = droppedCapacity.rowRange(0, rows);
      dropout.shape(batch, joined, dropped);
      gradientDropout.shape(batch, gradient, gradient);
    }
  }

  /** What the layer above reads; in training with elements dropped. */
  Matrix output(boolean training) {
    return training && p > 0 ? dropped : joined;
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
  void forward(Worker w, @Nullable Matrix input, boolean training, long key) {
    if (joinedCapacity != null) {
      join(w);
      if (addsInput && input != null) {
        Rows.add(w, input, joined);
      }
      w.barrier();
    }
    if (training) {
      dropout.apply(w, p, key);
    }
  }

  /** What the layer computes, before anything is dropped. */
  Matrix plain() {
    return joined;
  }

  /** First in the backward pass of the layer: the gradient of what dropout left, in place. */
  void backwardDropout(Worker w, long key) {
    gradientDropout.apply(w, p, key);
  }

  /** Before the backward passes of the directions. */
  void backward(Worker w) {
    if (joinedCapacity != null) {
      split(w);
      w.barrier();
    }
  }

  /** After them: what the residual connection adds to the gradient of the input. */
  void addInputGradient(Worker w, @Nullable Matrix inputGradient) {
    if (addsInput && inputGradient != null) {
      Rows.add(w, gradient, inputGradient);
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
}
