package dev.rnn4j.train.eval;

/** A = L · Lᵀ of a symmetric positive definite matrix, to solve A · x = b. */
final class Cholesky {
  private final double[][] lower;

  /**
   * Factors a matrix in its place.
   *
   * @param a its lower triangle is read, and overwritten
   * @throws IllegalArgumentException if it is not positive definite
   */
  Cholesky(double[][] a) {
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j] - dot(a[i], a[j], j);
        if (i == j && !(sum > 0)) {
          throw new IllegalArgumentException(
              "the matrix is not positive definite in row " + i + ": " + sum);
        }
        a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
      }
    }
    lower = a;
  }

  private static double dot(double[] x, double[] y, int length) {
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  double[] solve(double[] b) {
    int n = lower.length;
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      x[i] = (x[i] - dot(lower[i], x, i)) / lower[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      x[i] /= lower[i][i];
      for (int k = 0; k < i; k++) {
        x[k] -= lower[i][k] * x[i];
      }
    }
    return x;
  }
}
