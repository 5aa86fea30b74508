package dev.rnn4j.train.gradients;

import java.util.Arrays;

/** The two numbers of a square matrix that say what its powers and its products can do. */
final class Spectrum {
  private static final int STEPS = 1000;
  private static final int NORM_STEPS = 200;

  private Spectrum() {}

  /**
   * The largest modulus of an eigenvalue, by Gelfand's formula: the growth of a vector over many
   * products, after as many that are not counted. Right to about three digits, also where the
   * largest ones are a pair of complex numbers.
   *
   * @param a square
   */
  static double radius(double[][] a) {
    double[] v = start(a.length);
    double growth = 0;
    for (int n = 0; n < 2 * STEPS; n++) {
      v = product(a, v);
      double norm = norm(v);
      if (norm == 0) {
        return 0;
      }
      scale(v, 1 / norm);
      growth += n < STEPS ? 0 : Math.log(norm);
    }
    return Math.exp(growth / STEPS);
  }

  /**
   * The largest singular value, which no product with a vector of length 1 exceeds.
   *
   * @param a square
   */
  static double norm(double[][] a) {
    double[][] transposed = transposed(a);
    double[] v = start(a.length);
    double norm = 0;
    for (int n = 0; n < NORM_STEPS; n++) {
      v = product(transposed, product(a, v));
      norm = norm(v);
      if (norm == 0) {
        return 0;
      }
      scale(v, 1 / norm);
    }
    return Math.sqrt(norm);
  }

  /** A vector that no matrix of a network is likely to be blind to. */
  private static double[] start(int size) {
    double[] v = new double[size];
    Arrays.setAll(v, j -> Math.cos(1.0 + j * Math.sqrt(2)) + 0.1);
    scale(v, 1 / norm(v));
    return v;
  }

  private static double[] product(double[][] a, double[] v) {
    double[] y = new double[v.length];
    for (int r = 0; r < y.length; r++) {
      double sum = 0;
      for (int c = 0; c < v.length; c++) {
        sum += a[r][c] * v[c];
      }
      y[r] = sum;
    }
    return y;
  }

  private static double[][] transposed(double[][] a) {
    double[][] t = new double[a.length][a.length];
    for (int r = 0; r < a.length; r++) {
      for (int c = 0; c < a.length; c++) {
        t[c][r] = a[r][c];
      }
    }
    return t;
  }

  private static double norm(double[] v) {
    double sum = 0;
    for (double each : v) {
      sum += each * each;
    }
    return Math.sqrt(sum);
  }

  private static void scale(double[] v, double factor) {
    for (int j = 0; j < v.length; j++) {
      v[j] *= factor;
    }
  }
}
