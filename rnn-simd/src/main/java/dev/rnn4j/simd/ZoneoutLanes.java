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

/** Zoneout; the elements where the mask is 0 are those that are replaced. */
final class ZoneoutLanes {
  private ZoneoutLanes() {}

  static void forward(Worker w, Matrix before, Matrix state, float p, long key) {
    boolean byRows = Shares.byRows(w, state);
    int rowTo = Shares.rowTo(w, state, byRows);
    int from = Shares.columnFrom(w, state, byRows);
    int n = Shares.columnTo(w, state, byRows) - from;
    float[] mask = w.scratch(Scratch.ROW, n);
    for (int r = Shares.rowFrom(w, state, byRows); r < rowTo; r++) {
      Masks.fill(mask, n, r * state.cols() + from, key, p, 0, 1);
      replace(before.data(), before.index(r, from), state.data(), state.index(r, from), mask, n);
    }
  }

  private static void replace(float[] x, int from, float[] y, int to, float[] mask, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      VectorMask<Float> replaced = FloatVector.fromArray(FLOATS, mask, i).compare(EQ, 0);
      FloatVector old = FloatVector.fromArray(FLOATS, x, from + i);
      FloatVector.fromArray(FLOATS, y, to + i).blend(old, replaced).intoArray(y, to + i);
    }
    for (int i = whole; i < n; i++) {
      y[to + i] = mask[i] == 0 ? x[from + i] : y[to + i];
    }
  }

  static void backward(
      Worker w, Matrix gradient, Matrix before, float p, long key, boolean accumulate) {
    boolean byRows = Shares.byRows(w, gradient);
    int rowTo = Shares.rowTo(w, gradient, byRows);
    int from = Shares.columnFrom(w, gradient, byRows);
    int n = Shares.columnTo(w, gradient, byRows) - from;
    float[] mask = w.scratch(Scratch.ROW, n);
    float[] x = gradient.data();
    float[] y = before.data();
    for (int r = Shares.rowFrom(w, gradient, byRows); r < rowTo; r++) {
      Masks.fill(mask, n, r * gradient.cols() + from, key, p, 0, 1);
      move(x, gradient.index(r, from), y, before.index(r, from), mask, n, accumulate);
    }
  }

  private static void move(
      float[] x, int from, float[] y, int to, float[] mask, int n, boolean accumulate) {
    int whole = wholeVectors(n);
    FloatVector zero = FloatVector.zero(FLOATS);
    for (int i = 0; i < whole; i += LANES) {
      VectorMask<Float> replaced = FloatVector.fromArray(FLOATS, mask, i).compare(EQ, 0);
      FloatVector all = FloatVector.fromArray(FLOATS, x, from + i);
      FloatVector moved = zero.blend(all, replaced);
      FloatVector sum = accumulate ? FloatVector.fromArray(FLOATS, y, to + i).add(moved) : moved;
      sum.intoArray(y, to + i);
      all.blend(zero, replaced).intoArray(x, from + i);
    }
    for (int i = whole; i < n; i++) {
      float moved = mask[i] == 0 ? x[from + i] : 0f;
      y[to + i] = accumulate ? y[to + i] + moved : moved;
      x[from + i] = mask[i] == 0 ? 0f : x[from + i];
    }
  }
}
