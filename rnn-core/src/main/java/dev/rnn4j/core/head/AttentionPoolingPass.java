package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.ForwardRecord;
import dev.rnn4j.core.layer.Linear;
import dev.rnn4j.core.layer.SequenceSoftmax;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of {@link AttentionPooling}. With u = tanh(W h + b), s = u · v and a =
 * softmax(s) over a sequence's steps, and the gradient dy of Σ a(t) h(t):
 *
 * <pre>
 *   da(t) = dy · h(t)     ds(t) = a(t) (da(t) - Σ a da)     dv = Σ ds(t) u(t)
 *   du(t) = ds(t) v       dz = du ∘ (1 - u²)                dh(t) = a(t) dy + Wᵀ dz(t)
 * </pre>
 */
public final class AttentionPoolingPass implements PoolingPass {
  private final StackPass stack;
  private final Linear linear;
  private final Matrix vector;
  private final Kernels kernels;
  private final @Nullable Matrix dWeight;
  private final @Nullable Matrix dBias;
  private final @Nullable Matrix dVector;
  private final Matrix hiddenCapacity;
  private final Matrix hiddenGradientCapacity;
  private final Matrix weightCapacity;
  private final Matrix scoreGradientCapacity;
  private final ForwardRecord record = new ForwardRecord();

  /** u (M, A). */
  private Matrix hidden;

  /** du, then dz (M, A). */
  private Matrix hiddenGradient;

  /** s, then a (M, 1). */
  private Matrix weights;

  /** ds (M, 1). */
  private Matrix scoreGradient;

  private Linear.@Nullable Gradients gradients;

  AttentionPoolingPass(
      AttentionPooling.Weights from, StackPass stack, int maxRows, @Nullable Parameters into) {
    this.stack = stack;
    linear = from.linear();
    vector = from.vector();
    kernels = from.kernels();
    dWeight = into == null ? null : into.matrix(from.prefix() + AttentionPooling.WEIGHT);
    dBias = into == null ? null : into.matrix(from.prefix() + AttentionPooling.BIAS);
    dVector = into == null ? null : into.matrix(from.prefix() + AttentionPooling.VECTOR);
    int differentiable = into == null ? 0 : maxRows;
    hiddenCapacity = Matrix.zeros(maxRows, vector.cols());
    hiddenGradientCapacity = Matrix.zeros(differentiable, vector.cols());
    weightCapacity = Matrix.zeros(maxRows, 1);
    scoreGradientCapacity = Matrix.zeros(differentiable, 1);
    hidden = hiddenCapacity;
    hiddenGradient = hiddenGradientCapacity;
    weights = weightCapacity;
    scoreGradient = scoreGradientCapacity;
    shape(maxRows);
  }

  /** Takes over the rows of the stack's batch. */
  private void shape(int rows) {
    hidden = hiddenCapacity.rowRange(0, rows);
    weights = weightCapacity.rowRange(0, rows);
    Matrix weight = dWeight;
    Matrix bias = dBias;
    if (weight != null && bias != null) {
      hiddenGradient = hiddenGradientCapacity.rowRange(0, rows);
      scoreGradient = scoreGradientCapacity.rowRange(0, rows);
      gradients = new Linear.Gradients(hiddenGradient, weight, bias);
    }
  }

  /**
   * The weights a of the last forward pass; those of a sequence sum to 1.
   *
   * @return (M, 1), live; the row of a step and a sequence is {@link SequenceBatch#row}
   */
  public Matrix weights() {
    return weights;
  }

  @Override
  public void forward(Worker w, Matrix y) {
    Matrix x = stack.output();
    if (w.index() == 0 && hidden.rows() != x.rows()) {
      shape(x.rows());
    }
    record.forward(w, linear.packings());
    w.barrier();
    linear.forward(w, x, hidden);
    kernels.activate(w, Activation.TANH, hidden, hidden);
    w.barrier();
    kernels.multiply(w, hidden, vector, true, weights, false);
    w.barrier();
    SequenceBatch batch = stack.batch();
    for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
      int first = weights.index(b, 0);
      SequenceSoftmax.forward(weights.data(), first, batch.length(b), batch);
      Arrays.fill(y.data(), y.index(b, 0), y.index(b, 0) + y.cols(), 0f);
      for (int t = 0; t < batch.length(b); t++) {
        int row = batch.row(t, b);
        addScaled(weights.get(row, 0), x, row, y, b);
      }
    }
    w.barrier();
  }

  @Override
  public void backward(Worker w, Matrix dy) {
    Linear.Gradients into = gradients;
    Matrix dv = dVector;
    if (into == null || dv == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    record.requireDifferentiable(linear.packings());
    SequenceBatch batch = stack.batch();
    for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
      scoreGradients(dy, batch, b);
    }
    w.barrier();
    record.backward(w);
    kernels.multiplyTransposed(w, scoreGradient, hidden, dv, false);
    kernels.multiply(w, scoreGradient, vector, false, hiddenGradient, false);
    w.barrier();
    kernels.activateBackward(w, Activation.TANH, hidden, hiddenGradient, hiddenGradient);
    w.barrier();
    Matrix dx = stack.outputGradient();
    linear.backward(w, stack.output(), into, dx);
    for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
      for (int t = 0; t < batch.length(b); t++) {
        int row = batch.row(t, b);
        addScaled(weights.get(row, 0), dy, b, dx, row);
      }
    }
    w.barrier();
  }

  private void scoreGradients(Matrix dy, SequenceBatch batch, int b) {
    Matrix x = stack.output();
    int length = batch.length(b);
    for (int t = 0; t < length; t++) {
      int row = batch.row(t, b);
      double da = 0;
      for (int j = 0; j < x.cols(); j++) {
        da += dy.get(b, j) * x.get(row, j);
      }
      scoreGradient.set(row, 0, (float) da);
    }
    SequenceSoftmax.backward(
        weights.data(),
        weights.index(b, 0),
        length,
        batch,
        scoreGradient.data(),
        scoreGradient.index(b, 0));
  }

  private static void addScaled(float scale, Matrix from, int fromRow, Matrix to, int toRow) {
    int source = from.index(fromRow, 0);
    int target = to.index(toRow, 0);
    for (int j = 0; j < to.cols(); j++) {
      to.data()[target + j] += scale * from.data()[source + j];
    }
  }
}
