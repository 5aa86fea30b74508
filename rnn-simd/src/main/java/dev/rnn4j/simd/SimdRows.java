package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.KernelChecks;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.ScalarRows;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Operations that move, sum or normalise whole rows, forward and backward. */
interface SimdRows extends ScalarRows {
  @Override
  default void gatherRows(Worker w, Matrix table, int[] index, Matrix out) {
    KernelChecks.tableRows("gatherRows", table, index, out);
    boolean byRows = Shares.byRows(w, out);
    int rowTo = Shares.rowTo(w, out, byRows);
    int from = Shares.columnFrom(w, out, byRows);
    int n = Shares.columnTo(w, out, byRows) - from;
    for (int r = Shares.rowFrom(w, out, byRows); r < rowTo; r++) {
      System.arraycopy(
          table.data(), table.index(index[r], from), out.data(), out.index(r, from), n);
    }
  }

  @Override
  default void gatherRows(Worker w, PackedWeights table, int[] index, Matrix out) {
    Unpacking.rows(w, table, index, out);
  }

  /** Workers split columns: rows may repeat, and their order is part of the result. */
  @Override
  default void scatterAddRows(Worker w, Matrix rows, int[] index, Matrix table) {
    KernelChecks.tableRows("scatterAddRows", table, index, rows);
    int from = Shares.columnFrom(w, rows, false);
    int n = Shares.columnTo(w, rows, false) - from;
    for (int r = 0; r < rows.rows(); r++) {
      add(rows.data(), rows.index(r, from), table.data(), table.index(index[r], from), n);
    }
  }

  /** Each column is one sum over ascending rows; four rows to a pass over the sums. */
  @Override
  default void sumColumns(Worker w, Matrix a, Matrix sums) {
    KernelChecks.sumColumns(a, sums);
    int from = Shares.columnFrom(w, a, false);
    int n = Shares.columnTo(w, a, false) - from;
    float[] s = sums.data();
    int at = sums.index(0, from);
    if (n == 0) {
      return;
    }
    Arrays.fill(s, at, at + n, 0f);
    int r = 0;
    for (; r + 4 <= a.rows(); r += 4) {
      addFour(a.data(), a.index(r, from), a.stride(), s, at, n);
    }
    for (; r < a.rows(); r++) {
      add(a.data(), a.index(r, from), s, at, n);
    }
  }

  @Override
  default void normalizeRows(
      Worker w,
      Matrix x,
      Matrix normalized,
      Matrix inverse,
      Matrix gain,
      Matrix bias,
      Matrix y,
      boolean accumulate) {
    KernelChecks.normalizeRows("normalizeRows", x, normalized, inverse, gain, y);
    KernelChecks.sameShape("normalizeRows", gain, bias);
    RowNorms.forward(w, x, normalized, inverse, gain, bias, y, accumulate);
  }

  @Override
  default void normalizeRowsBackward(
      Worker w,
      Matrix dy,
      Matrix normalized,
      Matrix inverse,
      Matrix gain,
      Matrix dx,
      boolean accumulate) {
    KernelChecks.normalizeRows("normalizeRowsBackward", dy, normalized, inverse, gain, dx);
    RowNorms.backward(w, dy, normalized, inverse, gain, dx, accumulate);
  }

  /** y += x. */
  static void add(float[] x, int from, float[] y, int to, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, to + i);
      sum.add(FloatVector.fromArray(FLOATS, x, from + i)).intoArray(y, to + i);
    }
    for (int i = whole; i < n; i++) {
      y[to + i] += x[from + i];
    }
  }

  /** y += each of four rows in turn. */
  private static void addFour(float[] x, int from, int stride, float[] y, int to, int n) {
    int x1 = from + stride;
    int x2 = x1 + stride;
    int x3 = x2 + stride;
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, to + i);
      sum = sum.add(FloatVector.fromArray(FLOATS, x, from + i));
      sum = sum.add(FloatVector.fromArray(FLOATS, x, x1 + i));
      sum = sum.add(FloatVector.fromArray(FLOATS, x, x2 + i));
      sum.add(FloatVector.fromArray(FLOATS, x, x3 + i)).intoArray(y, to + i);
    }
    for (int i = whole; i < n; i++) {
      y[to + i] = (((y[to + i] + x[from + i]) + x[x1 + i]) + x[x2 + i]) + x[x3 + i];
    }
  }
}
