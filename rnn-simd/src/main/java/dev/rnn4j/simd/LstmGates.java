package dev.rnn4j.simd;

import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static dev.rnn4j.simd.VectorConstants.LANES;
import static dev.rnn4j.simd.VectorConstants.wholeVectors;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The elementwise half of an LSTM step, shared out by units. A row is done in short loops, one for
 * each gate and one for the cell, instead of one loop with five transcendentals: so much in one
 * method is more than the compiler inlines, and the row is in L1 anyway.
 */
final class LstmGates {
  private LstmGates() {}

  private static void requireSizes(Matrix gates, Matrix cPrev, Matrix a, Matrix b, Matrix c) {
    if (gates.rows() != cPrev.rows() || gates.cols() != 4 * cPrev.cols()) {
      throw new IllegalArgumentException(
          "gates must be as many rows as the cell and 4 times its units wide, got " + gates
              + " for cell " + cPrev);
    }
    Shares.requireSameShape("an LSTM step", cPrev, a);
    Shares.requireSameShape("an LSTM step", cPrev, b);
    Shares.requireSameShape("an LSTM step", cPrev, c);
  }

  static void forward(Worker w, Matrix gates, Matrix cPrev, Matrix c, Matrix tanhC, Matrix h) {
    requireSizes(gates, cPrev, c, tanhC, h);
    boolean byRows = !Shares.byColumns(w, h);
    int rowTo = Shares.rowTo(w, h, byRows);
    int from = Shares.columnFrom(w, h, byRows);
    int n = Shares.columnTo(w, h, byRows) - from;
    for (int r = Shares.rowFrom(w, h, byRows); r < rowTo; r++) {
      activateGates(gates.data(), gates.index(r, from), h.cols(), n);
      cellForward(gates, cPrev, c, tanhC, h, r, from, n);
    }
  }

  /** i, f, g and o of n units of one row. */
  private static void activateGates(float[] z, int at, int units, int n) {
    if (n == units) {
      VectorMath.sigmoid(z, at, z, at, 2 * n);
    } else {
      VectorMath.sigmoid(z, at, z, at, n);
      VectorMath.sigmoid(z, at + units, z, at + units, n);
    }
    VectorMath.tanh(z, at + 2 * units, z, at + 2 * units, n);
    VectorMath.sigmoid(z, at + 3 * units, z, at + 3 * units, n);
  }

  private static void cellForward(
      Matrix gates, Matrix cPrev, Matrix c, Matrix tanhC, Matrix h, int r, int from, int n) {
    float[] z = gates.data();
    int units = h.cols();
    int i = gates.index(r, from);
    int f = i + units;
    int g = f + units;
    cell(z, i, f, g, n, cPrev.data(), cPrev.index(r, from), c.data(), c.index(r, from));
    VectorMath.tanh(c.data(), c.index(r, from), tanhC.data(), tanhC.index(r, from), n);
    output(
        z, g + units, tanhC.data(), tanhC.index(r, from), h.data(), h.index(r, from), n);
  }

  /** c = f ∘ cPrev + i ∘ g. */
  private static void cell(
      float[] z, int i, int f, int g, int n, float[] cPrev, int cPrevAt, float[] c, int cAt) {
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector written =
          FloatVector.fromArray(FLOATS, z, i + u).mul(FloatVector.fromArray(FLOATS, z, g + u));
      FloatVector kept = FloatVector.fromArray(FLOATS, cPrev, cPrevAt + u);
      kept.fma(FloatVector.fromArray(FLOATS, z, f + u), written).intoArray(c, cAt + u);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      FloatVector written =
          FloatVector.fromArray(FLOATS, z, i + whole, tail)
              .mul(FloatVector.fromArray(FLOATS, z, g + whole, tail));
      FloatVector kept = FloatVector.fromArray(FLOATS, cPrev, cPrevAt + whole, tail);
      kept.fma(FloatVector.fromArray(FLOATS, z, f + whole, tail), written)
          .intoArray(c, cAt + whole, tail);
    }
  }

  /** h = o ∘ tanhC. */
  private static void output(
      float[] z, int o, float[] tanhC, int tanhAt, float[] h, int hAt, int n) {
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector gate = FloatVector.fromArray(FLOATS, z, o + u);
      gate.mul(FloatVector.fromArray(FLOATS, tanhC, tanhAt + u)).intoArray(h, hAt + u);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      FloatVector gate = FloatVector.fromArray(FLOATS, z, o + whole, tail);
      gate.mul(FloatVector.fromArray(FLOATS, tanhC, tanhAt + whole, tail))
          .intoArray(h, hAt + whole, tail);
    }
  }

  static void backward(
      Worker w, Matrix gates, Matrix cPrev, Matrix tanhC, Matrix dh, Matrix dc) {
    requireSizes(gates, cPrev, tanhC, dh, dc);
    boolean byRows = !Shares.byColumns(w, dh);
    int rowTo = Shares.rowTo(w, dh, byRows);
    int from = Shares.columnFrom(w, dh, byRows);
    int n = Shares.columnTo(w, dh, byRows) - from;
    for (int r = Shares.rowFrom(w, dh, byRows); r < rowTo; r++) {
      int z = gates.index(r, from);
      int h = dh.index(r, from);
      int c = dc.index(r, from);
      int units = dh.cols();
      outputBackward(
          gates.data(), z + 3 * units, tanhC.data(), tanhC.index(r, from), dh.data(), h,
          dc.data(), c, n);
      cellBackward(
          gates.data(), z, units, cPrev.data(), cPrev.index(r, from), dc.data(), c, n);
    }
  }

  /** dc += dh ∘ o ∘ (1 - tanhC²), then o becomes dz of o: dh ∘ tanhC ∘ o (1 - o). */
  private static void outputBackward(
      float[] z,
      int oAt,
      float[] tanhC,
      int tanhAt,
      float[] dh,
      int dhAt,
      float[] dc,
      int dcAt,
      int n) {
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector o = FloatVector.fromArray(FLOATS, z, oAt + u);
      FloatVector t = FloatVector.fromArray(FLOATS, tanhC, tanhAt + u);
      FloatVector d = FloatVector.fromArray(FLOATS, dh, dhAt + u);
      FloatVector later = FloatVector.fromArray(FLOATS, dc, dcAt + u);
      d.mul(o).fma(Activations.tanhSlope(t), later).intoArray(dc, dcAt + u);
      d.mul(t).mul(Activations.sigmoidSlope(o)).intoArray(z, oAt + u);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      FloatVector o = FloatVector.fromArray(FLOATS, z, oAt + whole, tail);
      FloatVector t = FloatVector.fromArray(FLOATS, tanhC, tanhAt + whole, tail);
      FloatVector d = FloatVector.fromArray(FLOATS, dh, dhAt + whole, tail);
      FloatVector later = FloatVector.fromArray(FLOATS, dc, dcAt + whole, tail);
      d.mul(o).fma(Activations.tanhSlope(t), later).intoArray(dc, dcAt + whole, tail);
      d.mul(t).mul(Activations.sigmoidSlope(o)).intoArray(z, oAt + whole, tail);
    }
  }

  /** i, f and g become their dz, and dc that of cPrev: dc ∘ f. */
  private static void cellBackward(
      float[] z, int iAt, int units, float[] cPrev, int cPrevAt, float[] dc, int dcAt, int n) {
    int fAt = iAt + units;
    int gAt = fAt + units;
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector i = FloatVector.fromArray(FLOATS, z, iAt + u);
      FloatVector f = FloatVector.fromArray(FLOATS, z, fAt + u);
      FloatVector g = FloatVector.fromArray(FLOATS, z, gAt + u);
      FloatVector d = FloatVector.fromArray(FLOATS, dc, dcAt + u);
      FloatVector before = FloatVector.fromArray(FLOATS, cPrev, cPrevAt + u);
      d.mul(g).mul(Activations.sigmoidSlope(i)).intoArray(z, iAt + u);
      d.mul(before).mul(Activations.sigmoidSlope(f)).intoArray(z, fAt + u);
      d.mul(i).mul(Activations.tanhSlope(g)).intoArray(z, gAt + u);
      d.mul(f).intoArray(dc, dcAt + u);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      FloatVector i = FloatVector.fromArray(FLOATS, z, iAt + whole, tail);
      FloatVector f = FloatVector.fromArray(FLOATS, z, fAt + whole, tail);
      FloatVector g = FloatVector.fromArray(FLOATS, z, gAt + whole, tail);
      FloatVector d = FloatVector.fromArray(FLOATS, dc, dcAt + whole, tail);
      FloatVector before = FloatVector.fromArray(FLOATS, cPrev, cPrevAt + whole, tail);
      d.mul(g).mul(Activations.sigmoidSlope(i)).intoArray(z, iAt + whole, tail);
      d.mul(before).mul(Activations.sigmoidSlope(f)).intoArray(z, fAt + whole, tail);
      d.mul(i).mul(Activations.tanhSlope(g)).intoArray(z, gAt + whole, tail);
      d.mul(f).intoArray(dc, dcAt + whole, tail);
    }
  }
}
