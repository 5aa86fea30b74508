package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.rnn4j.core.kernel.DropoutMask;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** Zoneout with the mask of {@link DropoutMask}, bit for bit, hashed in the lanes. */
final class ZoneoutLanes {
  private ZoneoutLanes() {}

  static void forward(Worker w, Matrix before, Matrix state, float p, long key) {
    int threshold = DropoutMask.threshold(p);
    boolean byRows = Shares.byRows(w, state);
    int rowTo = Shares.rowTo(w, state, byRows);
    int from = Shares.columnFrom(w, state, byRows);
    int n = Shares.columnTo(w, state, byRows) - from;
    int whole = wholeVectors(n);
    float[] x = before.data();
    float[] y = state.data();
    for (int r = Shares.rowFrom(w, state, byRows); r < rowTo; r++) {
      int index = r * state.cols() + from;
      int xAt = before.index(r, from);
      int yAt = state.index(r, from);
      replace(x, xAt, y, yAt, whole, index, key, threshold);
      for (int i = whole; i < n; i++) {
        if (!DropoutMask.keeps(index + i, key, threshold)) {
          y[yAt + i] = x[xAt + i];
        }
      }
    }
  }

  private static void replace(
      float[] x, int from, float[] y, int to, int n, int index, long key, int threshold) {
    IntVector first = Dropout.indices(index, key);
    int second = (int) (key >>> 32);
    for (int i = 0; i < n; i += LANES) {
      FloatVector old = FloatVector.fromArray(FLOATS, x, from + i);
      FloatVector.fromArray(FLOATS, y, to + i)
          .blend(old, replaced(first, i, second, threshold))
          .intoArray(y, to + i);
    }
  }

  private static VectorMask<Float> replaced(IntVector first, int i, int second, int threshold) {
    return Dropout.hash(first.add(i), second).compare(LT, threshold).cast(FLOATS);
  }

  static void backward(
      Worker w, Matrix gradient, Matrix before, float p, long key, boolean accumulate) {
    int threshold = DropoutMask.threshold(p);
    boolean byRows = Shares.byRows(w, gradient);
    int rowTo = Shares.rowTo(w, gradient, byRows);
    int from = Shares.columnFrom(w, gradient, byRows);
    int n = Shares.columnTo(w, gradient, byRows) - from;
    int whole = wholeVectors(n);
    float[] x = gradient.data();
    float[] y = before.data();
    for (int r = Shares.rowFrom(w, gradient, byRows); r < rowTo; r++) {
      int index = r * gradient.cols() + from;
      int xAt = gradient.index(r, from);
      int yAt = before.index(r, from);
      move(x, xAt, y, yAt, whole, index, key, threshold, accumulate);
      for (int i = whole; i < n; i++) {
        boolean keeps = DropoutMask.keeps(index + i, key, threshold);
        float moved = keeps ? 0f : x[xAt + i];
        y[yAt + i] = accumulate ? y[yAt + i] + moved : moved;
        x[xAt + i] = keeps ? x[xAt + i] : 0f;
      }
    }
  }

  private static void move(
      float[] x,
      int from,
      float[] y,
      int to,
      int n,
      int index,
      long key,
      int threshold,
      boolean accumulate) {
    IntVector first = Dropout.indices(index, key);
    int second = (int) (key >>> 32);
    FloatVector zero = FloatVector.zero(FLOATS);
    for (int i = 0; i < n; i += LANES) {
      VectorMask<Float> replaced = replaced(first, i, second, threshold);
      FloatVector all = FloatVector.fromArray(FLOATS, x, from + i);
      FloatVector moved = zero.blend(all, replaced);
      FloatVector sum = accumulate ? FloatVector.fromArray(FLOATS, y, to + i).add(moved) : moved;
      sum.intoArray(y, to + i);
      all.blend(zero, replaced).intoArray(x, from + i);
    }
  }
}
