package dev.rnn4j.train.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.gradcheck.GradientCheck.Element;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import dev.rnn4j.train.gradcheck.GradientCheck.Variable;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the check says of what it found, and of a loss that cannot be checked. */
class GradientCheckVerdictTest {
  private final Matrix x = new Matrix(new float[] {0.5f, -0.25f, 1, 2, -1.5f, 0.75f}, 0, 2, 3, 3);
  private final Matrix dx = Matrix.zeros(2, 3);

  private double squares() {
    double sum = 0;
    for (float value : x.data()) {
      sum += value * (double) value;
    }
    return sum;
  }

  private void backward() {
    for (int i = 0; i < 6; i++) {
      dx.data()[i] = 2 * x.data()[i];
    }
  }

  private Result check(DoubleSupplier loss, Runnable backward) {
    return new GradientCheck(Options.DEFAULT)
        .check(List.of(new Variable("w", x, dx)), loss, backward)
        .getFirst();
  }

  private static String refusal(org.junit.jupiter.api.function.Executable check) {
    return String.valueOf(assertThrows(IllegalStateException.class, check).getMessage());
  }

  @Test
  void theWorstElementIsNamedWithBothValuesErrorAndLimit() {
    Result result =
        check(
            this::squares,
            () -> {
              backward();
              dx.set(1, 0, 4.5f);
            });
    assertFalse(result.passed());
    assertEquals(1, result.wrong());
    Element worst = result.worst().orElseThrow();
    assertEquals(1, worst.row());
    assertEquals(0, worst.col());
    assertEquals(4.5, worst.analytic());
    assertEquals(4, worst.numeric(), 1e-4);
    assertEquals(0.5, worst.error(), 1e-4);
    assertTrue(worst.limit() > 0.01 && worst.limit() < 0.1, worst.toString());
    AssertionError failure = assertThrows(AssertionError.class, result::assertPassed);
    String message = String.valueOf(failure.getMessage());
    for (String part : List.of("of w", "row 1, column 0", "analytic 4.5", "numeric 4", "limit 0")) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void whatPassedFailsNoAssertion() {
    Result result = check(this::squares, this::backward);
    result.assertPassed();
    GradientCheck.assertPassed(List.of(result, result));
    assertTrue(result.sentence().contains("agrees"), result.sentence());
    assertEquals(0, result.undecided() + result.kinks() + result.wrong());
  }

  @Test
  void everyFailureIsInTheMessage() {
    Result missing = check(this::squares, () -> {});
    Result halved = check(this::squares, () -> dx.data()[0] = 1);
    AssertionError failure =
        assertThrows(
            AssertionError.class, () -> GradientCheck.assertPassed(List.of(missing, halved)));
    assertEquals(2, String.valueOf(failure.getMessage()).lines().count());
  }

  @Test
  void aBackwardPassThatAddsToItsGradientsIsRight() {
    check(
            this::squares,
            () -> {
              for (int i = 0; i < 6; i++) {
                dx.data()[i] += 2 * x.data()[i];
              }
            })
        .assertPassed();
  }

  @Test
  void whatTheNoiseHidesIsUndecidedNotPassed() {
    DoubleSupplier coarse = () -> (float) (1e9 + squares());
    for (Runnable gradient : List.<Runnable>of(this::backward, () -> {})) {
      Result result = check(coarse, gradient);
      assertFalse(result.passed(), result.sentence());
      assertEquals(0, result.wrong());
      assertEquals(6, result.undecided());
      assertTrue(result.sentence().contains("not decided"), result.sentence());
      assertTrue(result.sentence().contains("6 undecided"), result.sentence());
    }
  }

  @Test
  void aNoiseThatIsGivenIsBelieved() {
    Options noisy = Options.DEFAULT.withLossNoise(0.1);
    Result result =
        new GradientCheck(noisy)
            .check(List.of(new Variable("w", x, dx)), this::squares, this::backward)
            .getFirst();
    assertEquals(0.1, result.lossNoise());
    assertFalse(result.passed(), result.sentence());
    assertTrue(result.undecided() > 3, result.sentence());
  }

  @Test
  void aVariableWithoutInfluenceHasAGradientOfZero() {
    check(() -> 7.1, () -> {}).assertPassed();
    assertFalse(check(() -> 7.1, () -> dx.data()[3] = 1).passed());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aLossThatIsNotFiniteIsSaid(double loss) {
    String message = refusal(() -> check(() -> loss, this::backward));
    assertTrue(message.startsWith("the loss is " + loss), message);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aGradientThatIsNotFiniteIsWrongAndNamed(float gradient) {
    Result result =
        check(
            this::squares,
            () -> {
              backward();
              dx.set(0, 2, gradient);
            });
    assertEquals(1, result.wrong());
    assertTrue(result.sentence().contains("row 0, column 2: analytic " + gradient), "" + result);
  }

  @Test
  void anElementWithAFiniteLossAtNoStepIsUndecidedAndSaid() {
    Result result = check(() -> x.data()[0] == 0.5f ? squares() : Double.NaN, this::backward);
    assertEquals(1, result.undecided());
    assertTrue(result.sentence().contains("1 undecided"), result.sentence());
  }

  @Test
  void aLossThatDrawsNewNumbersEachTimeIsFoundOut() {
    int[] calls = {0};
    String message = refusal(() -> check(() -> squares() + 1e-9 * calls[0]++, this::backward));
    assertTrue(message.contains("not deterministic"), message);
  }

  @Test
  void aLossThatTheBackwardPassChangesIsFoundOut() {
    double[] carried = {0};
    String message =
        refusal(() ->
            check(
                () -> squares() + carried[0],
                () -> {
                  backward();
                  carried[0] += 1;
                }));
    assertTrue(message.contains("after the backward pass"), message);
  }

  @Test
  void aLossThatRemembersWhatItWasIsFoundOut() {
    double[] largest = {0};
    String message =
        refusal(() ->
            check(
                () -> {
                  largest[0] = Math.max(largest[0], squares());
                  return largest[0];
                },
                this::backward));
    assertTrue(message.contains("had been moved and put back"), message);
  }

  @Test
  void aBackwardPassWithItsOwnRandomNumbersIsFoundOut() {
    int[] calls = {0};
    String message =
        refusal(() ->
            check(
                this::squares,
                () -> {
                  backward();
                  dx.data()[calls[0]++ % 6] = 0;
                }));
    assertTrue(message.contains("backward pass is not deterministic"), message);
    assertTrue(message.contains("of w at"), message);
  }

  @Test
  void aBackwardPassThatMovesTheValuesIsFoundOutAndTheyArePutBack() {
    float[] before = x.data().clone();
    String message =
        refusal(() ->
            check(
                this::squares,
                () -> {
                  backward();
                  x.data()[1] -= 0.1f * dx.data()[1];
                }));
    assertTrue(message.contains("changed the values of w"), message);
    assertArrayEquals(before, x.data());
  }

  @Test
  void aGradientThatLiesInItsOwnValuesIsRefused() {
    float[] shared = {1, 2, 3, 4};
    Matrix value = new Matrix(shared, 0, 1, 3, 3);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Variable("w", value, new Matrix(shared, 1, 1, 3, 3)));
    new Variable("halves", new Matrix(shared, 0, 2, 1, 2), new Matrix(shared, 1, 2, 1, 2));
  }
}
