package dev.rnn4j.core.head;

import dev.rnn4j.core.cell.WeightProduct;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;

/** The weights of one cluster of an {@link AdaptiveSoftmaxHead}: z = W P h. */
final class AdaptiveTail {
  /** P (D, H). */
  static final String PROJECTION = "projection";

  /** W (N, D). */
  static final String WEIGHT = "weight";

  private final String prefix;
  private final int first;
  private final int size;
  private final int inputSize;
  private final int width;
  private final Kernels kernels;
  private final WeightProduct projection;
  private final WeightProduct output;

  AdaptiveTail(String prefix, int first, Parameters parameters, Kernels kernels, boolean training) {
    this.prefix = prefix;
    this.first = first;
    this.kernels = kernels;
    Matrix p = parameters.matrix(prefix + PROJECTION);
    Matrix w = parameters.matrix(prefix + WEIGHT);
    size = w.rows();
    width = p.rows();
    inputSize = p.cols();
    projection = new WeightProduct(p, kernels, parameters.format(), training);
    output = new WeightProduct(w, kernels, parameters.format(), training);
  }

  void repack(Worker w) {
    projection.repack(w);
    output.repack(w);
  }

  void copyTo(Parameters into) {
    projection.unpack(into.matrix(prefix + PROJECTION));
    output.unpack(into.matrix(prefix + WEIGHT));
  }

  Matrix projection(Parameters gradients) {
    return gradients.matrix(prefix + PROJECTION);
  }

  Matrix weight(Parameters gradients) {
    return gradients.matrix(prefix + WEIGHT);
  }

  /**
   * The logits of some rows; all workers have met when this returns.
   *
   * @param x (M, H), complete
   * @param projected (M, D), overwritten
   * @param logits (M, N), overwritten
   */
  void forward(Worker w, Matrix x, Matrix projected, Matrix logits) {
    projection.forward(w, x, projected, false);
    w.barrier();
    output.forward(w, projected, logits, false);
    w.barrier();
  }

  Kernels kernels() {
    return kernels;
  }

  WeightProduct projection() {
    return projection;
  }

  WeightProduct output() {
    return output;
  }

  /** The first of its classes. */
  int first() {
    return first;
  }

  /** The number of its classes, N. */
  int size() {
    return size;
  }

  /** H. */
  int inputSize() {
    return inputSize;
  }

  /** D. */
  int width() {
    return width;
  }
}
