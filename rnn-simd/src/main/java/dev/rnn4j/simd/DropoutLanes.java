package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static jdk.incubator.vector.VectorOperators.EQ;

import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Dropout, of a matrix or of a factor of a term of a sum. */
final class DropoutLanes {
  private DropoutLanes() {}

  static void apply(Worker w, Matrix x, Matrix y, float p, long key) {
    float keepScale = 1 / (1 - p);
    boolean byRows = Shares.byRows(w, x);
    int rowTo = Shares.rowTo(w, x, byRows);
    int from = Shares.columnFrom(w, x, byRows);
    int n = Shares.columnTo(w, x, byRows) - from;
    float[] mask = w.scratch(Scratch.ROW, n);
    for (int r = Shares.rowFrom(w, x, byRows); r < rowTo; r++) {
      Masks.fill(mask, n, r * x.cols() + from, key, p, 0, 1);
      scale(x.data(), x.index(r, from), y.data(), y.index(r, from), mask, n, keepScale);
    }
  }

  /** What is dropped is zero, whatever it was. */
  private static void scale(
      float[] x, int from, float[] y, int to, float[] mask, int n, float keepScale) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      VectorMask<Float> dropped = FloatVector.fromArray(FLOATS, mask, i).compare(EQ, 0);
      FloatVector scaled = FloatVector.fromArray(FLOATS, x, from + i).mul(keepScale);
      scaled.blend(0, dropped).intoArray(y, to + i);
    }
    for (int i = whole; i < n; i++) {
      y[to + i] = mask[i] == 0 ? 0f : x[from + i] * keepScale;
    }
  }

  static void applyToTerm(Worker w, Matrix a, Matrix b, Matrix sum, float p, long key) {
    float keptChange = 1 / (1 - p) - 1;
    boolean byRows = Shares.byRows(w, a);
    int rowTo = Shares.rowTo(w, a, byRows);
    int from = Shares.columnFrom(w, a, byRows);
    int n = Shares.columnTo(w, a, byRows) - from;
    float[] change = w.scratch(Scratch.ROW, n);
    for (int r = Shares.rowFrom(w, a, byRows); r < rowTo; r++) {
      Masks.fill(change, n, r * a.cols() + from, key, p, -1, keptChange);
      addProducts(
          change,
          a.data(),
          a.index(r, from),
          b.data(),
          b.index(r, from),
          sum,
          sum.index(r, from),
          n);
    }
  }

  private static void addProducts(
      float[] change, float[] a, int aAt, float[] b, int bAt, Matrix sum, int sAt, int n) {
    float[] s = sum.data();
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector term =
          FloatVector.fromArray(FLOATS, change, i)
              .mul(FloatVector.fromArray(FLOATS, a, aAt + i))
              .mul(FloatVector.fromArray(FLOATS, b, bAt + i));
      FloatVector.fromArray(FLOATS, s, sAt + i).add(term).intoArray(s, sAt + i);
    }
    for (int i = whole; i < n; i++) {
      s[sAt + i] += change[i] * a[aAt + i] * b[bAt + i];
    }
  }
}
