package dev.rnn4j.train.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many wrong gradients are found, and that right ones pass, over seeds and scales: the layers
 * are in floats as a user would write them, under losses averaged over their elements.
 */
class GradientCheckPowerTest {
  private static final Options OPTIONS = Options.DEFAULT.withSample(64);
  private static final int SEEDS = 30;

  private static void assertFound(String what, LongFunction<List<Result>> check) {
    int found = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      found += check.apply(seed).stream().allMatch(r -> r.wrong() == 0) ? 0 : 1;
    }
    assertTrue(found >= 0.9 * SEEDS, what + ": found in " + found + " of " + SEEDS + " cases");
  }

  private static void assertPasses(LongFunction<List<Result>> check) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      GradientCheck.assertPassed(check.apply(seed));
    }
  }

  @ParameterizedTest
  @EnumSource(value = LayerNormCase.Mistake.class, mode = Mode.EXCLUDE, names = "NONE")
  void aTermDroppedFromAWideLayerNormIsFound(LayerNormCase.Mistake mistake) {
    for (int width : new int[] {256, 384}) {
      for (boolean floats : new boolean[] {false, true}) {
        assertFound(
            mistake + " at width " + width,
            seed -> new LayerNormCase(4, width, 1, floats, mistake, seed).check(OPTIONS));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.01, 1e-4, 100, 1e6})
  void aRightLayerNormPassesAtAnyScaleOfItsInputs(double scale) {
    for (int width : new int[] {3, 16, 64, 256}) {
      for (boolean floats : new boolean[] {false, true}) {
        assertPasses(seed ->
            new LayerNormCase(4, width, scale, floats, LayerNormCase.Mistake.NONE, seed)
                .check(OPTIONS));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = PeepholeCellCase.Mistake.class, mode = Mode.EXCLUDE, names = "NONE")
  void aWrongPeepholeGradientIsFound(PeepholeCellCase.Mistake mistake) {
    for (boolean floats : new boolean[] {false, true}) {
      assertFound(
          mistake.toString(),
          seed -> new PeepholeCellCase(8, 64, floats, mistake, seed).check(OPTIONS));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRightPeepholeCellPasses(boolean floats) {
    assertPasses(seed ->
        new PeepholeCellCase(8, 64, floats, PeepholeCellCase.Mistake.NONE, seed).check(OPTIONS));
  }

  /** The mean of f over 40 values; float results, a float sum if asked for. */
  private static Result elements(
      DoubleUnaryOperator f, DoubleUnaryOperator slope, double range, boolean floats, long seed) {
    Matrix x = Matrix.zeros(5, 8);
    Matrix dx = Matrix.zeros(5, 8);
    Initializers.uniform(x, (float) range, new RandomSource(seed));
    float[] values = x.data();
    int count = values.length;
    return new GradientCheck(OPTIONS)
        .check(
            List.of(new Variable("x", x, dx)),
            () -> {
              double sum = 0;
              float inFloats = 0;
              for (float value : values) {
                sum += f.applyAsDouble(value);
                inFloats += (float) f.applyAsDouble(value);
              }
              return floats ? inFloats / count : sum / count;
            },
            () -> {
              for (int i = 0; i < count; i++) {
                dx.data()[i] = (float) (slope.applyAsDouble(values[i]) / count);
              }
            })
        .getFirst();
  }

  private static Result sine(double k, double factor, double range, boolean floats, long seed) {
    return elements(v -> Math.sin(k * v), v -> factor * k * Math.cos(k * v), range, floats, seed);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1e6, 1e-6, 1e3, 1e-3})
  void steepAndFlatSmoothLossesAreNoKinksAtAnyScale(double scale) {
    for (double steepness : new double[] {1, 20, 200}) {
      for (boolean floats : new boolean[] {false, true}) {
        for (int seed = 1; seed <= SEEDS; seed++) {
          Result right = sine(steepness / scale, 1, 2 * scale, floats, seed);
          right.assertPassed();
          assertEquals(40, right.checked(), right.sentence());
          Result wrong = sine(steepness / scale, 1.05, 2 * scale, floats, seed);
          assertTrue(wrong.wrong() >= 36, wrong.sentence());
        }
      }
    }
  }

  /** Below the noise of the loss nothing is known, however large one other derivative is. */
  @Test
  void oneLargeDerivativeDoesNotVouchForManyBelowTheNoise() {
    for (float small : new float[] {0.002f, 0.005f, 0.01f, 0.02f}) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        Matrix x = Matrix.zeros(1, 64);
        Initializers.uniform(x, 1, new RandomSource(seed));
        Matrix dx = Matrix.zeros(1, 64);
        Result result =
            new GradientCheck(OPTIONS)
                .check(
                    List.of(new Variable("x", x, dx)),
                    () -> {
                      float sum = 1000;
                      for (int i = 0; i < 64; i++) {
                        sum += (i == 0 ? 100 : small) * (float) Math.sin(x.get(0, i));
                      }
                      return sum;
                    },
                    () -> dx.set(0, 0, (float) (100 * Math.cos(x.get(0, 0))))) // 63 forgotten
                .getFirst();
        assertFalse(result.passed(), result.sentence());
      }
    }
  }

  /** Such as biases of 0 under a penalty of their squares, or an error that is 0. */
  @Test
  void zeroIsRightWhereTheLossIsStationary() {
    List<DoubleUnaryOperator> losses =
        List.of(v -> v * v, v -> v * v * v, Math::cos, v -> 3 + v * v - v * v * v);
    for (DoubleUnaryOperator f : losses) {
      Result right = stationary(f, 0);
      assertTrue(right.passed() && right.kinks() == 0, right.sentence());
      assertFalse(stationary(f, 1e-5f).passed());
    }
  }

  private static Result stationary(DoubleUnaryOperator f, float gradient) {
    Matrix x = Matrix.zeros(1, 64);
    Matrix dx = Matrix.zeros(1, 64);
    return new GradientCheck(OPTIONS)
        .check(
            List.of(new Variable("x", x, dx)),
            () -> {
              double sum = 0;
              for (float value : x.data()) {
                sum += f.applyAsDouble(value);
              }
              return sum / 64;
            },
            () -> Arrays.fill(dx.data(), gradient))
        .getFirst();
  }

  @Test
  void wrongGradientsBesideKinksAreFoundElementByElement() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Result right = elements(v -> Math.abs(v) + v * v, v -> Math.signum(v) + 2 * v, 1, true, seed);
      right.assertPassed();
      Result wrong = elements(v -> Math.abs(v) + v * v, v -> Math.signum(v) + v, 1, true, seed);
      assertTrue(wrong.wrong() >= 32, wrong.sentence());
    }
  }

  @Test
  void valuesOfVeryDifferentSizeInOneVariableEachGetTheirStep() {
    float[] values = {1e6f, -3e-3f, 0.5f, 2e4f, 0, -1e-6f, 40};
    Matrix x = new Matrix(values, 0, 1, values.length, values.length);
    Matrix dx = Matrix.zeros(1, values.length);
    Result result =
        new GradientCheck(OPTIONS)
            .check(
                List.of(new Variable("x", x, dx)),
                () -> {
                  double sum = 0;
                  for (float v : values) {
                    sum += Math.atan(v) + 1e-3 * v;
                  }
                  return sum;
                },
                () -> {
                  for (int i = 0; i < values.length; i++) {
                    double v = values[i];
                    dx.data()[i] = (float) (1 / (1 + v * v) + 1e-3);
                  }
                })
            .getFirst();
    result.assertPassed();
    assertEquals(values.length, result.checked(), result.sentence());
  }

  /** Given in double precision, a loss decides what no loss of floats can. */
  @Test
  void aLossInDoublePrecisionDecidesMore() {
    DoubleUnaryOperator f = v -> 1000 + 1e-4 * Math.sin(v);
    List<Result> right = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      right.add(elements(f, v -> 1e-4 * Math.cos(v), 1, false, seed));
      Result wrong = elements(f, v -> 1.02e-4 * Math.cos(v), 1, false, seed);
      assertEquals(40, wrong.wrong(), wrong.sentence());
      for (double factor : new double[] {1, 0, 1.3}) {
        Result blind = elements(f, v -> factor * 1e-4 * Math.cos(v), 1, true, seed);
        assertEquals(0, blind.wrong(), blind.sentence());
        assertTrue(!blind.passed() && blind.undecided() > 20, blind.sentence());
      }
    }
    GradientCheck.assertPassed(right);
  }
}
