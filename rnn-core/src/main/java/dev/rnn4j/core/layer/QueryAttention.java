package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * The weights of attention with one query for each sequence, such as a question about a text: of
 * the rows m(t) of a sequence and its query q,
 *
 * <pre>
 *   k = W q + b,  a(t) = softmax over t of k · m(t),  y = Σ a(t) m(t)
 * </pre>
 *
 * <p>The scores are those of Luong et al. 2015 ("general"), with W on the side of the query, of
 * which there is one. Shared by any number of threads unless repacked; {@link QueryAttentionPass}
 * computes with them.
 */
public final class QueryAttention {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  private final String prefix;
  private final Kernels kernels;
  private final boolean training;
  private final int width;
  private final Linear linear;

  /**
   * Attention.
   *
   * @param parameters with those that {@link #declare} declares, packed here; in training shared,
   *     and after changing them call {@link #repack}
   * @param prefix of every name, such as "attention."
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   */
  public QueryAttention(Parameters parameters, String prefix, Kernels kernels, boolean training) {
    this.prefix = prefix;
    this.kernels = kernels;
    this.training = training;
    width = parameters.matrix(prefix + WEIGHT).rows();
    linear =
        new Linear(
            parameters.matrix(prefix + WEIGHT),
            parameters.matrix(prefix + BIAS),
            kernels,
            parameters.format(),
            training);
  }

  /**
   * Declares the parameters.
   *
   * @param layout to add to
   * @param prefix of every name, such as "attention."
   * @param width of the rows, C
   * @param querySize width of a query, Q
   */
  public static void declare(
      ParameterLayout.Builder layout, String prefix, int width, int querySize) {
    layout.matrix(prefix + WEIGHT, width, querySize);
    layout.vector(prefix + BIAS, width);
  }

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param prefix of every name, such as "attention."
   * @param how they are drawn
   * @param random where the values come from
   */
  public static void initialize(
      Parameters parameters, String prefix, Initialization how, RandomSource random) {
    Initializers.uniform(parameters.matrix(prefix + WEIGHT), how.range(), random);
    Initializers.uniform(parameters.matrix(prefix + BIAS), how.range(), random);
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
    linear.copyTo(into.matrix(prefix + WEIGHT), into.matrix(prefix + BIAS));
  }

  /**
   * Buffers for this attention.
   *
   * @param maxRows most rows of all sequences together
   * @param maxBatch most sequences
   * @param gradients receive the gradients of the parameters, in their layout; null without a
   *     backward pass
   * @return a pass
   * @throws IllegalStateException if there are gradients, and this was made for inference
   */
  public QueryAttentionPass newPass(int maxRows, int maxBatch, @Nullable Parameters gradients) {
    if (gradients != null && !training) {
      throw new IllegalStateException(
          "this attention was made for inference; it has no backward pass");
    }
    return new QueryAttentionPass(this, maxRows, maxBatch, gradients);
  }

  /** {@return C, the width of the rows and of what is made of them} */
  public int width() {
    return width;
  }

  Linear linear() {
    return linear;
  }

  Kernels kernels() {
    return kernels;
  }

  Linear.Gradients gradients(Matrix dKeys, Parameters gradients) {
    return new Linear.Gradients(
        dKeys, gradients.matrix(prefix + WEIGHT), gradients.matrix(prefix + BIAS));
  }
}
