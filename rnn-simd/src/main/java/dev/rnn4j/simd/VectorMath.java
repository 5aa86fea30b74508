package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.Polynomials.E2;
import static dev.rnn4j.simd.Polynomials.E3;
import static dev.rnn4j.simd.Polynomials.E4;
import static dev.rnn4j.simd.Polynomials.E5;
import static dev.rnn4j.simd.Polynomials.E6;
import static dev.rnn4j.simd.Polynomials.E7;
import static dev.rnn4j.simd.Polynomials.EXPM1_LOW;
import static dev.rnn4j.simd.Polynomials.EXPONENT_BIAS;
import static dev.rnn4j.simd.Polynomials.EXPONENT_SHIFT;
import static dev.rnn4j.simd.Polynomials.EXP_HIGH;
import static dev.rnn4j.simd.Polynomials.EXP_LOW;
import static dev.rnn4j.simd.Polynomials.INVERSE_LN2;
import static dev.rnn4j.simd.Polynomials.INVERSE_LN4;
import static dev.rnn4j.simd.Polynomials.LN2_HIGH;
import static dev.rnn4j.simd.Polynomials.LN2_LOW;
import static dev.rnn4j.simd.Polynomials.LN4_HIGH;
import static dev.rnn4j.simd.Polynomials.LN4_LOW;
import static dev.rnn4j.simd.Polynomials.M2;
import static dev.rnn4j.simd.Polynomials.M3;
import static dev.rnn4j.simd.Polynomials.M4;
import static dev.rnn4j.simd.Polynomials.M5;
import static dev.rnn4j.simd.Polynomials.M6;
import static dev.rnn4j.simd.Polynomials.ROUNDER;
import static dev.rnn4j.simd.Polynomials.SIGN;
import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.Worker;
import jdk.incubator.vector.FloatVector;

/**
 * exp, sigmoid and tanh over arrays, from additions, multiplications, FMAs and one division in
 * {@code float} alone, so that every machine and every vector width gives the same bits. NaN gives
 * NaN, infinities and zeros what mathematics says.
 *
 * <p>Errors over all floats, in units in the last place of the exact result: exp 1.62, sigmoid
 * 3.35, tanh 2.50.
 */
final class VectorMath {
  private VectorMath() {}

  /** y[to + i] = exp(x[from + i] - shift) for i below n; in place if the ranges are the same. */
  static void exp(Worker w, float[] x, int from, float shift, float[] y, int to, int n) {
    int whole = wholeVectors(n);
    expWhole(x, from, shift, y, to, whole);
    if (whole < n) {
      float[] pad = w.scratch(Scratch.TAIL, LANES);
      System.arraycopy(x, from + whole, pad, 0, n - whole);
      expWhole(pad, 0, shift, pad, 0, LANES);
      System.arraycopy(pad, 0, y, to + whole, n - whole);
    }
  }

  /**
   * x = 2 m ln 2 + r, so e^x = e^r · 2^m · 2^m. Two factors, because 2^2m need not be a float where
   * e^x is one; and of the two products only the last rounds a denormal.
   */
  private static void expWhole(float[] x, int from, float shift, float[] y, int to, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector z = FloatVector.fromArray(FLOATS, x, from + i).sub(shift);
      z = z.blend(EXP_LOW, z.compare(LT, EXP_LOW));
      z = z.blend(EXP_HIGH, z.compare(GT, EXP_HIGH));
      FloatVector rounded = z.fma(INVERSE_LN4, ROUNDER);
      FloatVector m = rounded.sub(ROUNDER);
      FloatVector power =
          rounded
              .reinterpretAsInts()
              .add(EXPONENT_BIAS)
              .lanewise(LSHL, EXPONENT_SHIFT)
              .reinterpretAsFloats();
      FloatVector r = m.fma(broadcast(FLOATS, -LN4_HIGH), z);
      r = m.fma(broadcast(FLOATS, -LN4_LOW), r);
      FloatVector q = r.fma(E7, E6);
      q = q.fma(r, broadcast(FLOATS, E5));
      q = q.fma(r, broadcast(FLOATS, E4));
      q = q.fma(r, broadcast(FLOATS, E3));
      q = q.fma(r, broadcast(FLOATS, E2));
      q = q.fma(r, broadcast(FLOATS, 1f));
      q = q.fma(r, broadcast(FLOATS, 1f));
      q.mul(power).mul(power).intoArray(y, to + i);
    }
  }

  /**
   * tanh or sigmoid. What is left over of whole vectors is computed with its neighbours before it,
   * and first: in place their inputs are overwritten later.
   */
  private static void activate(
      Worker w, boolean tanh, float[] x, int from, float[] y, int to, int n) {
    int whole = wholeVectors(n);
    int rest = n - whole;
    float[] pad = w.scratch(Scratch.TAIL, LANES);
    if (rest > 0 && whole > 0) {
      activateWhole(tanh, x, from + n - LANES, pad, 0, LANES);
    } else if (rest > 0) {
      System.arraycopy(x, from, pad, LANES - rest, rest);
      activateWhole(tanh, pad, 0, pad, 0, LANES);
    }
    activateWhole(tanh, x, from, y, to, whole);
    System.arraycopy(pad, LANES - rest, y, to + whole, rest);
  }

  private static void activateWhole(boolean tanh, float[] x, int from, float[] y, int to, int n) {
    if (tanh) {
      tanhWhole(x, from, y, to, n);
    } else {
      sigmoidWhole(x, from, y, to, n);
    }
  }

  /** y[to + i] = 1 / (1 + exp(-x[from + i])) for i below n; in place if the ranges are the same. */
  static void sigmoid(Worker w, float[] x, int from, float[] y, int to, int n) {
    activate(w, false, x, from, y, to, n);
  }

  /**
   * With t = e^-|x| it is 1 / (1 + t), or t / (1 + t) where x is negative: t never overflows, and
   * what is small keeps its relative precision. t as in {@link #expWhole}.
   */
  private static void sigmoidWhole(float[] x, int from, float[] y, int to, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector in = FloatVector.fromArray(FLOATS, x, from + i);
      FloatVector z = in.reinterpretAsInts().or(SIGN).reinterpretAsFloats();
      z = z.blend(EXP_LOW, z.compare(LT, EXP_LOW));
      FloatVector rounded = z.fma(INVERSE_LN4, ROUNDER);
      FloatVector m = rounded.sub(ROUNDER);
      FloatVector power =
          rounded
              .reinterpretAsInts()
              .add(EXPONENT_BIAS)
              .lanewise(LSHL, EXPONENT_SHIFT)
              .reinterpretAsFloats();
      FloatVector r = m.fma(broadcast(FLOATS, -LN4_HIGH), z);
      r = m.fma(broadcast(FLOATS, -LN4_LOW), r);
      FloatVector q = r.fma(E7, E6);
      q = q.fma(r, broadcast(FLOATS, E5));
      q = q.fma(r, broadcast(FLOATS, E4));
      q = q.fma(r, broadcast(FLOATS, E3));
      q = q.fma(r, broadcast(FLOATS, E2));
      q = q.fma(r, broadcast(FLOATS, 1f));
      q = q.fma(r, broadcast(FLOATS, 1f));
      FloatVector t = q.mul(power).mul(power);
      FloatVector numerator = broadcast(FLOATS, 1f).blend(t, in.compare(LT, 0f));
      numerator.div(t.add(1f)).intoArray(y, to + i);
    }
  }

  /** y[to + i] = tanh(x[from + i]) for i below n; in place if the ranges are the same. */
  static void tanh(Worker w, float[] x, int from, float[] y, int to, int n) {
    activate(w, true, x, from, y, to, n);
  }

  /**
   * -m / (m + 2) with m = e^z - 1, z = -2|x|, and the sign of x. As m is never below -1 the result
   * is never beyond 1, and near 0 m keeps the relative precision of z. z = k ln 2 + r, so m = 2^k
   * (e^r - 1) + (2^k - 1).
   */
  private static void tanhWhole(float[] x, int from, float[] y, int to, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector in = FloatVector.fromArray(FLOATS, x, from + i);
      FloatVector z = in.abs().mul(-2f);
      z = z.blend(EXPM1_LOW, z.compare(LT, EXPM1_LOW));
      FloatVector rounded = z.fma(INVERSE_LN2, ROUNDER);
      FloatVector k = rounded.sub(ROUNDER);
      FloatVector power =
          rounded
              .reinterpretAsInts()
              .add(EXPONENT_BIAS)
              .lanewise(LSHL, EXPONENT_SHIFT)
              .reinterpretAsFloats();
      FloatVector r = k.fma(broadcast(FLOATS, -LN2_HIGH), z);
      r = k.fma(broadcast(FLOATS, -LN2_LOW), r);
      FloatVector q = r.fma(M6, M5);
      q = q.fma(r, broadcast(FLOATS, M4));
      q = q.fma(r, broadcast(FLOATS, M3));
      q = q.fma(r, broadcast(FLOATS, M2));
      q = q.fma(r.mul(r), r);
      FloatVector m = q.fma(power, power.sub(1f));
      m.div(m.add(2f))
          .abs()
          .reinterpretAsInts()
          .or(in.reinterpretAsInts().and(SIGN))
          .reinterpretAsFloats()
          .intoArray(y, to + i);
    }
  }
}
