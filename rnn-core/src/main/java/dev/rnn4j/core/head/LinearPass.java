package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.ForwardRecord;
import dev.rnn4j.core.layer.Linear;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * What the passes of heads have in common that predict each row by a dense layer: they differ in
 * the loss of a row and its gradient.
 */
abstract class LinearPass<T> implements HeadPass<T> {
  private final Linear linear;
  private final Matrix capacity;
  private final Matrix gradientCapacity;
  private final @Nullable Matrix dWeight;
  private final @Nullable Matrix dBias;
  private final double[] losses;
  private final ForwardRecord record = new ForwardRecord();
  private boolean hasLosses; // of the last forward pass; written by worker 0
  private Matrix outputs;
  private Matrix gradient;
  private Linear.@Nullable Gradients gradients;

  /**
   * Buffers.
   *
   * @param linear computes the outputs
   * @param capacity for the outputs of as many rows as it has
   * @param gradientCapacity for their gradient; no rows without a backward pass, or the same matrix
   *     where the gradient replaces the outputs
   * @param dWeight gradient of the weight; null without a backward pass
   * @param dBias gradient of the bias; null without a backward pass
   */
  LinearPass(
      Linear linear,
      Matrix capacity,
      Matrix gradientCapacity,
      @Nullable Matrix dWeight,
      @Nullable Matrix dBias) {
    this.linear = linear;
    this.capacity = capacity;
    this.gradientCapacity = gradientCapacity;
    this.dWeight = dWeight;
    this.dBias = dBias;
    losses = new double[capacity.rows()];
    outputs = capacity;
    gradient = gradientCapacity;
    gradients = views();
  }

  private Linear.@Nullable Gradients views() {
    return dWeight == null || dBias == null ? null : new Linear.Gradients(gradient, dWeight, dBias);
  }

  @Override
  public final void shape(SequenceBatch batch) {
    int rows = batch.rows();
    if (rows > capacity.rows()) {
      throw new IllegalArgumentException(
          rows + " rows given to a head for at most " + capacity.rows());
    }
    record.clear();
    hasLosses = false;
    if (outputs.rows() != rows) {
      outputs = capacity.rowRange(0, rows);
      gradient = gradientCapacity.rowRange(0, Math.min(rows, gradientCapacity.rows()));
      gradients = views();
    }
    shaped(batch);
  }

  /** For passes that must know which rows are one sequence; called by one thread. */
  void shaped(SequenceBatch batch) {}

  private void haveLosses(Worker w, boolean now) {
    if (w.index() == 0) {
      hasLosses = now;
    }
  }

  /** What the dense layer computed (M, N). */
  final Matrix outputs() {
    return outputs;
  }

  /** Where {@link #lossAndGradient} leaves the gradient of the outputs (M, N). */
  final Matrix gradient() {
    return gradient;
  }

  /** That the outputs are those of a forward pass, and still there. */
  final void requireOutputs() {
    record.requireOutputs();
  }

  /** The share of a worker in the losses of all rows. */
  abstract void loss(Worker w, T targets, double[] into);

  /** The same, and the gradient of scale times their sum. */
  abstract void lossAndGradient(Worker w, T targets, float scale, double[] into);

  /** What a pass needs besides the outputs; others see it when the forward pass is complete. */
  void beginForward(Worker w) {}

  @Override
  public final void forward(Worker w, Matrix x) {
    record.forward(w, linear.packings());
    haveLosses(w, false);
    beginForward(w);
    linear.forward(w, x, outputs);
  }

  @Override
  public final void loss(Worker w, T targets) {
    record.requireOutputs();
    loss(w, targets, losses);
    haveLosses(w, true);
    w.barrier();
  }

  @Override
  public final void backward(Worker w, Matrix x, T targets, float scale, Matrix dx) {
    Linear.Gradients d = gradients;
    if (d == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    record.requireDifferentiable(linear.packings());
    lossAndGradient(w, targets, scale, losses);
    w.barrier();
    record.backward(w);
    haveLosses(w, true);
    linear.backward(w, x, d, dx);
  }

  @Override
  public final double[] losses() {
    return losses;
  }

  @Override
  public final double totalLoss() {
    if (!hasLosses) {
      throw new IllegalStateException("there are no losses of the last forward pass yet");
    }
    double sum = 0;
    for (int r = 0; r < outputs.rows(); r++) {
      sum += losses[r];
    }
    return sum;
  }
}
