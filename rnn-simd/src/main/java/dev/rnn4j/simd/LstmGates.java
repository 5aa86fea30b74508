package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;

/**
 * The elementwise half of an LSTM step, shared out by units. A row is done in short loops, one for
 * each gate and two for the cell, instead of one loop with five transcendentals: so much in one
 * method is more than the compiler inlines, and the row is in L1 anyway.
 */
final class LstmGates {
  private LstmGates() {}

  static void forward(Worker w, Matrix gates, Matrix cPrev, Matrix c, Matrix tanhC, Matrix h) {
    boolean byRows = !Shares.byColumns(w, h);
    int rowTo = Shares.rowTo(w, h, byRows);
    int from = Shares.columnFrom(w, h, byRows);
    int n = Shares.columnTo(w, h, byRows) - from;
    int units = h.cols();
    float[] z = gates.data();
    for (int r = Shares.rowFrom(w, h, byRows); r < rowTo; r++) {
      int zAt = gates.index(r, from);
      int cAt = c.index(r, from);
      int tAt = tanhC.index(r, from);
      activate(w, z, zAt, units, n);
      cell(z, zAt, units, cPrev.data(), cPrev.index(r, from), c.data(), cAt, n);
      VectorMath.tanh(w, c.data(), cAt, tanhC.data(), tAt, n);
      output(z, zAt + 3 * units, tanhC.data(), tAt, h.data(), h.index(r, from), n);
    }
  }

  /** i, f, g and o of n units of one row. */
  private static void activate(Worker w, float[] z, int at, int units, int n) {
    activateInputs(w, z, at, units, n);
    VectorMath.sigmoid(w, z, at + 3 * units, z, at + 3 * units, n);
  }

  /** i, f and g. */
  private static void activateInputs(Worker w, float[] z, int at, int units, int n) {
    if (n == units) {
      VectorMath.sigmoid(w, z, at, z, at, 2 * n);
    } else {
      VectorMath.sigmoid(w, z, at, z, at, n);
      VectorMath.sigmoid(w, z, at + units, z, at + units, n);
    }
    VectorMath.tanh(w, z, at + 2 * units, z, at + 2 * units, n);
  }

  /** c = f ∘ cPrev + i ∘ g. */
  private static void cell(
      float[] z, int zAt, int units, float[] cPrev, int cPrevAt, float[] c, int cAt, int n) {
    int fAt = zAt + units;
    int gAt = fAt + units;
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector i = FloatVector.fromArray(FLOATS, z, zAt + u);
      FloatVector f = FloatVector.fromArray(FLOATS, z, fAt + u);
      FloatVector g = FloatVector.fromArray(FLOATS, z, gAt + u);
      FloatVector before = FloatVector.fromArray(FLOATS, cPrev, cPrevAt + u);
      f.fma(before, i.mul(g)).intoArray(c, cAt + u);
    }
    for (int u = whole; u < n; u++) {
      c[cAt + u] = Math.fma(z[fAt + u], cPrev[cPrevAt + u], z[zAt + u] * z[gAt + u]);
    }
  }

  /** h = o ∘ tanhC. */
  private static void output(
      float[] z, int oAt, float[] tanhC, int tAt, float[] h, int hAt, int n) {
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector o = FloatVector.fromArray(FLOATS, z, oAt + u);
      FloatVector t = FloatVector.fromArray(FLOATS, tanhC, tAt + u);
      o.mul(t).intoArray(h, hAt + u);
    }
    for (int u = whole; u < n; u++) {
      h[hAt + u] = z[oAt + u] * tanhC[tAt + u];
    }
  }

  static void backward(Worker w, Matrix gates, Matrix cPrev, Matrix tanhC, Matrix dh, Matrix dc) {
    boolean byRows = !Shares.byColumns(w, dh);
    int rowTo = Shares.rowTo(w, dh, byRows);
    int from = Shares.columnFrom(w, dh, byRows);
    int n = Shares.columnTo(w, dh, byRows) - from;
    int units = dh.cols();
    float[] z = gates.data();
    float[] d = dc.data();
    for (int r = Shares.rowFrom(w, dh, byRows); r < rowTo; r++) {
      int zAt = gates.index(r, from);
      int oAt = zAt + 3 * units;
      int dAt = dc.index(r, from);
      int tAt = tanhC.index(r, from);
      outputBackward(z, oAt, tanhC.data(), tAt, dh.data(), dh.index(r, from), d, dAt, n);
      cellBackward(z, zAt, units, cPrev.data(), cPrev.index(r, from), d, dAt, n);
    }
  }

  /** dc += dh ∘ o ∘ (1 - tanhC²); o becomes its dz: dh ∘ tanhC ∘ (o - o²). */
  private static void outputBackward(
      float[] z,
      int oAt,
      float[] tanhC,
      int tAt,
      float[] dh,
      int dhAt,
      float[] dc,
      int dcAt,
      int n) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector o = FloatVector.fromArray(FLOATS, z, oAt + u);
      FloatVector t = FloatVector.fromArray(FLOATS, tanhC, tAt + u);
      FloatVector d = FloatVector.fromArray(FLOATS, dh, dhAt + u);
      FloatVector later = FloatVector.fromArray(FLOATS, dc, dcAt + u);
      d.mul(o).fma(t.neg().fma(t, one), later).intoArray(dc, dcAt + u);
      d.mul(t).mul(o.neg().fma(o, o)).intoArray(z, oAt + u);
    }
    for (int u = whole; u < n; u++) {
      float o = z[oAt + u];
      float t = tanhC[tAt + u];
      float d = dh[dhAt + u];
      dc[dcAt + u] = Math.fma(d * o, Math.fma(-t, t, 1f), dc[dcAt + u]);
      z[oAt + u] = d * t * Math.fma(-o, o, o);
    }
  }

  /** i, f and g become their dz, and dc that of cPrev: dc ∘ f. */
  private static void cellBackward(
      float[] z, int zAt, int units, float[] cPrev, int cPrevAt, float[] dc, int dcAt, int n) {
    int fAt = zAt + units;
    int gAt = fAt + units;
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector i = FloatVector.fromArray(FLOATS, z, zAt + u);
      FloatVector f = FloatVector.fromArray(FLOATS, z, fAt + u);
      FloatVector g = FloatVector.fromArray(FLOATS, z, gAt + u);
      FloatVector d = FloatVector.fromArray(FLOATS, dc, dcAt + u);
      FloatVector before = FloatVector.fromArray(FLOATS, cPrev, cPrevAt + u);
      d.mul(g).mul(i.neg().fma(i, i)).intoArray(z, zAt + u);
      d.mul(before).mul(f.neg().fma(f, f)).intoArray(z, fAt + u);
      d.mul(i).mul(g.neg().fma(g, one)).intoArray(z, gAt + u);
      d.mul(f).intoArray(dc, dcAt + u);
    }
    for (int u = whole; u < n; u++) {
      float i = z[zAt + u];
      float f = z[fAt + u];
      float g = z[gAt + u];
      float d = dc[dcAt + u];
      z[zAt + u] = d * g * Math.fma(-i, i, i);
      z[fAt + u] = d * cPrev[cPrevAt + u] * Math.fma(-f, f, f);
      z[gAt + u] = d * i * Math.fma(-g, g, 1f);
      dc[dcAt + u] = d * f;
    }
  }

  /** i, f, g and c: the first half of {@link #forward}. */
  static void state(Worker w, Matrix gates, Matrix cPrev, Matrix c) {
    boolean byRows = !Shares.byColumns(w, c);
    int rowTo = Shares.rowTo(w, c, byRows);
    int from = Shares.columnFrom(w, c, byRows);
    int n = Shares.columnTo(w, c, byRows) - from;
    int units = c.cols();
    float[] z = gates.data();
    for (int row = Shares.rowFrom(w, c, byRows); row < rowTo; row++) {
      int at = gates.index(row, from);
      activateInputs(w, z, at, units, n);
      cell(z, at, units, cPrev.data(), cPrev.index(row, from), c.data(), c.index(row, from), n);
    }
  }

  /** o, tanh(v) and h: the second half. */
  static void output(Worker w, Matrix gates, Matrix v, Matrix tanhC, Matrix h) {
    boolean byRows = !Shares.byColumns(w, h);
    int rowTo = Shares.rowTo(w, h, byRows);
    int from = Shares.columnFrom(w, h, byRows);
    int n = Shares.columnTo(w, h, byRows) - from;
    int units = h.cols();
    float[] z = gates.data();
    for (int row = Shares.rowFrom(w, h, byRows); row < rowTo; row++) {
      int at = gates.index(row, from);
      int oAt = at + 3 * units;
      int tAt = tanhC.index(row, from);
      VectorMath.sigmoid(w, z, oAt, z, oAt, n);
      VectorMath.tanh(w, v.data(), v.index(row, from), tanhC.data(), tAt, n);
      output(z, oAt, tanhC.data(), tAt, h.data(), h.index(row, from), n);
    }
  }

  static void outputBackward(Worker w, Matrix gates, Matrix tanhC, Matrix dh, Matrix dv) {
    boolean byRows = !Shares.byColumns(w, dh);
    int rowTo = Shares.rowTo(w, dh, byRows);
    int from = Shares.columnFrom(w, dh, byRows);
    int n = Shares.columnTo(w, dh, byRows) - from;
    int units = dh.cols();
    float[] z = gates.data();
    for (int row = Shares.rowFrom(w, dh, byRows); row < rowTo; row++) {
      int at = gates.index(row, from);
      int oAt = at + 3 * units;
      int tAt = tanhC.index(row, from);
      int dAt = dh.index(row, from);
      int dvAt = dv.index(row, from);
      outputBackward(z, oAt, tanhC.data(), tAt, dh.data(), dAt, dv.data(), dvAt, n);
    }
  }

  static void stateBackward(Worker w, Matrix gates, Matrix cPrev, Matrix dc) {
    boolean byRows = !Shares.byColumns(w, dc);
    int rowTo = Shares.rowTo(w, dc, byRows);
    int from = Shares.columnFrom(w, dc, byRows);
    int n = Shares.columnTo(w, dc, byRows) - from;
    int units = dc.cols();
    float[] z = gates.data();
    for (int row = Shares.rowFrom(w, dc, byRows); row < rowTo; row++) {
      int at = gates.index(row, from);
      int before = cPrev.index(row, from);
      cellBackward(z, at, units, cPrev.data(), before, dc.data(), dc.index(row, from), n);
    }
  }
}
