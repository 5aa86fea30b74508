package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Linear;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of a {@link SoftmaxHead}: J = -log ŷ[target] of every row, in nats.
 * Targets are class indices; rows whose target is negative count for nothing. Derivation:
 * docs/derivations/softmax-cross-entropy.md.
 */
public final class SoftmaxPass implements HeadPass<int[]> {
  private final Kernels kernels;
  private final Linear linear;
  private final Matrix capacity;
  private final double[] losses;
  private final HeadRecord record;
  private final @Nullable Matrix dWeight;
  private final @Nullable Matrix dBias;
  private Matrix logits;
  private Linear.@Nullable Gradients gradients;

  SoftmaxPass(SoftmaxHead head, int maxRows, @Nullable Parameters gradients) {
    kernels = head.kernels();
    linear = head.linear();
    capacity = Matrix.zeros(maxRows, head.classes());
    logits = capacity;
    losses = new double[maxRows];
    record = new HeadRecord(maxRows);
    dWeight = gradients == null ? null : gradients.matrix(head.names().weight());
    dBias = gradients == null ? null : gradients.matrix(head.names().bias());
    this.gradients = views();
  }

  @Override
  public void shape(SequenceBatch batch) {
    int rows = batch.rows();
    record.shape(rows);
    if (logits.rows() != rows) {
      logits = capacity.rowRange(0, rows);
      gradients = views();
    }
  }

  private Linear.@Nullable Gradients views() {
    return dWeight == null || dBias == null ? null : new Linear.Gradients(logits, dWeight, dBias);
  }

  /** {@return the logits U h + b (M, V), live; after the backward pass their gradient} */
  public Matrix logits() {
    return logits;
  }

  @Override
  public void forward(Worker w, Matrix x) {
    record.forward(w, linear.packings());
    linear.forward(w, x, logits);
  }

  @Override
  public void loss(Worker w, int[] targets) {
    record.requirePredictions();
    kernels.crossEntropy(w, logits, targets, losses);
    record.losses(w);
    w.barrier();
  }

  @Override
  public void backward(Worker w, Matrix x, int[] targets, float scale, Matrix dx) {
    Linear.Gradients d = gradients;
    if (d == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    record.requireDifferentiable(linear.packings());
    kernels.softmaxCrossEntropy(w, logits, targets, scale, losses);
    w.barrier();
    record.backward(w);
    linear.backward(w, x, d, dx);
  }

  @Override
  public double[] losses() {
    return losses;
  }

  @Override
  public double totalLoss() {
    record.requireLosses();
    return Losses.sum(losses, logits.rows());
  }
}
