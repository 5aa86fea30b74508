package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/** A dense layer, y = x · Wᵀ + b. */
public final class Linear {
  /**
   * Outputs whose gradients are taken in one go. Of a large vocabulary dy is far larger than the
   * caches, and three operations read it: so the second and third find their part of it there.
   */
  private static final int BLOCK = 1024;

  private final Matrix weight;
  private final Matrix bias;
  private final Kernels kernels;
  private final PackedWeights forward;

  /** {@link #BLOCK} rows each of W; empty where only the way forward is needed. */
  private final List<PackedWeights> backward = new ArrayList<>();

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
    for (int from = 0; training && from < weight.rows(); from += BLOCK) {
      backward.add(kernels.pack(block(weight, from), false, format));
    }
  }

  /**
   * Packs the weights again after they have changed.
   *
   * @param w whose share to pack
   */
  public void repack(Worker w) {
    kernels.repack(w, weight, forward);
    for (int i = 0; i < backward.size(); i++) {
      kernels.repack(w, block(weight, i * BLOCK), backward.get(i));
    }
  }

  private static Matrix block(Matrix rows, int from) {
    return rows.rowRange(from, Math.min(from + BLOCK, rows.rows()));
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
    if (backward.isEmpty()) {
      throw new IllegalStateException("this layer was made for inference; it has no way back");
    }
    for (int i = 0; i < backward.size(); i++) {
      int from = i * BLOCK;
      int to = Math.min(from + BLOCK, dy.cols());
      Matrix part = dy.columnRange(from, to);
      kernels.sumColumns(w, part, dBias.columnRange(from, to));
      kernels.multiplyTransposed(w, part, x, block(dWeight, from), false);
      kernels.multiply(w, part, backward.get(i), dx, i > 0);
      w.barrier();
    }
  }
}
