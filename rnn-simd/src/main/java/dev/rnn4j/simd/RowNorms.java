package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;

import dev.rnn4j.core.kernel.RowKernels;
import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;

/** Layer normalisation, row by row; workers share out rows. */
final class RowNorms {
  private RowNorms() {}

  static void forward(
      Worker w,
      Matrix x,
      Matrix normalized,
      Matrix inverse,
      Matrix gain,
      Matrix bias,
      Matrix y,
      boolean accumulate) {
    int n = x.cols();
    int to = w.to(x.rows(), 1);
    for (int r = w.from(x.rows(), 1); r < to; r++) {
      int at = x.index(r, 0);
      float mean = (float) (sum(w, x.data(), at, n) / n);
      double variance = squares(w, x.data(), at, mean, n) / n;
      float scale = (float) (1 / Math.sqrt(variance + RowKernels.NORM_EPSILON));
      inverse.set(r, 0, scale);
      normalize(x.data(), at, mean, scale, normalized.data(), normalized.index(r, 0), n);
      affine(normalized, r, gain, bias, y, accumulate);
    }
  }

  static void backward(
      Worker w,
      Matrix dy,
      Matrix normalized,
      Matrix inverse,
      Matrix gain,
      Matrix dx,
      boolean accumulate) {
    int n = dy.cols();
    int to = w.to(dy.rows(), 1);
    for (int r = w.from(dy.rows(), 1); r < to; r++) {
      float mean = (float) (products(w, dy, gain, r) / n);
      float slope = (float) (products(w, dy, gain, normalized, r) / n);
      gradient(dy, gain, normalized, r, mean, slope, inverse.get(r, 0), dx, accumulate);
    }
  }

  private static double sum(Worker w, float[] x, int at, int n) {
    FloatVector total = FloatVector.zero(FLOATS);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      total = total.add(FloatVector.fromArray(FLOATS, x, at + i));
    }
    float[] lanes = w.scratch(Scratch.LANES, LANES);
    total.intoArray(lanes, 0);
    double sum = sum(lanes);
    for (int i = whole; i < n; i++) {
      sum += x[at + i];
    }
    return sum;
  }

  /** The sum of (x - mean)². */
  private static double squares(Worker w, float[] x, int at, float mean, int n) {
    FloatVector total = FloatVector.zero(FLOATS);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector off = FloatVector.fromArray(FLOATS, x, at + i).sub(mean);
      total = off.fma(off, total);
    }
    float[] lanes = w.scratch(Scratch.LANES, LANES);
    total.intoArray(lanes, 0);
    double sum = sum(lanes);
    for (int i = whole; i < n; i++) {
      float off = x[at + i] - mean;
      sum += off * off;
    }
    return sum;
  }

  private static void normalize(
      float[] x, int at, float mean, float scale, float[] y, int to, int n) {
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(FLOATS, x, at + i).sub(mean).mul(scale).intoArray(y, to + i);
    }
    for (int i = whole; i < n; i++) {
      y[to + i] = (x[at + i] - mean) * scale;
    }
  }

  /** y = gain ∘ x + bias, or added to y, of one row. */
  private static void affine(
      Matrix x, int r, Matrix gain, Matrix bias, Matrix y, boolean accumulate) {
    int xAt = x.index(r, 0);
    int gAt = gain.index(0, 0);
    int bAt = bias.index(0, 0);
    float[] to = y.data();
    int yAt = y.index(r, 0);
    int n = x.cols();
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gain.data(), gAt + i);
      FloatVector b = FloatVector.fromArray(FLOATS, bias.data(), bAt + i);
      FloatVector value = FloatVector.fromArray(FLOATS, x.data(), xAt + i).fma(g, b);
      if (accumulate) {
        value = value.add(FloatVector.fromArray(FLOATS, to, yAt + i));
      }
      value.intoArray(to, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      float value = Math.fma(x.data()[xAt + i], gain.data()[gAt + i], bias.data()[bAt + i]);
      to[yAt + i] = accumulate ? value + to[yAt + i] : value;
    }
  }

  /** The sum of dy ∘ gain over a row. */
  private static double products(Worker w, Matrix dy, Matrix gain, int r) {
    int at = dy.index(r, 0);
    int gAt = gain.index(0, 0);
    int n = dy.cols();
    FloatVector total = FloatVector.zero(FLOATS);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gain.data(), gAt + i);
      total = FloatVector.fromArray(FLOATS, dy.data(), at + i).fma(g, total);
    }
    float[] lanes = w.scratch(Scratch.LANES, LANES);
    total.intoArray(lanes, 0);
    double sum = sum(lanes);
    for (int i = whole; i < n; i++) {
      sum += dy.data()[at + i] * gain.data()[gAt + i];
    }
    return sum;
  }

  /** The sum of dy ∘ gain ∘ normalized over a row. */
  private static double products(Worker w, Matrix dy, Matrix gain, Matrix normalized, int r) {
    int at = dy.index(r, 0);
    int gAt = gain.index(0, 0);
    int xAt = normalized.index(r, 0);
    int n = dy.cols();
    FloatVector total = FloatVector.zero(FLOATS);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gain.data(), gAt + i);
      FloatVector d = FloatVector.fromArray(FLOATS, dy.data(), at + i).mul(g);
      total = FloatVector.fromArray(FLOATS, normalized.data(), xAt + i).fma(d, total);
    }
    float[] lanes = w.scratch(Scratch.LANES, LANES);
    total.intoArray(lanes, 0);
    double sum = sum(lanes);
    for (int i = whole; i < n; i++) {
      sum += dy.data()[at + i] * gain.data()[gAt + i] * normalized.data()[xAt + i];
    }
    return sum;
  }

  /** dx = scale · (dy ∘ gain - mean - normalized · slope), or added to dx, of one row. */
  private static void gradient(
      Matrix dy,
      Matrix gain,
      Matrix normalized,
      int r,
      float mean,
      float slope,
      float scale,
      Matrix dx,
      boolean accumulate) {
    int at = dy.index(r, 0);
    int gAt = gain.index(0, 0);
    int xAt = normalized.index(r, 0);
    float[] to = dx.data();
    int toAt = dx.index(r, 0);
    int n = dy.cols();
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector g = FloatVector.fromArray(FLOATS, gain.data(), gAt + i);
      FloatVector d = FloatVector.fromArray(FLOATS, dy.data(), at + i).mul(g).sub(mean);
      FloatVector x = FloatVector.fromArray(FLOATS, normalized.data(), xAt + i);
      FloatVector value = d.sub(x.mul(slope)).mul(scale);
      if (accumulate) {
        value = value.add(FloatVector.fromArray(FLOATS, to, toAt + i));
      }
      value.intoArray(to, toAt + i);
    }
    for (int i = whole; i < n; i++) {
      float d = dy.data()[at + i] * gain.data()[gAt + i] - mean;
      float value = (d - normalized.data()[xAt + i] * slope) * scale;
      to[toAt + i] = accumulate ? value + to[toAt + i] : value;
    }
  }

  /** From the first lane to the last: {@code reduceLanes} promises no order. */
  private static double sum(float[] lanes) {
    double sum = 0;
    for (int j = 0; j < LANES; j++) {
      sum += lanes[j];
    }
    return sum;
  }
}
