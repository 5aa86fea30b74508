package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static jdk.incubator.vector.VectorOperators.GE;

import dev.rnn4j.core.kernel.DropoutMask;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** Dropout of a factor of a term of a sum, hashed in the lanes as {@link Dropout}. */
final class TermDropout {
  private TermDropout() {}

  static void apply(Worker w, Matrix a, Matrix b, Matrix sum, float p, long key) {
    int threshold = DropoutMask.threshold(p);
    float keptChange = 1 / (1 - p) - 1;
    boolean byRows = Shares.byRows(w, a);
    int rowTo = Shares.rowTo(w, a, byRows);
    int from = Shares.columnFrom(w, a, byRows);
    int n = Shares.columnTo(w, a, byRows) - from;
    int whole = wholeVectors(n);
    float[] x = a.data();
    float[] y = b.data();
    float[] s = sum.data();
    for (int r = Shares.rowFrom(w, a, byRows); r < rowTo; r++) {
      int index = r * a.cols() + from;
      int xAt = a.index(r, from);
      int yAt = b.index(r, from);
      int sAt = sum.index(r, from);
      whole(x, xAt, y, yAt, s, sAt, whole, index, key, threshold, keptChange);
      for (int i = whole; i < n; i++) {
        boolean keeps = DropoutMask.keeps(index + i, key, threshold);
        s[sAt + i] += (keeps ? keptChange : -1) * x[xAt + i] * y[yAt + i];
      }
    }
  }

  private static void whole(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] s,
      int sAt,
      int n,
      int index,
      long key,
      int threshold,
      float keptChange) {
    IntVector first = Dropout.indices(index, key);
    int second = (int) (key >>> 32);
    FloatVector dropped = FloatVector.broadcast(FLOATS, -1);
    for (int i = 0; i < n; i += LANES) {
      VectorMask<Float> kept =
          Dropout.hash(first.add(i), second).compare(GE, threshold).cast(FLOATS);
      FloatVector change = dropped.blend(keptChange, kept);
      FloatVector term =
          change
              .mul(FloatVector.fromArray(FLOATS, x, xAt + i))
              .mul(FloatVector.fromArray(FLOATS, y, yAt + i));
      FloatVector.fromArray(FLOATS, s, sAt + i).add(term).intoArray(s, sAt + i);
    }
  }
}
