package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The nonlinearities of simple layers, forward and backward, shared out by columns. */
final class Activations {
  private static final float LARGEST = Float.MAX_VALUE;

  private Activations() {}

  static void forward(Worker w, Activation f, Matrix z, Matrix h) {
    boolean byRows = !Shares.byColumns(w, z);
    int rowTo = Shares.rowTo(w, z, byRows);
    int from = Shares.columnFrom(w, z, byRows);
    int n = Shares.columnTo(w, z, byRows) - from;
    for (int r = Shares.rowFrom(w, z, byRows); r < rowTo; r++) {
      int zAt = z.index(r, from);
      int hAt = h.index(r, from);
      switch (f) {
        case SIGMOID -> VectorMath.sigmoid(w, z.data(), zAt, h.data(), hAt, n);
        case TANH -> VectorMath.tanh(w, z.data(), zAt, h.data(), hAt, n);
        case RELU -> relu(z.data(), zAt, h.data(), hAt, n);
        case SOFTSIGN -> softsign(z.data(), zAt, h.data(), hAt, n);
        case LINEAR -> System.arraycopy(z.data(), zAt, h.data(), hAt, n);
      }
    }
  }

  private static void relu(float[] z, int zAt, float[] h, int hAt, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(FLOATS, z, zAt + i).max(0f).intoArray(h, hAt + i);
    }
    for (int i = whole; i < n; i++) {
      h[hAt + i] = Math.max(z[zAt + i], 0f);
    }
  }

  /** z / (1 + |z|); an infinity, which would be divided by itself, is cut off first. */
  private static void softsign(float[] z, int zAt, float[] h, int hAt, int n) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, z, zAt + i).min(LARGEST).max(-LARGEST);
      x.div(one.add(x.abs())).intoArray(h, hAt + i);
    }
    for (int i = whole; i < n; i++) {
      float x = Math.max(Math.min(z[zAt + i], LARGEST), -LARGEST);
      h[hAt + i] = x / (1f + Math.abs(x));
    }
  }

  static void backward(Worker w, Activation f, Matrix h, Matrix dh, Matrix dz) {
    boolean byRows = !Shares.byColumns(w, h);
    int rowTo = Shares.rowTo(w, h, byRows);
    int from = Shares.columnFrom(w, h, byRows);
    int n = Shares.columnTo(w, h, byRows) - from;
    for (int r = Shares.rowFrom(w, h, byRows); r < rowTo; r++) {
      int hAt = h.index(r, from);
      int dhAt = dh.index(r, from);
      int dzAt = dz.index(r, from);
      switch (f) {
        case SIGMOID -> sigmoidBackward(h.data(), hAt, dh.data(), dhAt, dz.data(), dzAt, n);
        case TANH -> tanhBackward(h.data(), hAt, dh.data(), dhAt, dz.data(), dzAt, n);
        case RELU -> reluBackward(h.data(), hAt, dh.data(), dhAt, dz.data(), dzAt, n);
        case SOFTSIGN -> softsignBackward(h.data(), hAt, dh.data(), dhAt, dz.data(), dzAt, n);
        case LINEAR -> System.arraycopy(dh.data(), dhAt, dz.data(), dzAt, n);
      }
    }
  }

  /** dz = dh ∘ (h - h²). */
  private static void sigmoidBackward(
      float[] h, int hAt, float[] dh, int dhAt, float[] dz, int dzAt, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector y = FloatVector.fromArray(FLOATS, h, hAt + i);
      FloatVector slope = y.neg().fma(y, y);
      slope.mul(FloatVector.fromArray(FLOATS, dh, dhAt + i)).intoArray(dz, dzAt + i);
    }
    for (int i = whole; i < n; i++) {
      float y = h[hAt + i];
      dz[dzAt + i] = Math.fma(-y, y, y) * dh[dhAt + i];
    }
  }

  /** dz = dh ∘ (1 - h²). */
  private static void tanhBackward(
      float[] h, int hAt, float[] dh, int dhAt, float[] dz, int dzAt, int n) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector y = FloatVector.fromArray(FLOATS, h, hAt + i);
      FloatVector slope = y.neg().fma(y, one);
      slope.mul(FloatVector.fromArray(FLOATS, dh, dhAt + i)).intoArray(dz, dzAt + i);
    }
    for (int i = whole; i < n; i++) {
      float y = h[hAt + i];
      dz[dzAt + i] = Math.fma(-y, y, 1f) * dh[dhAt + i];
    }
  }

  /** dz = dh ∘ (1 - |h|)². */
  private static void softsignBackward(
      float[] h, int hAt, float[] dh, int dhAt, float[] dz, int dzAt, int n) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector root = one.sub(FloatVector.fromArray(FLOATS, h, hAt + i).abs());
      FloatVector d = FloatVector.fromArray(FLOATS, dh, dhAt + i);
      root.mul(root).mul(d).intoArray(dz, dzAt + i);
    }
    for (int i = whole; i < n; i++) {
      float root = 1f - Math.abs(h[hAt + i]);
      dz[dzAt + i] = root * root * dh[dhAt + i];
    }
  }

  /** dz = dh where h is positive, otherwise 0. */
  private static void reluBackward(
      float[] h, int hAt, float[] dh, int dhAt, float[] dz, int dzAt, int n) {
    FloatVector zero = FloatVector.zero(FLOATS);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector y = FloatVector.fromArray(FLOATS, h, hAt + i);
      FloatVector d = FloatVector.fromArray(FLOATS, dh, dhAt + i);
      zero.blend(d, y.compare(VectorOperators.GT, 0f)).intoArray(dz, dzAt + i);
    }
    for (int i = whole; i < n; i++) {
      dz[dzAt + i] = h[hAt + i] > 0 ? dh[dhAt + i] : 0f;
    }
  }
}
