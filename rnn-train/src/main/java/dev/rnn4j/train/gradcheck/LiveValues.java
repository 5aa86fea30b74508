package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.BitSet;

/** The elements of a matrix counted in row order: changed for a while, then put back. */
final class LiveValues {
  private final Matrix matrix;
  private final float[] original;
  private final double scale;

  LiveValues(Matrix matrix) {
    this.matrix = matrix;
    original = copy(matrix);
    double squares = 0;
    for (float value : original) {
      squares += (double) value * value;
    }
    scale = original.length == 0 ? 0 : Math.sqrt(squares / original.length);
  }

  static float[] copy(Matrix m) {
    float[] copy = new float[m.rows() * m.cols()];
    for (int r = 0; r < m.rows(); r++) {
      System.arraycopy(m.data(), m.index(r, 0), copy, r * m.cols(), m.cols());
    }
    return copy;
  }

  static void clear(Matrix m) {
    for (int r = 0; r < m.rows(); r++) {
      Arrays.fill(m.data(), m.index(r, 0), m.index(r, 0) + m.cols(), 0);
    }
  }

  /** Whether any float belongs to both matrices of one shape. */
  @SuppressWarnings("ReferenceEquality") // the very same memory
  static boolean overlap(Matrix a, Matrix b) {
    if (a.data() != b.data()) {
      return false;
    }
    BitSet floats = new BitSet();
    for (int r = 0; r < a.rows(); r++) {
      floats.set(a.index(r, 0), a.index(r, 0) + a.cols());
    }
    for (int r = 0; r < b.rows(); r++) {
      int next = floats.nextSetBit(b.index(r, 0));
      if (next >= 0 && next < b.index(r, 0) + b.cols()) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return original.length;
  }

  /** Root mean square of the values. */
  double scale() {
    return scale;
  }

  float original(int element) {
    return original[element];
  }

  void set(int element, float value) {
    matrix.data()[matrix.index(element / matrix.cols(), element % matrix.cols())] = value;
  }

  void restore() {
    for (int i = 0; i < original.length; i++) {
      set(i, original[i]);
    }
  }

  /** Whether the values are, to the bit, what they were in the beginning. */
  boolean unchanged() {
    return Arrays.equals(original, copy(matrix));
  }
}
