package dev.rnn4j.core.kernel;

import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.List;

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
  default void unpack(Worker w, PackedWeights from, Matrix into) {
    from.checkSource(LAYOUT, into);
    for (int r = w.from(into.rows(), 1); r < w.to(into.rows(), 1); r++) {
      for (int j = 0; j < into.cols(); j++) {
        into.data()[into.index(r, j)] = weight(from, r, j);
      }
    }
  }

  /**
   * An element of the matrix that weights were packed from.
   *
   * @param packed the weights
   * @param row its row there
   * @param col its column there
   * @return its value
   */
  static float weight(PackedWeights packed, int row, int col) {
    return packed.data()[packed.transposed() ? col * packed.n() + row : row * packed.n() + col];
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
    rowsOfTransposed(a, b, c, accumulate, w.from(c.rows(), 1), w.to(c.rows(), 1));
  }

  @Override
  default void multiplyTransposedEach(
      Worker w, List<Matrix> a, List<Matrix> b, List<Matrix> c, boolean accumulate) {
    KernelChecks.multiplyTransposedEach(a, b, c);
    for (int i = w.from(c.size(), 1); i < w.to(c.size(), 1); i++) {
      rowsOfTransposed(a.get(i), b.get(i), c.get(i), accumulate, 0, c.get(i).rows());
    }
  }

  /** Some rows of C = Aᵀ · B. */
  private static void rowsOfTransposed(
      Matrix a, Matrix b, Matrix c, boolean accumulate, int from, int to) {
    for (int i = from; i < to; i++) {
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

  @Override
  default void multiply(
      Worker w, Matrix a, Matrix b, boolean transposed, Matrix c, boolean accumulate) {
    KernelChecks.multiply(a, b, transposed, c);
    rows(a, b, transposed, c, accumulate, w.from(c.rows(), 1), w.to(c.rows(), 1));
  }

  @Override
  default void multiplyEach(
      Worker w,
      List<Matrix> a,
      List<Matrix> b,
      boolean transposed,
      List<Matrix> c,
      boolean accumulate) {
    KernelChecks.multiplyEach(a, b, transposed, c);
    for (int i = w.from(c.size(), 1); i < w.to(c.size(), 1); i++) {
      rows(a.get(i), b.get(i), transposed, c.get(i), accumulate, 0, c.get(i).rows());
    }
  }

  /** Some rows of C = A · op(B). */
  private static void rows(
      Matrix a, Matrix b, boolean transposed, Matrix c, boolean accumulate, int from, int to) {
    for (int i = from; i < to; i++) {
      for (int j = 0; j < c.cols(); j++) {
        int at = c.index(i, j);
        float sum = accumulate ? c.data()[at] : 0;
        for (int k = 0; k < a.cols(); k++) {
          float factor = b.data()[transposed ? b.index(j, k) : b.index(k, j)];
          sum += a.data()[a.index(i, k)] * factor;
        }
        c.data()[at] = sum;
      }
    }
  }
}
