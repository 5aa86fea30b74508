package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/** What is done to rows of buffers and is no arithmetic of a network. */
final class Rows {
  private Rows() {}

  /** Sets the share of a worker to zero. */
  static void clear(Worker w, Matrix m) {
    for (int r = w.from(m.rows(), 1); r < w.to(m.rows(), 1); r++) {
      clear(m, r);
    }
  }

  static void clear(Matrix m, int row) {
    int from = m.index(row, 0);
    Arrays.fill(m.data(), from, from + m.cols(), 0f);
  }

  static void copy(Matrix from, int fromRow, Matrix to, int toRow) {
    System.arraycopy(
        from.data(), from.index(fromRow, 0), to.data(), to.index(toRow, 0), from.cols());
  }

  /**
   * As many rows as are needed and a quarter more, so that growing batches seldom need new ones.
   */
  static int grown(int now, int needed) {
    return needed <= now ? now : (int) Math.min(Integer.MAX_VALUE - 8L, needed + needed / 4L);
  }

  /** Adds the share of a worker. */
  static void add(Worker w, Matrix from, Matrix to) {
    for (int r = w.from(from.rows(), 1); r < w.to(from.rows(), 1); r++) {
      addScaled(from, r, 1f, to, r);
    }
  }

  /** Adds a row to another one. */
  static void add(Matrix from, int fromRow, Matrix to, int toRow) {
    addScaled(from, fromRow, 1f, to, toRow);
  }

  static void scale(Matrix m, int row, float factor) {
    int from = m.index(row, 0);
    for (int i = from; i < from + m.cols(); i++) {
      m.data()[i] *= factor;
    }
  }

  /** Adds a multiple of a row to another one. */
  static void addScaled(Matrix from, int fromRow, float scale, Matrix to, int toRow) {
    float[] x = from.data();
    float[] y = to.data();
    int i = from.index(fromRow, 0);
    int j = to.index(toRow, 0);
    for (int k = 0; k < from.cols(); k++) {
      y[j + k] += scale * x[i + k];
    }
  }

  /** The scalar product of two rows, in four sums that do not wait for each other. */
  static float dot(Matrix a, int aRow, Matrix b, int bRow) {
    float[] x = a.data();
    float[] y = b.data();
    int i = a.index(aRow, 0);
    int j = b.index(bRow, 0);
    int n = a.cols();
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int k = 0;
    for (; k + 4 <= n; k += 4) {
      s0 += x[i + k] * y[j + k];
      s1 += x[i + k + 1] * y[j + k + 1];
      s2 += x[i + k + 2] * y[j + k + 2];
      s3 += x[i + k + 3] * y[j + k + 3];
    }
    for (; k < n; k++) {
      s0 += x[i + k] * y[j + k];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
