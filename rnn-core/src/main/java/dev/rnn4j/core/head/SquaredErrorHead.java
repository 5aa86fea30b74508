package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Linear;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for every row: ŷ = W h + b, with the loss ½ ‖ŷ - y‖². Shared by any number of threads
 * unless repacked.
 */
public final class SquaredErrorHead {
  private final String prefix;
  private final boolean training;
  private final int outputs;
  private final Linear linear;

  /**
   * A head.
   *
   * @param prefix of its parameters, such as "output."
   * @param parameters with those that {@link #declare} declares, packed here; in training shared,
   *     and after changing them call {@link #repack}
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   */
  public SquaredErrorHead(String prefix, Parameters parameters, Kernels kernels, boolean training) {
    this.prefix = prefix;
    this.training = training;
    Matrix bias = parameters.matrix(bias(prefix));
    outputs = bias.cols();
    linear =
        new Linear(parameters.matrix(weight(prefix)), bias, kernels, parameters.format(), training);
  }

  private static String weight(String prefix) {
    return prefix + "weight";
  }

  private static String bias(String prefix) {
    return prefix + "bias";
  }

  /**
   * Declares W (N, I) and b (N).
   *
   * @param layout to add to
   * @param prefix of the names, such as "output."
   * @param outputs N, 1 or more
   * @param inputSize I
   */
  public static void declare(
      ParameterLayout.Builder layout, String prefix, int outputs, int inputSize) {
    layout.matrix(weight(prefix), outputs, inputSize).vector(bias(prefix), outputs);
  }

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param prefix of the names
   * @param how they are drawn
   * @param random where the values come from
   */
  public static void initialize(
      Parameters parameters, String prefix, Initialization how, RandomSource random) {
    Initializers.uniform(parameters.matrix(weight(prefix)), how.range(), random);
    Initializers.uniform(parameters.matrix(bias(prefix)), how.range(), random);
  }

  /**
   * Packs the parameters again after they have changed.
   *
   * @param w whose share to pack
   */
  public void repack(Worker w) {
    linear.repack(w);
  }

  /**
   * Copies the parameters, to the bit.
   *
   * @param into parameters of the same layout
   */
  public void copyTo(Parameters into) {
    linear.copyTo(into.matrix(weight(prefix)), into.matrix(bias(prefix)));
  }

  /**
   * Buffers for this head.
   *
   * @param maxRows most rows
   * @param gradients receive the gradients of the parameters, in their layout; null without a
   *     backward pass
   * @return a pass
   * @throws IllegalStateException if there are gradients, and the head was made for inference
   */
  public Pass newPass(int maxRows, @Nullable Parameters gradients) {
    if (gradients != null && !training) {
      throw new IllegalStateException("this head was made for inference; it has no backward pass");
    }
    return new Pass(this, maxRows, gradients);
  }

  /** Forward and backward pass. Targets are a matrix as large as the predictions. */
  public static final class Pass implements HeadPass<Matrix> {
    private final Linear linear;
    private final Matrix capacity;
    private final Matrix gradientCapacity;
    private final double[] losses;
    private final HeadRecord record;
    private final @Nullable Matrix dWeight;
    private final @Nullable Matrix dBias;
    private Matrix predictions;
    private Matrix gradient;
    private Linear.@Nullable Gradients gradients;

    Pass(SquaredErrorHead head, int maxRows, @Nullable Parameters gradients) {
      linear = head.linear;
      capacity = Matrix.zeros(maxRows, head.outputs);
      gradientCapacity = Matrix.zeros(gradients == null ? 0 : maxRows, head.outputs);
      predictions = capacity;
      gradient = gradientCapacity;
      losses = new double[maxRows];
      record = new HeadRecord(maxRows);
      dWeight = gradients == null ? null : gradients.matrix(weight(head.prefix));
      dBias = gradients == null ? null : gradients.matrix(bias(head.prefix));
      this.gradients = views();
    }

    @Override
    public void shape(SequenceBatch batch) {
      int rows = batch.rows();
      record.shape(rows);
      if (predictions.rows() != rows) {
        predictions = capacity.rowRange(0, rows);
        gradient = gradientCapacity.rowRange(0, Math.min(rows, gradientCapacity.rows()));
        gradients = views();
      }
    }

    private Linear.@Nullable Gradients views() {
      return dWeight == null || dBias == null
          ? null
          : new Linear.Gradients(gradient, dWeight, dBias);
    }

    /** {@return ŷ (M, N), live} */
    public Matrix predictions() {
      return predictions;
    }

    @Override
    public void forward(Worker w, Matrix x) {
      record.forward(w, linear.packings());
      linear.forward(w, x, predictions);
    }

    @Override
    public void loss(Worker w, Matrix targets) {
      record.requirePredictions();
      requireShape(targets);
      for (int r = w.from(predictions.rows(), 1); r < w.to(predictions.rows(), 1); r++) {
        double sum = 0;
        for (int j = 0; j < predictions.cols(); j++) {
          double error = (double) predictions.get(r, j) - targets.get(r, j);
          sum += error * error;
        }
        losses[r] = sum / 2;
      }
      record.losses(w);
      w.barrier();
    }

    private void requireShape(Matrix targets) {
      if (targets.rows() != predictions.rows() || targets.cols() != predictions.cols()) {
        throw new IllegalArgumentException(
            "targets of " + targets + " given for predictions of " + predictions);
      }
    }

    @Override
    public void backward(Worker w, Matrix x, Matrix targets, float scale, Matrix dx) {
      Linear.Gradients d = gradients;
      if (d == null) {
        throw new IllegalStateException("this pass was made without a backward pass");
      }
      record.requireDifferentiable(linear.packings());
      loss(w, targets);
      for (int r = w.from(gradient.rows(), 1); r < w.to(gradient.rows(), 1); r++) {
        for (int j = 0; j < gradient.cols(); j++) {
          gradient.set(r, j, scale * (predictions.get(r, j) - targets.get(r, j)));
        }
      }
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
      return Losses.sum(losses, predictions.rows());
    }
  }
}
