package dev.rnn4j.simd;

import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static dev.rnn4j.simd.VectorConstants.LANES;
import static dev.rnn4j.simd.VectorConstants.wholeVectors;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The nonlinearities of simple layers, forward and backward, shared out by columns. */
final class Activations {
  private Activations() {}

  static void forward(Worker w, Activation f, Matrix z, Matrix h) {
    Shares.requireSameShape("activate", z, h);
    boolean byRows = !Shares.byColumns(w, z);
    int rowTo = Shares.rowTo(w, z, byRows);
    int from = Shares.columnFrom(w, z, byRows);
    int n = Shares.columnTo(w, z, byRows) - from;
    for (int r = Shares.rowFrom(w, z, byRows); r < rowTo; r++) {
      forward(f, z.data(), z.index(r, from), h.data(), h.index(r, from), n);
    }
  }

  private static void forward(Activation f, float[] z, int zFrom, float[] h, int hFrom, int n) {
    switch (f) {
      case SIGMOID -> VectorMath.sigmoid(z, zFrom, h, hFrom, n);
      case TANH -> VectorMath.tanh(z, zFrom, h, hFrom, n);
      case RELU -> relu(z, zFrom, h, hFrom, n);
    }
  }

  private static void relu(float[] z, int zFrom, float[] h, int hFrom, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(FLOATS, z, zFrom + i).max(0f).intoArray(h, hFrom + i);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      FloatVector x = FloatVector.fromArray(FLOATS, z, zFrom + whole, tail);
      x.max(0f).intoArray(h, hFrom + whole, tail);
    }
  }

  static void backward(Worker w, Activation f, Matrix h, Matrix dh, Matrix dz) {
    Shares.requireSameShape("activateBackward", h, dh);
    Shares.requireSameShape("activateBackward", h, dz);
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
      }
    }
  }

  /** h (1 - h). */
  static FloatVector sigmoidSlope(FloatVector h) {
    return h.neg().fma(h, h);
  }

  /** 1 - h². */
  static FloatVector tanhSlope(FloatVector h) {
    return h.neg().fma(h, FloatVector.broadcast(FLOATS, 1f));
  }

  private static FloatVector reluGradient(FloatVector h, FloatVector dh) {
    return FloatVector.zero(FLOATS).blend(dh, h.compare(VectorOperators.GT, 0f));
  }

  private static void sigmoidBackward(
      float[] h, int hAt, float[] dh, int dhAt, float[] dz, int dzAt, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector slope = sigmoidSlope(FloatVector.fromArray(FLOATS, h, hAt + i));
      FloatVector.fromArray(FLOATS, dh, dhAt + i).mul(slope).intoArray(dz, dzAt + i);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      FloatVector slope = sigmoidSlope(FloatVector.fromArray(FLOATS, h, hAt + whole, tail));
      FloatVector gradient = FloatVector.fromArray(FLOATS, dh, dhAt + whole, tail);
      gradient.mul(slope).intoArray(dz, dzAt + whole, tail);
    }
  }

  private static void tanhBackward(
      float[] h, int hAt, float[] dh, int dhAt, float[] dz, int dzAt, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector slope = tanhSlope(FloatVector.fromArray(FLOATS, h, hAt + i));
      FloatVector.fromArray(FLOATS, dh, dhAt + i).mul(slope).intoArray(dz, dzAt + i);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      FloatVector slope = tanhSlope(FloatVector.fromArray(FLOATS, h, hAt + whole, tail));
      FloatVector gradient = FloatVector.fromArray(FLOATS, dh, dhAt + whole, tail);
      gradient.mul(slope).intoArray(dz, dzAt + whole, tail);
    }
  }

  private static void reluBackward(
      float[] h, int hAt, float[] dh, int dhAt, float[] dz, int dzAt, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector output = FloatVector.fromArray(FLOATS, h, hAt + i);
      FloatVector gradient = FloatVector.fromArray(FLOATS, dh, dhAt + i);
      reluGradient(output, gradient).intoArray(dz, dzAt + i);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      FloatVector output = FloatVector.fromArray(FLOATS, h, hAt + whole, tail);
      FloatVector gradient = FloatVector.fromArray(FLOATS, dh, dhAt + whole, tail);
      reluGradient(output, gradient).intoArray(dz, dzAt + whole, tail);
    }
  }
}
