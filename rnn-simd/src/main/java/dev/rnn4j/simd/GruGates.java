package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;

/**
 * The elementwise half of a GRU step, shared out by units, and as in {@link LstmGates} in short
 * loops that the compiler inlines.
 */
final class GruGates {
  private GruGates() {}

  static void forward(Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix h) {
    boolean byRows = !Shares.byColumns(w, h);
    int rowTo = Shares.rowTo(w, h, byRows);
    int from = Shares.columnFrom(w, h, byRows);
    int n = Shares.columnTo(w, h, byRows) - from;
    int units = h.cols();
    float[] a = gates.data();
    float[] q = recurrent.data();
    for (int row = Shares.rowFrom(w, h, byRows); row < rowTo; row++) {
      int aAt = gates.index(row, from);
      int qAt = recurrent.index(row, from);
      sigmoids(w, a, aAt, q, qAt, units, n);
      candidate(w, a, aAt, q, qAt, units, n);
      int before = hPrev.index(row, from);
      output(a, aAt + units, units, hPrev.data(), before, h.data(), h.index(row, from), n);
    }
  }

  /** r and z of n units of one row: σ(a + q). */
  private static void sigmoids(Worker w, float[] a, int aAt, float[] q, int qAt, int units, int n) {
    if (n == units) {
      sigmoid(w, a, aAt, q, qAt, 2 * n);
    } else {
      sigmoid(w, a, aAt, q, qAt, n);
      sigmoid(w, a, aAt + units, q, qAt + units, n);
    }
  }

  private static void sigmoid(Worker w, float[] a, int aAt, float[] q, int qAt, int n) {
    SimdRows.add(q, qAt, a, aAt, n);
    VectorMath.sigmoid(w, a, aAt, a, aAt, n);
  }

  /** n = tanh(a + r ∘ q). */
  private static void candidate(
      Worker w, float[] a, int rAt, float[] q, int qAt, int units, int n) {
    int nAt = rAt + 2 * units;
    int qnAt = qAt + 2 * units;
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector r = FloatVector.fromArray(FLOATS, a, rAt + u);
      FloatVector input = FloatVector.fromArray(FLOATS, a, nAt + u);
      r.fma(FloatVector.fromArray(FLOATS, q, qnAt + u), input).intoArray(a, nAt + u);
    }
    for (int u = whole; u < n; u++) {
      a[nAt + u] = Math.fma(a[rAt + u], q[qnAt + u], a[nAt + u]);
    }
    VectorMath.tanh(w, a, nAt, a, nAt, n);
  }

  /** h = (1 - z) ∘ n + z ∘ hPrev: where z is 1 a state is kept to the bit. */
  private static void output(
      float[] a, int zAt, int units, float[] hPrev, int hPrevAt, float[] h, int hAt, int n) {
    int nAt = zAt + units;
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector z = FloatVector.fromArray(FLOATS, a, zAt + u);
      FloatVector candidate = FloatVector.fromArray(FLOATS, a, nAt + u);
      FloatVector before = FloatVector.fromArray(FLOATS, hPrev, hPrevAt + u);
      z.fma(before, one.sub(z).mul(candidate)).intoArray(h, hAt + u);
    }
    for (int u = whole; u < n; u++) {
      float z = a[zAt + u];
      h[hAt + u] = Math.fma(z, hPrev[hPrevAt + u], (1f - z) * a[nAt + u]);
    }
  }

  static void backward(
      Worker w, Matrix gates, Matrix recurrent, Matrix hPrev, Matrix dh, Matrix dhPrev) {
    boolean byRows = !Shares.byColumns(w, dh);
    int rowTo = Shares.rowTo(w, dh, byRows);
    int from = Shares.columnFrom(w, dh, byRows);
    int n = Shares.columnTo(w, dh, byRows) - from;
    int units = dh.cols();
    float[] a = gates.data();
    float[] q = recurrent.data();
    for (int row = Shares.rowFrom(w, dh, byRows); row < rowTo; row++) {
      int aAt = gates.index(row, from);
      int zAt = aAt + units;
      int qAt = recurrent.index(row, from);
      int before = hPrev.index(row, from);
      int dAt = dh.index(row, from);
      keptBackward(a, zAt, dh.data(), dAt, dhPrev.data(), dhPrev.index(row, from), n);
      outputBackward(a, zAt, units, hPrev.data(), before, dh.data(), dAt, n);
      candidateBackward(a, aAt, q, qAt, units, n);
      System.arraycopy(a, zAt, q, qAt + units, n);
    }
  }

  /** dhPrev += dh ∘ z. */
  private static void keptBackward(
      float[] a, int zAt, float[] dh, int dhAt, float[] dhPrev, int dhPrevAt, int n) {
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector z = FloatVector.fromArray(FLOATS, a, zAt + u);
      FloatVector d = FloatVector.fromArray(FLOATS, dh, dhAt + u);
      FloatVector other = FloatVector.fromArray(FLOATS, dhPrev, dhPrevAt + u);
      d.fma(z, other).intoArray(dhPrev, dhPrevAt + u);
    }
    for (int u = whole; u < n; u++) {
      dhPrev[dhPrevAt + u] = Math.fma(dh[dhAt + u], a[zAt + u], dhPrev[dhPrevAt + u]);
    }
  }

  /** z and n become their da: dh ∘ (hPrev - n) ∘ (z - z²) and dh ∘ (1 - z) ∘ (1 - n²). */
  private static void outputBackward(
      float[] a, int zAt, int units, float[] hPrev, int hPrevAt, float[] dh, int dhAt, int n) {
    int nAt = zAt + units;
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector z = FloatVector.fromArray(FLOATS, a, zAt + u);
      FloatVector candidate = FloatVector.fromArray(FLOATS, a, nAt + u);
      FloatVector before = FloatVector.fromArray(FLOATS, hPrev, hPrevAt + u);
      FloatVector d = FloatVector.fromArray(FLOATS, dh, dhAt + u);
      d.mul(before.sub(candidate)).mul(z.neg().fma(z, z)).intoArray(a, zAt + u);
      d.mul(one.sub(z)).mul(candidate.neg().fma(candidate, one)).intoArray(a, nAt + u);
    }
    for (int u = whole; u < n; u++) {
      float z = a[zAt + u];
      float candidate = a[nAt + u];
      float d = dh[dhAt + u];
      a[zAt + u] = d * (hPrev[hPrevAt + u] - candidate) * Math.fma(-z, z, z);
      a[nAt + u] = d * (1f - z) * Math.fma(-candidate, candidate, 1f);
    }
  }

  /** r becomes its da: da_n ∘ q_n ∘ (r - r²), which is also dq_r; q_n becomes dq_n = da_n ∘ r. */
  private static void candidateBackward(float[] a, int rAt, float[] q, int qAt, int units, int n) {
    int nAt = rAt + 2 * units;
    int qnAt = qAt + 2 * units;
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector r = FloatVector.fromArray(FLOATS, a, rAt + u);
      FloatVector d = FloatVector.fromArray(FLOATS, a, nAt + u);
      FloatVector product = FloatVector.fromArray(FLOATS, q, qnAt + u);
      FloatVector dr = d.mul(product).mul(r.neg().fma(r, r));
      dr.intoArray(a, rAt + u);
      dr.intoArray(q, qAt + u);
      d.mul(r).intoArray(q, qnAt + u);
    }
    for (int u = whole; u < n; u++) {
      float r = a[rAt + u];
      float d = a[nAt + u];
      float dr = d * q[qnAt + u] * Math.fma(-r, r, r);
      a[rAt + u] = dr;
      q[qAt + u] = dr;
      q[qnAt + u] = d * r;
    }
  }

  /** r and z, and rh = r ∘ hPrev. */
  static void reset(Worker w, Matrix gates, Matrix hPrev, Matrix rh) {
    boolean byRows = !Shares.byColumns(w, rh);
    int rowTo = Shares.rowTo(w, rh, byRows);
    int from = Shares.columnFrom(w, rh, byRows);
    int n = Shares.columnTo(w, rh, byRows) - from;
    int units = rh.cols();
    float[] a = gates.data();
    for (int row = Shares.rowFrom(w, rh, byRows); row < rowTo; row++) {
      int at = gates.index(row, from);
      sigmoidInPlace(w, a, at, units, n);
      product(a, at, hPrev.data(), hPrev.index(row, from), rh.data(), rh.index(row, from), n);
    }
  }

  private static void sigmoidInPlace(Worker w, float[] a, int rAt, int units, int n) {
    if (n == units) {
      VectorMath.sigmoid(w, a, rAt, a, rAt, 2 * n);
    } else {
      VectorMath.sigmoid(w, a, rAt, a, rAt, n);
      VectorMath.sigmoid(w, a, rAt + units, a, rAt + units, n);
    }
  }

  /** y = a ∘ x. */
  private static void product(float[] a, int aAt, float[] x, int xAt, float[] y, int yAt, int n) {
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector factor = FloatVector.fromArray(FLOATS, a, aAt + u);
      factor.mul(FloatVector.fromArray(FLOATS, x, xAt + u)).intoArray(y, yAt + u);
    }
    for (int u = whole; u < n; u++) {
      y[yAt + u] = a[aAt + u] * x[xAt + u];
    }
  }

  /** n, and h of n, z and hPrev. */
  static void update(Worker w, Matrix gates, Matrix hPrev, Matrix h) {
    boolean byRows = !Shares.byColumns(w, h);
    int rowTo = Shares.rowTo(w, h, byRows);
    int from = Shares.columnFrom(w, h, byRows);
    int n = Shares.columnTo(w, h, byRows) - from;
    int units = h.cols();
    float[] a = gates.data();
    for (int row = Shares.rowFrom(w, h, byRows); row < rowTo; row++) {
      int at = gates.index(row, from);
      VectorMath.tanh(w, a, at + 2 * units, a, at + 2 * units, n);
      int before = hPrev.index(row, from);
      output(a, at + units, units, hPrev.data(), before, h.data(), h.index(row, from), n);
    }
  }

  static void updateBackward(Worker w, Matrix gates, Matrix hPrev, Matrix dh, Matrix dhPrev) {
    boolean byRows = !Shares.byColumns(w, dh);
    int rowTo = Shares.rowTo(w, dh, byRows);
    int from = Shares.columnFrom(w, dh, byRows);
    int n = Shares.columnTo(w, dh, byRows) - from;
    int units = dh.cols();
    float[] a = gates.data();
    for (int row = Shares.rowFrom(w, dh, byRows); row < rowTo; row++) {
      int at = gates.index(row, from);
      int zAt = at + units;
      int before = hPrev.index(row, from);
      int dAt = dh.index(row, from);
      keptBackward(a, zAt, dh.data(), dAt, dhPrev.data(), dhPrev.index(row, from), n);
      outputBackward(a, zAt, units, hPrev.data(), before, dh.data(), dAt, n);
    }
  }

  static void resetBackward(Worker w, Matrix gates, Matrix hPrev, Matrix drh, Matrix dhPrev) {
    boolean byRows = !Shares.byColumns(w, drh);
    int rowTo = Shares.rowTo(w, drh, byRows);
    int from = Shares.columnFrom(w, drh, byRows);
    int n = Shares.columnTo(w, drh, byRows) - from;
    float[] a = gates.data();
    for (int row = Shares.rowFrom(w, drh, byRows); row < rowTo; row++) {
      int at = gates.index(row, from);
      int dAt = drh.index(row, from);
      keptBackward(a, at, drh.data(), dAt, dhPrev.data(), dhPrev.index(row, from), n);
      resetBackward(a, at, hPrev.data(), hPrev.index(row, from), drh.data(), dAt, n);
    }
  }

  /** r becomes its da: drh ∘ hPrev ∘ (r - r²). */
  private static void resetBackward(
      float[] a, int rAt, float[] hPrev, int hPrevAt, float[] drh, int dAt, int n) {
    int whole = wholeVectors(n);
    for (int u = 0; u < whole; u += LANES) {
      FloatVector r = FloatVector.fromArray(FLOATS, a, rAt + u);
      FloatVector d = FloatVector.fromArray(FLOATS, drh, dAt + u);
      FloatVector before = FloatVector.fromArray(FLOATS, hPrev, hPrevAt + u);
      d.mul(before).mul(r.neg().fma(r, r)).intoArray(a, rAt + u);
    }
    for (int u = whole; u < n; u++) {
      float r = a[rAt + u];
      a[rAt + u] = drh[dAt + u] * hPrev[hPrevAt + u] * Math.fma(-r, r, r);
    }
  }
}
