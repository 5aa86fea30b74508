package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Linear;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for every row: ŷ = W h + b, and a {@link RegressionLoss} of their errors. Of a loss with
 * Q predictions of each target, those of target k are the outputs k · Q to k · Q + Q - 1. A target
 * that is NaN is missing: it counts for nothing. Shared by any number of threads unless repacked.
 */
public final class RegressionHead {
  private final String prefix;
  private final boolean training;
  private final int outputs;
  private final Linear linear;
  private final RegressionLoss loss;

  /**
   * A head.
   *
   * @param prefix of its parameters, such as "output."
   * @param parameters with those that {@link #declare} declares, packed here; in training shared,
   *     and after changing them call {@link #repack}
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   * @param loss what an error costs
   * @throws IllegalArgumentException if the outputs are not as many for each target
   */
  public RegressionHead(
      String prefix,
      Parameters parameters,
      Kernels kernels,
      boolean training,
      RegressionLoss loss) {
    this.prefix = prefix;
    this.loss = loss;
    this.training = training;
    Matrix bias = parameters.matrix(bias(prefix));
    outputs = bias.cols();
    if (outputs % loss.outputs() != 0) {
      throw new IllegalArgumentException(
          outputs + " outputs are not " + loss.outputs() + " for each target, as " + loss);
    }
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

  /** Forward and backward pass. Targets are a matrix (M, N / Q); those that are NaN are missing. */
  public static final class Pass extends LinearPass<Matrix> {
    private final RegressionLoss loss;

    Pass(RegressionHead head, int maxRows, @Nullable Parameters gradients) {
      super(
          head.linear,
          Matrix.zeros(maxRows, head.outputs),
          Matrix.zeros(gradients == null ? 0 : maxRows, head.outputs),
          gradients == null ? null : gradients.matrix(weight(head.prefix)),
          gradients == null ? null : gradients.matrix(bias(head.prefix)));
      loss = head.loss;
    }

    /** {@return ŷ (M, N), live} */
    public Matrix predictions() {
      return outputs();
    }

    @Override
    void loss(Worker w, Matrix targets, double[] into) {
      requireShape(targets);
      Matrix y = predictions();
      for (int r = w.from(y.rows(), 1); r < w.to(y.rows(), 1); r++) {
        double sum = 0;
        for (int j = 0; j < y.cols(); j++) {
          float target = targets.get(r, j / loss.outputs());
          if (!Float.isNaN(target)) {
            sum += loss.of(j % loss.outputs(), (double) y.get(r, j) - target);
          }
        }
        into[r] = sum;
      }
    }

    private void requireShape(Matrix targets) {
      Matrix y = predictions();
      if (targets.rows() != y.rows() || targets.cols() * loss.outputs() != y.cols()) {
        throw new IllegalArgumentException(
            "targets of " + targets + " given for predictions of " + y + " with the loss " + loss);
      }
    }

    @Override
    void lossAndGradient(Worker w, Matrix targets, float scale, double[] into) {
      loss(w, targets, into);
      Matrix y = predictions();
      Matrix dy = gradient();
      for (int r = w.from(y.rows(), 1); r < w.to(y.rows(), 1); r++) {
        for (int j = 0; j < y.cols(); j++) {
          float target = targets.get(r, j / loss.outputs());
          double error = (double) y.get(r, j) - target;
          boolean missing = Float.isNaN(target);
          dy.set(r, j, missing ? 0 : (float) (scale * loss.slope(j % loss.outputs(), error)));
        }
      }
    }
  }
}
