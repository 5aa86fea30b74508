package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/** A dense layer, y = x · Wᵀ + b. */
public final class Linear {
  private final Matrix weight;
  private final Matrix bias;
  private final Kernels kernels;
  private final PackedWeights forward;
  private final @Nullable PackedWeights backward;

  /**
   * A layer.
   *
   * @param weight W (N, I), packed here; after changing it call {@link #repack}
   * @param bias b (1, N)
   * @param kernels the arithmetic
   * @param format what the products round the weight to
   * @param training whether there is a way back
   */
  public Linear(
      Matrix weight, Matrix bias, Kernels kernels, WeightFormat format, boolean training) {
    this.weight = weight;
    this.bias = bias;
    this.kernels = kernels;
    forward = kernels.pack(weight, true, format);
    backward = training ? kernels.pack(weight, false, format) : null;
  }

  /**
   * Packs the weights again after they have changed.
   *
   * @param w whose share to pack
   */
  public void repack(Worker w) {
    kernels.repack(w, weight, forward);
    PackedWeights back = backward;
    if (back != null) {
      kernels.repack(w, weight, back);
    }
  }

  /**
   * The outputs.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param x (M, I), complete
   * @param y (M, N), overwritten
   */
  public void forward(Worker w, Matrix x, Matrix y) {
    kernels.affine(w, x, forward, bias, y);
    w.barrier();
  }

  /**
   * The gradients.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param x (M, I), as given to {@link #forward}
   * @param dy (M, N), complete
   * @param dWeight (N, I), overwritten
   * @param dBias (1, N), overwritten
   * @param dx (M, I), overwritten
   */
  public void backward(Worker w, Matrix x, Matrix dy, Matrix dWeight, Matrix dBias, Matrix dx) {
    PackedWeights back = backward;
    if (back == null) {
      throw new IllegalStateException("this layer was made for inference; it has no way back");
    }
    kernels.multiplyTransposed(w, dy, x, dWeight, false);
    kernels.sumColumns(w, dy, dBias);
    kernels.multiply(w, dy, back, dx, false);
    w.barrier();
  }
}
