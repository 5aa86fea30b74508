package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/**
 * {@link ProductKernels} as they are defined, one element after the other. Sums run in {@code
 * float} over ascending indices.
 */
public interface ScalarProducts extends ProductKernels {
  /** Names the layout of packed weights. */
  String LAYOUT = "scalar: op(B) row-major";

  @Override
  default PackedWeights pack(Matrix b, boolean transposed, WeightFormat format) {
    int k = transposed ? b.cols() : b.rows();
    int n = transposed ? b.rows() : b.cols();
    Matrix packed = Matrix.zeros(k, n);
    PackedWeights into = new PackedWeights(LAYOUT, k, n, transposed, format, packed.data());
    repack(Worker.solo(), b, into);
    return into;
  }

  @Override
  default void repack(Worker w, Matrix b, PackedWeights into) {
    into.checkSource(LAYOUT, b);
    int n = into.n();
    float[] packed = into.data();
    for (int k = w.from(into.k(), 1); k < w.to(into.k(), 1); k++) {
      for (int j = 0; j < n; j++) {
        float weight = b.data()[into.transposed() ? b.index(j, k) : b.index(k, j)];
        packed[k * n + j] = into.format().nearest(weight);
      }
    }
  }

  @Override
  default void multiply(Worker w, Matrix a, PackedWeights b, Matrix c, boolean accumulate) {
    b.check(LAYOUT, a, c);
    if (!accumulate) {
      int from = w.from(b.n(), 1);
      for (int i = 0; i < c.rows(); i++) {
        Arrays.fill(c.data(), c.index(i, from), c.index(i, 0) + w.to(b.n(), 1), 0f);
      }
    }
    addProduct(w, a, b, c);
  }

  @Override
  default void affine(Worker w, Matrix a, PackedWeights b, Matrix bias, Matrix c) {
    b.check(LAYOUT, a, c);
    b.checkBias(bias);
    int from = w.from(b.n(), 1);
    int n = w.to(b.n(), 1) - from;
    for (int i = 0; i < c.rows(); i++) {
      System.arraycopy(bias.data(), bias.index(0, from), c.data(), c.index(i, from), n);
    }
    addProduct(w, a, b, c);
  }

  /** C += A · op(B). */
  private static void addProduct(Worker w, Matrix a, PackedWeights b, Matrix c) {
    int from = w.from(b.n(), 1);
    int to = w.to(b.n(), 1);
    for (int i = 0; i < c.rows(); i++) {
      int ci = c.index(i, 0);
      for (int k = 0; k < b.k(); k++) {
        addScaled(
            a.data()[a.index(i, k)], b.data(), k * b.n() + from, c.data(), ci + from, to - from);
      }
    }
  }

  @Override
  default void multiplyTransposed(Worker w, Matrix a, Matrix b, Matrix c, boolean accumulate) {
    KernelChecks.multiplyTransposed(a, b, c);
    for (int i = w.from(c.rows(), 1); i < w.to(c.rows(), 1); i++) {
      int ci = c.index(i, 0);
      if (!accumulate) {
        Arrays.fill(c.data(), ci, ci + c.cols(), 0f);
      }
      for (int k = 0; k < a.rows(); k++) {
        addScaled(a.data()[a.index(k, i)], b.data(), b.index(k, 0), c.data(), ci, c.cols());
      }
    }
  }

  /** y[yFrom + j] += s · x[xFrom + j] for j below n. */
  private static void addScaled(float s, float[] x, int xFrom, float[] y, int yFrom, int n) {
    for (int j = 0; j < n; j++) {
      y[yFrom + j] += s * x[xFrom + j];
    }
  }
}
