package dev.rnn4j.train.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The check is given layers of its own, right and wrong ones. */
class GradientCheckTest {
  /** The sum of f over the elements of a matrix, with a gradient that may be wrong. */
  private static final class Layer {
    private final Matrix x;
    private final Matrix dx;
    private final DoubleUnaryOperator f;
    private final DoubleUnaryOperator slope;
    private int evaluations;

    Layer(Matrix x, DoubleUnaryOperator f, DoubleUnaryOperator slope) {
      this.x = x;
      this.f = f;
      this.slope = slope;
      dx = Matrix.zeros(x.rows(), x.cols());
    }

    double loss() {
      evaluations++;
      double sum = 0;
      for (int r = 0; r < x.rows(); r++) {
        for (int c = 0; c < x.cols(); c++) {
          sum += (float) f.applyAsDouble(x.get(r, c)); // rounded, as in a layer of floats
        }
      }
      return sum / Math.max(1, x.rows() * x.cols());
    }

    void backward() {
      for (int r = 0; r < x.rows(); r++) {
        for (int c = 0; c < x.cols(); c++) {
          dx.set(r, c, (float) (slope.applyAsDouble(x.get(r, c)) / (x.rows() * x.cols())));
        }
      }
    }

    Result check(Options options) {
      Variable variable = new Variable("x", x, dx);
      return new GradientCheck(options)
          .check(List.of(variable), this::loss, this::backward)
          .getFirst();
    }

    Result check() {
      return check(Options.DEFAULT);
    }
  }

  /** A view with a stride, so that offsets count. */
  private static Matrix values() {
    Matrix x = Matrix.zeros(3, 9).columnRange(2, 7);
    Initializers.uniform(x, 2, new RandomSource(1));
    return x;
  }

  private static Layer cubes(DoubleUnaryOperator slope) {
    return new Layer(values(), v -> v * v * v / 6 + Math.sin(v), slope);
  }

  private static double rightSlope(double v) {
    return v * v / 2 + Math.cos(v);
  }

  @Test
  void aRightGradientPasses() {
    Result result = cubes(GradientCheckTest::rightSlope).check();
    assertTrue(result.passed(), result.toString());
    assertEquals(15, result.size());
    assertEquals(15, result.checked());
    assertEquals(0, result.kinks());
    assertTrue(result.relativeError() < 1e-3, result.toString());
    assertEquals("x", result.name());
  }

  @Test
  void aGradientThatIsWrongEverywhereIsCaught() {
    assertFalse(cubes(v -> 1.05 * rightSlope(v)).check().passed(), "5 per cent too large");
    assertFalse(cubes(v -> -rightSlope(v)).check().passed(), "sign");
    assertFalse(cubes(v -> 0).check().passed(), "missing");
    assertFalse(cubes(v -> Double.NaN).check().passed(), "not a number");
    assertFalse(cubes(v -> Math.cos(v)).check().passed(), "a term forgotten");
  }

  @Test
  void oneWrongElementIsCaught() {
    float odd = values().get(2, 3);
    Result result = cubes(v -> rightSlope(v) + (v == odd ? 0.3 : 0)).check();
    assertFalse(result.passed(), result.toString());
    assertEquals(0.3 / 15, result.maxError(), 0.002);
  }

  @Test
  void theValuesArePutBack() {
    Layer layer = cubes(GradientCheckTest::rightSlope);
    float[] before = layer.x.data().clone();
    layer.check();
    assertArrayEquals(before, layer.x.data());
  }

  @Test
  void theValuesArePutBackWheneverTheLossThrows() {
    for (int last : new int[] {4, 40, 80}) {
      Layer layer = cubes(GradientCheckTest::rightSlope);
      float[] before = layer.x.data().clone();
      DoubleSupplier failing =
          () -> {
            double loss = layer.loss();
            if (layer.evaluations > last) {
              throw new ArithmeticException("too much");
            }
            return loss;
          };
      List<Variable> variables = List.of(new Variable("x", layer.x, layer.dx));
      GradientCheck check = new GradientCheck(Options.DEFAULT);
      assertThrows(
          ArithmeticException.class, () -> check.check(variables, failing, layer::backward));
      assertArrayEquals(before, layer.x.data(), "after evaluation " + last);
    }
  }

  private static Layer relu(float... values) {
    Matrix x = new Matrix(values, 0, 1, values.length, values.length);
    return new Layer(x, v -> Math.max(0, v), v -> v > 0 ? 1 : 0);
  }

  @Test
  void elementsAtAKinkAreCountedNotJudged() {
    Result result = relu(1, -1, 0, 0.004f, -0.015f, 0.5f).check();
    assertTrue(result.passed(), result.toString());
    assertEquals(1, result.kinks());
    assertEquals(5, result.checked(), "0.004 and -0.015 lie beside the kink, not at it");
    assertEquals(6, result.size());
  }

  @Test
  void aWrongGradientBesideKinksIsCaught() {
    Matrix x = new Matrix(new float[] {1, -1, 0, 0.004f}, 0, 1, 4, 4);
    Layer leaky = new Layer(x, v -> Math.max(0, v), v -> v > 0 ? 1 : 0.1);
    assertFalse(leaky.check().passed());
  }

  @Test
  void nothingButKinksIsNotEnoughToPass() {
    Result result = relu(0, 0, -0f).check();
    assertEquals(3, result.kinks());
    assertFalse(result.passed());
    assertTrue(result.sentence().contains("3 at a kink"), result.sentence());
  }

  @Test
  void anEmptyVariableHasNothingWrong() {
    assertTrue(relu().check().passed());
  }

  @Test
  void aSampleChecksThatManyDistinctElements() {
    Options four = Options.DEFAULT.withSample(4).withSeed(7);
    Layer layer = cubes(GradientCheckTest::rightSlope);
    Result result = layer.check(four);
    assertEquals(4, result.checked());
    assertTrue(result.passed());
    int wrong = 0;
    for (int seed = 0; seed < 60; seed++) {
      float odd = values().get(0, 0);
      Layer broken = cubes(v -> v == odd ? 9 : rightSlope(v));
      Result verdict = broken.check(four.withSeed(seed));
      wrong += verdict.wrong() > 0 ? 1 : 0;
      assertEquals(2, verdict.wrongDirections(), verdict.sentence());
      assertFalse(verdict.passed());
    }
    assertTrue(wrong > 4 && wrong < 35, "caught with " + wrong + " of 60 seeds");
  }

  @Test
  void whatIsWrongBesideTheSampleIsFoundAlongDirectionsAndCanBeRepeated() {
    float last = values().get(values().rows() - 1, values().cols() - 1);
    Layer broken = cubes(v -> v == last ? 9 : rightSlope(v));
    Options one = Options.DEFAULT.withSample(1);
    long seed = 0;
    while (broken.check(one.withSeed(seed)).wrong() > 0) {
      seed++;
    }
    String sentence = broken.check(one.withSeed(seed)).sentence();
    assertTrue(sentence.contains("is off along 2 of 2 random directions"), sentence);
    assertTrue(sentence.endsWith("to repeat: Options.DEFAULT.withSeed(" + seed + ")"), sentence);
    Result right = cubes(GradientCheckTest::rightSlope).check(one);
    assertEquals(2, right.directions());
    assertEquals(0, right.wrongDirections());
  }

  @Test
  void everyVariableGetsItsOwnVerdict() {
    Layer good = cubes(GradientCheckTest::rightSlope);
    Layer bad = cubes(v -> 2);
    List<Result> results =
        new GradientCheck(Options.DEFAULT)
            .check(
                List.of(new Variable("good", good.x, good.dx), new Variable("bad", bad.x, bad.dx)),
                () -> good.loss() + bad.loss(),
                () -> {
                  good.backward();
                  bad.backward();
                });
    assertEquals(List.of("good", "bad"), results.stream().map(Result::name).toList());
    assertEquals(List.of(true, false), results.stream().map(Result::passed).toList());
  }

  @Test
  void shapesThatDifferAreRefused() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Variable("w", Matrix.zeros(2, 3), Matrix.zeros(3, 2)));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("w") && message.contains("2x3"), message);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    Options right = Options.DEFAULT;
    assertThrows(IllegalArgumentException.class, () -> right.withRelativeTolerance(0));
    assertThrows(IllegalArgumentException.class, () -> right.withRelativeTolerance(1));
    assertThrows(IllegalArgumentException.class, () -> right.withRelativeTolerance(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> right.withLossNoise(-0.5));
    assertThrows(IllegalArgumentException.class, () -> right.withLossNoise(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> right.withSample(0));
  }

  @Test
  void nothingToCheckIsRefused() {
    GradientCheck check = new GradientCheck(Options.DEFAULT);
    assertThrows(IllegalArgumentException.class, () -> check.check(List.of(), () -> 1, () -> {}));
  }
}
