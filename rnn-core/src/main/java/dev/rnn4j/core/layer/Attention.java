package dev.rnn4j.core.layer;

import dev.rnn4j.core.cell.WeightProduct;
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
 * The weights of attention over a memory, such as the outputs of an encoder: how well each row of
 * the memory fits the state of a decoder. Shared by any number of threads unless repacked; {@link
 * AttentionPass} computes with them. Derivation: docs/derivations/attention.md.
 */
public final class Attention {
  private static final String KEY = "key.weight";
  private static final String QUERY = "query.weight";
  private static final String SCORE = "score";

  private final Shape shape;
  private final String prefix;
  private final Kernels kernels;
  private final boolean training;
  private final WeightProduct key;

  /** Of additive attention. */
  private final @Nullable WeightProduct query;

  /** v (1, K) of additive attention. */
  private final Matrix score;

  /**
   * What attention compares.
   *
   * @param kind how, not {@link AttentionKind#NONE}
   * @param memorySize C, the width of a row of the memory
   * @param stateSize H, the width of the decoder's state
   */
  public record Shape(AttentionKind kind, int memorySize, int stateSize) {
    /** Checks that there is any attention. */
    public Shape {
      if (kind == AttentionKind.NONE) {
        throw new IllegalArgumentException("a model without attention has no weights for it");
      }
    }

    /** {@return K, the width of keys; as wide as the state} */
    public int keySize() {
      return stateSize;
    }

    boolean additive() {
      return kind == AttentionKind.ADDITIVE;
    }
  }

  /**
   * Attention.
   *
   * @param shape what it compares
   * @param parameters with those that {@link #declare} declares, packed here; in training shared,
   *     and after changing them call {@link #repack}
   * @param prefix of every name, such as "attention."
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   */
  public Attention(
      Shape shape, Parameters parameters, String prefix, Kernels kernels, boolean training) {
    this.shape = shape;
    this.prefix = prefix;
    this.kernels = kernels;
    this.training = training;
    key = product(parameters, KEY);
    query = shape.additive() ? product(parameters, QUERY) : null;
    Matrix v = shape.additive() ? parameters.matrix(prefix + SCORE) : Matrix.zeros(1, 0);
    score = training ? v : v.copy();
  }

  private WeightProduct product(Parameters parameters, String name) {
    return new WeightProduct(
        parameters.matrix(prefix + name), kernels, parameters.format(), training);
  }

  /**
   * Declares the parameters.
   *
   * @param layout to add to
   * @param prefix of every name, such as "attention."
   * @param shape what is compared
   */
  public static void declare(ParameterLayout.Builder layout, String prefix, Shape shape) {
    layout.matrix(prefix + KEY, shape.keySize(), shape.memorySize());
    if (shape.additive()) {
      layout.matrix(prefix + QUERY, shape.keySize(), shape.stateSize());
      layout.vector(prefix + SCORE, shape.keySize());
    }
  }

  /**
   * Draws the parameters, in the order in which they are declared.
   *
   * @param parameters to fill
   * @param prefix of every name, such as "attention."
   * @param shape what is compared
   * @param how they are drawn
   * @param random where the values come from
   */
  public static void initialize(
      Parameters parameters, String prefix, Shape shape, Initialization how, RandomSource random) {
    ParameterLayout.Builder own = ParameterLayout.builder();
    declare(own, prefix, shape);
    for (ParameterLayout.Entry entry : own.build().entries()) {
      Initializers.uniform(parameters.matrix(entry.name()), how.range(), random);
    }
  }

  /**
   * Packs the parameters again after they have changed.
   *
   * @param w whose share to pack
   */
  public void repack(Worker w) {
    key.repack(w);
    WeightProduct additive = query;
    if (additive != null) {
      additive.repack(w);
    }
  }

  /**
   * Copies the parameters, to the bit.
   *
   * @param into parameters of the same layout
   */
  public void copyTo(Parameters into) {
    key.unpack(into.matrix(prefix + KEY));
    WeightProduct additive = query;
    if (additive != null) {
      additive.unpack(into.matrix(prefix + QUERY));
      into.matrix(prefix + SCORE).set(score);
    }
  }

  /**
   * Buffers for this attention.
   *
   * @param maxMemory most rows of the memory
   * @param maxRows most rows of the decoder, of all steps together
   * @param gradients receive the gradients of the parameters, in their layout; null without a
   *     backward pass
   * @return a pass
   * @throws IllegalStateException if there are gradients, and this was made for inference
   */
  public AttentionPass newPass(int maxMemory, int maxRows, @Nullable Parameters gradients) {
    if (gradients != null && !training) {
      throw new IllegalStateException(
          "this attention was made for inference; it has no backward pass");
    }
    return new AttentionPass(this, maxMemory, maxRows, gradients);
  }

  Shape shape() {
    return shape;
  }

  Kernels kernels() {
    return kernels;
  }

  WeightProduct key() {
    return key;
  }

  @Nullable WeightProduct query() {
    return query;
  }

  /** v (1, K); no columns in multiplicative attention. */
  Matrix score() {
    return score;
  }

  Matrix keyGradient(Parameters gradients) {
    return gradients.matrix(prefix + KEY);
  }

  Matrix queryGradient(Parameters gradients) {
    return gradients.matrix(prefix + QUERY);
  }

  Matrix scoreGradient(Parameters gradients) {
    return gradients.matrix(prefix + SCORE);
  }
}
