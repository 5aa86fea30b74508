package dev.rnn4j.train.gradcheck;

import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.List;

/**
 * A layer norm in floats as a user would write it, y = γ x̂ + β with x̂ = (x - μ) / σ, under a loss
 * averaged over its elements; the backward pass may have one of the usual mistakes.
 */
final class LayerNormCase {
  enum Mistake {
    NONE,
    NO_MEAN,
    NO_PROJECTION,
    NO_GAMMA
  }

  private static final float EPSILON = 1e-12f;

  private final Matrix x;
  private final Matrix dx;
  private final Matrix gamma;
  private final Matrix dgamma;
  private final Matrix beta;
  private final Matrix dbeta;
  private final Matrix weights;
  private final boolean floatSum;
  private final Mistake mistake;

  LayerNormCase(int rows, int width, double scale, boolean floatSum, Mistake mistake, long seed) {
    RandomSource random = new RandomSource(seed);
    x = uniform(rows, width, scale, random);
    gamma = uniform(1, width, 1, random);
    beta = uniform(1, width, 1, random);
    weights = uniform(rows, width, 1, random);
    dx = Matrix.zeros(rows, width);
    dgamma = Matrix.zeros(1, width);
    dbeta = Matrix.zeros(1, width);
    this.floatSum = floatSum;
    this.mistake = mistake;
  }

  private static Matrix uniform(int rows, int cols, double range, RandomSource random) {
    Matrix m = Matrix.zeros(rows, cols);
    Initializers.uniform(m, (float) range, random);
    return m;
  }

  List<Result> check(Options options) {
    List<Variable> variables =
        List.of(
            new Variable("x", x, dx),
            new Variable("gamma", gamma, dgamma),
            new Variable("beta", beta, dbeta));
    return new GradientCheck(options).check(variables, this::loss, this::backward);
  }

  private double loss() {
    double sum = 0;
    float inFloats = 0;
    for (int r = 0; r < x.rows(); r++) {
      float mean = mean(r);
      float inverse = inverseDeviation(r, mean);
      for (int c = 0; c < x.cols(); c++) {
        float normal = (x.get(r, c) - mean) * inverse;
        float y = normal * gamma.get(0, c) + beta.get(0, c);
        sum += y * weights.get(r, c);
        inFloats += y * weights.get(r, c);
      }
    }
    int count = x.rows() * x.cols();
    return floatSum ? inFloats / count : sum / count;
  }

  private void backward() {
    int width = x.cols();
    float share = 1f / (x.rows() * width);
    for (int r = 0; r < x.rows(); r++) {
      float mean = mean(r);
      float inverse = inverseDeviation(r, mean);
      float sum = 0;
      float projection = 0;
      for (int c = 0; c < width; c++) {
        float dy = weights.get(r, c) * share;
        float normal = (x.get(r, c) - mean) * inverse;
        dgamma.set(0, c, dgamma.get(0, c) + dy * normal);
        dbeta.set(0, c, dbeta.get(0, c) + dy);
        sum += gradient(dy, c);
        projection += gradient(dy, c) * normal;
      }
      for (int c = 0; c < width; c++) {
        float dnormal = gradient(weights.get(r, c) * share, c);
        float normal = (x.get(r, c) - mean) * inverse;
        float d = dnormal - (mistake == Mistake.NO_MEAN ? 0 : sum / width);
        d -= mistake == Mistake.NO_PROJECTION ? 0 : normal * projection / width;
        dx.set(r, c, d * inverse);
      }
    }
  }

  private float gradient(float dy, int c) {
    return mistake == Mistake.NO_GAMMA ? dy : dy * gamma.get(0, c);
  }

  private float mean(int r) {
    float sum = 0;
    for (int c = 0; c < x.cols(); c++) {
      sum += x.get(r, c);
    }
    return sum / x.cols();
  }

  private float inverseDeviation(int r, float mean) {
    float squares = 0;
    for (int c = 0; c < x.cols(); c++) {
      squares += (x.get(r, c) - mean) * (x.get(r, c) - mean);
    }
    return (float) (1 / Math.sqrt(squares / x.cols() + EPSILON));
  }
}
