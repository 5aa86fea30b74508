package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.Linear;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The mean of a sequence's outputs over its steps, weighted by what is learned to matter (Yang et
 * al. 2016): with the scores s(t) = v · tanh(W h(t) + b) and the weights a = softmax(s) over the
 * steps, Σ a(t) h(t); 0 for an empty sequence. Its parameters are W {@code weight}, b {@code bias}
 * and v {@code vector}.
 *
 * @param size A, the rows of W; 1 or more
 */
public record AttentionPooling(int size) implements Pooling {
  static final String WEIGHT = "weight";
  static final String BIAS = "bias";
  static final String VECTOR = "vector";

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public AttentionPooling {
    if (size < 1 || size > LayerConfig.MAX_HIDDEN) {
      throw new IllegalArgumentException(
          "the attention size must be 1 to " + LayerConfig.MAX_HIDDEN + ", not " + size);
    }
  }

  @Override
  public int outputSize(StackConfig stack) {
    return stack.outputSize();
  }

  @Override
  public void declare(ParameterLayout.Builder layout, String prefix, StackConfig stack) {
    layout
        .matrix(prefix + WEIGHT, size, stack.outputSize())
        .vector(prefix + BIAS, size)
        .vector(prefix + VECTOR, size);
  }

  @Override
  public void initialize(
      Parameters parameters, String prefix, Initialization how, RandomSource random) {
    for (String name : new String[] {WEIGHT, BIAS, VECTOR}) {
      Initializers.uniform(parameters.matrix(prefix + name), how.range(), random);
    }
  }

  @Override
  public PoolingWeights bind(
      Parameters parameters, String prefix, Kernels kernels, boolean training) {
    Matrix bias = parameters.matrix(prefix + BIAS);
    Matrix vector = parameters.matrix(prefix + VECTOR);
    Linear linear =
        new Linear(
            parameters.matrix(prefix + WEIGHT), bias, kernels, parameters.format(), training);
    return new Weights(prefix, linear, training ? vector : vector.copy(), kernels, training);
  }

  /**
   * What passes share.
   *
   * @param vector v (1, A)
   */
  record Weights(String prefix, Linear linear, Matrix vector, Kernels kernels, boolean training)
      implements PoolingWeights {
    @Override
    public void repack(Worker w) {
      linear.repack(w);
    }

    @Override
    public void copyTo(Parameters into) {
      linear.copyTo(into.matrix(prefix + WEIGHT), into.matrix(prefix + BIAS));
      into.matrix(prefix + VECTOR).set(vector);
    }

    @Override
    public AttentionPoolingPass newPass(
        StackPass stack, int maxRows, @Nullable Parameters gradients) {
      if (gradients != null && !training) {
        throw new IllegalStateException(
            "this pooling was made for inference; it has no backward pass");
      }
      return new AttentionPoolingPass(this, stack, maxRows, gradients);
    }
  }
}
