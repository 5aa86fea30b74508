package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.Linear;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A distribution over classes for every row: ŷ = softmax(U h + b). U is a parameter of its own, or
 * that of another part, to which it is tied. Shared by any number of threads unless repacked;
 * {@link SoftmaxPass} computes with it.
 */
public final class SoftmaxHead implements TaggingHead, DistributionHead {
  private final Names names;
  private final int classes;
  private final Kernels kernels;
  private final boolean training;
  private final Linear linear;
  private float labelSmoothing;

  /**
   * Where the parameters stand.
   *
   * @param weight U (V, I)
   * @param bias b, V values
   * @param tied whether the weight is declared and drawn by another part
   */
  public record Names(String weight, String bias, boolean tied) {
    /**
     * A head with a weight of its own.
     *
     * @param prefix such as "decoder."
     * @return names under that prefix
     */
    public static Names of(String prefix) {
      return new Names(prefix + "weight", prefix + "bias", false);
    }

    /**
     * A head that shares its weight.
     *
     * @param weight such as "encoder.weight"
     * @param prefix of the bias, such as "decoder."
     * @return the names
     */
    public static Names tied(String weight, String prefix) {
      return new Names(weight, prefix + "bias", true);
    }
  }

  /**
   * A head.
   *
   * @param names of its parameters
   * @param parameters with those that {@link #declare} declares, packed here; in training shared,
   *     and after changing them call {@link #repack}
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   */
  public SoftmaxHead(Names names, Parameters parameters, Kernels kernels, boolean training) {
    this.names = names;
    this.kernels = kernels;
    this.training = training;
    Matrix bias = parameters.matrix(names.bias());
    classes = bias.cols();
    linear =
        new Linear(parameters.matrix(names.weight()), bias, kernels, parameters.format(), training);
  }

  /**
   * Declares the parameters: the weight unless it is tied, and the bias.
   *
   * @param layout to add to
   * @param names of the parameters
   * @param classes V, 1 or more
   * @param inputSize I
   */
  public static void declare(
      ParameterLayout.Builder layout, Names names, int classes, int inputSize) {
    if (!names.tied()) {
      layout.matrix(names.weight(), classes, inputSize);
    }
    layout.vector(names.bias(), classes);
  }

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param names of the parameters
   * @param how they are drawn
   * @param random where the values come from
   */
  public static void initialize(
      Parameters parameters, Names names, Initialization how, RandomSource random) {
    if (!names.tied()) {
      Initializers.uniform(parameters.matrix(names.weight()), how.range(), random);
    }
    Initializers.uniform(parameters.matrix(names.bias()), how.range(), random);
  }

  @Override
  public void repack(Worker w) {
    linear.repack(w);
  }

  @Override
  public void copyTo(Parameters into) {
    linear.copyTo(into.matrix(names.weight()), into.matrix(names.bias()));
  }

  /** {@return the weight Uᵀ, packed, for the part it is tied to} */
  public PackedWeights packedWeight() {
    return linear.packed();
  }

  @Override
  public SoftmaxPass newPass(int maxRows, @Nullable Parameters gradients) {
    if (gradients != null && !training) {
      throw new IllegalStateException("this head was made for inference; it has no backward pass");
    }
    return new SoftmaxPass(this, maxRows, gradients);
  }

  /**
   * Has all backward passes from now on follow the gradient of smoothed labels: the cross-entropy
   * of (1 - ε) of the target and ε spread evenly over all classes (Szegedy et al. 2016, section 7).
   * The losses stay those of the targets alone, so that they compare with those of a validation.
   *
   * @param epsilon ε, 0 (none) to below 1
   * @throws IllegalArgumentException if it is out of range
   */
  @Override
  public void smoothLabels(float epsilon) {
    if (!(epsilon >= 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "label smoothing must be 0 or more and below 1, not " + epsilon);
    }
    labelSmoothing = epsilon;
  }

  float labelSmoothing() {
    return labelSmoothing;
  }

  /** {@return the number of classes, V} */
  public int classes() {
    return classes;
  }

  Names names() {
    return names;
  }

  Kernels kernels() {
    return kernels;
  }

  Linear linear() {
    return linear;
  }
}
