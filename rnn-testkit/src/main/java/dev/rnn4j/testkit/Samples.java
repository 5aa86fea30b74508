package dev.rnn4j.testkit;

import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random matrices in awkward places: at an odd offset, with a stride beyond their width, and NaN in
 * every float that is not theirs, so that whoever reads one is found out by its result.
 */
final class Samples {
  private static final int TRAILING = 5;

  private final SplittableRandom random;

  Samples(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A matrix of values between -2 and 2. */
  Matrix matrix(int rows, int cols) {
    return matrix(rows, cols, -2, 2);
  }

  /** A matrix of values between two limits. */
  Matrix matrix(int rows, int cols, double low, double high) {
    Matrix m = blank(rows, cols);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        m.set(r, c, (float) random.nextDouble(low, high));
      }
    }
    return m;
  }

  /** A matrix that is NaN throughout. */
  Matrix blank(int rows, int cols) {
    int offset = 1 + 2 * random.nextInt(4);
    int stride = cols + 1 + random.nextInt(4);
    float[] data = new float[offset + rows * stride + TRAILING];
    Arrays.fill(data, Float.NaN);
    return new Matrix(data, offset, rows, cols, stride);
  }

  /** A matrix of one row that fills its array. */
  Matrix array(int length, double low, double high) {
    Matrix m = Matrix.zeros(1, length);
    for (int i = 0; i < length; i++) {
      m.data()[i] = (float) random.nextDouble(low, high);
    }
    return m;
  }

  /** Numbers from 0 to below a limit, some beyond what is needed. */
  int[] indices(int length, int limit) {
    int[] indices = new int[length + 3];
    for (int i = 0; i < length; i++) {
      indices[i] = random.nextInt(limit);
    }
    Arrays.fill(indices, length, indices.length, Integer.MAX_VALUE);
    return indices;
  }

  /** The same matrix over its own array. */
  static Matrix copy(Matrix m) {
    return new Matrix(m.data().clone(), m.offset(), m.rows(), m.cols(), m.stride());
  }

  /** The elements of a matrix without what lies between them, row-major. */
  static float[] elements(Matrix m) {
    float[] elements = new float[m.rows() * m.cols()];
    for (int r = 0; r < m.rows(); r++) {
      System.arraycopy(m.data(), m.index(r, 0), elements, r * m.cols(), m.cols());
    }
    return elements;
  }

  /** Copies elements between matrices of the same shape. */
  static void copyElements(Matrix from, Matrix to) {
    for (int r = 0; r < from.rows(); r++) {
      System.arraycopy(from.data(), from.index(r, 0), to.data(), to.index(r, 0), from.cols());
    }
  }
}
