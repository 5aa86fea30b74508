package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;

/** Factors of columns, the same in every row, and their gradients. */
final class Scales {
  private Scales() {}

  static void add(Worker w, Matrix x, Matrix scale, Matrix y) {
    boolean byRows = !Shares.byColumns(w, y);
    int rowTo = Shares.rowTo(w, y, byRows);
    int from = Shares.columnFrom(w, y, byRows);
    int n = Shares.columnTo(w, y, byRows) - from;
    float[] factors = scale.data();
    int at = scale.index(0, from);
    for (int r = Shares.rowFrom(w, y, byRows); r < rowTo; r++) {
      addProducts(x.data(), x.index(r, from), factors, at, y.data(), y.index(r, from), n);
    }
  }

  /** Workers split columns: each sum is over ascending rows. */
  static void addColumnProducts(Worker w, Matrix a, Matrix b, Matrix sums) {
    int from = Shares.columnFrom(w, a, false);
    int n = Shares.columnTo(w, a, false) - from;
    float[] s = sums.data();
    int at = sums.index(0, from);
    for (int r = 0; r < a.rows(); r++) {
      addProducts(a.data(), a.index(r, from), b.data(), b.index(r, from), s, at, n);
    }
  }

  /** y += a ∘ b. */
  private static void addProducts(
      float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector factor = FloatVector.fromArray(FLOATS, b, bAt + i);
      FloatVector sum = FloatVector.fromArray(FLOATS, y, yAt + i);
      FloatVector.fromArray(FLOATS, a, aAt + i).fma(factor, sum).intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      y[yAt + i] = Math.fma(a[aAt + i], b[bAt + i], y[yAt + i]);
    }
  }
}
