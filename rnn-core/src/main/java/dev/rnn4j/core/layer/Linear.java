package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dense layer, y = x · Wᵀ + b. */
public final class Linear {
  /**
   * Outputs whose gradients are taken in one go. Of a large vocabulary dy is far larger than the
   * caches, and three operations read it: so the second and third find their part of it there.
   */
  private static final int BLOCK = 1024;

  /** Null in a model for use, which keeps its weights packed only. */
  private final @Nullable Matrix weight;

  private final Matrix bias;
  private final Kernels kernels;
  private final PackedWeights forward;
  private int packings;

  /** Blocks of {@link #BLOCK} rows of W, packed; empty where there is no backward pass. */
  private final List<PackedWeights> backward = new ArrayList<>();

  /** The same rows of W as they are. */
  private final List<Matrix> weightBlocks = new ArrayList<>();

  /**
   * A layer.
   *
   * @param weight W (N, I), packed here; in training shared, and after changing it call {@link
   *     #repack}
   * @param bias b (1, N)
   * @param kernels the arithmetic
   * @param format what the products round the weight to
   * @param training whether there is a backward pass
   */
  public Linear(
      Matrix weight, Matrix bias, Kernels kernels, WeightFormat format, boolean training) {
    this.weight = training ? weight : null;
    this.bias = training ? bias : bias.copy();
    this.kernels = kernels;
    forward = kernels.pack(weight, true, format);
    for (int from = 0; training && from < weight.rows(); from += BLOCK) {
      Matrix block = block(weight, from);
      weightBlocks.add(block);
      backward.add(kernels.pack(block, false, format));
    }
  }

  /** {@return how often the weights were packed again} */
  public int packings() {
    return packings;
  }

  /**
   * Packs the weights again after they have changed.
   *
   * @param w whose share to pack
   */
  public void repack(Worker w) {
    if (w.index() == 0) {
      packings++;
    }
    Matrix changed = weight;
    if (changed == null) {
      throw new IllegalStateException("this layer was made for inference; its weights are fixed");
    }
    kernels.repack(w, changed, forward);
    for (int i = 0; i < backward.size(); i++) {
      kernels.repack(w, weightBlocks.get(i), backward.get(i));
    }
  }

  /** {@return Wᵀ, packed in the layout of the kernels} */
  public PackedWeights packed() {
    return forward;
  }

  /**
   * Copies the parameters, to the bit.
   *
   * @param intoWeight (N, I), overwritten
   * @param intoBias (1, N), overwritten
   */
  public void copyTo(Matrix intoWeight, Matrix intoBias) {
    kernels.unpack(Worker.solo(), forward, intoWeight);
    intoBias.set(bias);
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
   * @param d dy, complete; of the weight and the bias, overwritten
   * @param dx (M, I), overwritten
   */
  public void backward(Worker w, Matrix x, Gradients d, Matrix dx) {
    if (backward.isEmpty()) {
      throw new IllegalStateException("this layer was made for inference; it has no backward pass");
    }
    for (int i = 0; i < backward.size(); i++) {
      Matrix part = d.outputs.get(i);
      kernels.sumColumns(w, part, d.biases.get(i));
      kernels.multiplyTransposed(w, part, x, d.weights.get(i), false);
      kernels.multiply(w, part, backward.get(i), dx, i > 0);
      w.barrier();
    }
  }

  /**
   * Where the gradients of a layer stand, cut into blocks once: for a pass that is run many times.
   */
  public static final class Gradients {
    private final List<Matrix> outputs = new ArrayList<>();
    private final List<Matrix> weights = new ArrayList<>();
    private final List<Matrix> biases = new ArrayList<>();

    /**
     * Views of the gradients.
     *
     * @param dy (M, N)
     * @param dWeight (N, I)
     * @param dBias (1, N)
     */
    public Gradients(Matrix dy, Matrix dWeight, Matrix dBias) {
      for (int from = 0; from < dy.cols(); from += BLOCK) {
        int to = Math.min(from + BLOCK, dy.cols());
        outputs.add(dy.columnRange(from, to));
        weights.add(block(dWeight, from));
        biases.add(dBias.columnRange(from, to));
      }
    }
  }
}
