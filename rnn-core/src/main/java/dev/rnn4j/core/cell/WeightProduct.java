package dev.rnn4j.core.cell;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A weight W (N, K) of a layer, packed for the two products that read it. None of the methods waits
 * for other workers.
 */
public final class WeightProduct {
  /** Null in a model for use, which keeps its weights packed only. */
  private final @Nullable Matrix weight;

  private final Kernels kernels;
  private final PackedWeights forward;
  private final @Nullable PackedWeights backward;

  /**
   * Packs a weight.
   *
   * @param weight W (N, K); for training shared, and after changing it call {@link #repack}
   * @param kernels the arithmetic
   * @param format what the products round it to
   * @param training whether there is a backward pass
   */
  public WeightProduct(Matrix weight, Kernels kernels, WeightFormat format, boolean training) {
    this(
        training ? weight : null,
        kernels,
        kernels.pack(weight, true, format),
        training ? kernels.pack(weight, false, format) : null);
  }

  private WeightProduct(
      @Nullable Matrix weight,
      Kernels kernels,
      PackedWeights forward,
      @Nullable PackedWeights backward) {
    this.weight = weight;
    this.kernels = kernels;
    this.forward = forward;
    this.backward = backward;
  }

  /**
   * The same products within a loop over time, which workers share out as they do the gates of a
   * step. Only speed depends on it, and only that of several threads.
   *
   * @return products of the same packed weight, see {@link PackedWeights#forSteps}
   */
  public WeightProduct forSteps() {
    PackedWeights packed = backward;
    return new WeightProduct(
        weight, kernels, forward.forSteps(), packed == null ? null : packed.forSteps());
  }

  /**
   * Packs the weight again after it has changed.
   *
   * @param w whose share to pack
   */
  public void repack(Worker w) {
    Matrix changed = weight;
    PackedWeights packed = backward;
    if (changed == null || packed == null) {
      throw new IllegalStateException("this layer was made for inference; its weights are fixed");
    }
    kernels.repack(w, changed, forward);
    kernels.repack(w, changed, packed);
  }

  /**
   * The weight, to the bit.
   *
   * @param into (N, K), overwritten
   */
  public void unpack(Matrix into) {
    kernels.unpack(Worker.solo(), forward, into);
  }

  /**
   * y = x · Wᵀ, or y += x · Wᵀ.
   *
   * @param w whose share to compute
   * @param x (M, K)
   * @param y (M, N)
   * @param accumulate whether to add to y instead of overwriting it
   */
  public void forward(Worker w, Matrix x, Matrix y, boolean accumulate) {
    kernels.multiply(w, x, forward, y, accumulate);
  }

  /**
   * y = x · Wᵀ + 1 · bias.
   *
   * @param w whose share to compute
   * @param x (M, K)
   * @param bias (1, N)
   * @param y (M, N), overwritten
   */
  public void affine(Worker w, Matrix x, Matrix bias, Matrix y) {
    kernels.affine(w, x, forward, bias, y);
  }

  /**
   * dx = dy · W, or dx += dy · W.
   *
   * @param w whose share to compute
   * @param dy (M, N)
   * @param dx (M, K)
   * @param accumulate whether to add to dx instead of overwriting it
   * @throws IllegalStateException if the weight was packed without a backward pass
   */
  public void backward(Worker w, Matrix dy, Matrix dx, boolean accumulate) {
    PackedWeights packed = backward;
    if (packed == null) {
      throw new IllegalStateException("this layer was made for inference; it has no backward pass");
    }
    kernels.multiply(w, dy, packed, dx, accumulate);
  }

  /**
   * dW = dyᵀ · x.
   *
   * @param w whose share to compute
   * @param dy (M, N), complete
   * @param x (M, K)
   * @param dWeight (N, K), overwritten
   */
  public void weightGradient(Worker w, Matrix dy, Matrix x, Matrix dWeight) {
    kernels.multiplyTransposed(w, dy, x, dWeight, false);
  }
}
