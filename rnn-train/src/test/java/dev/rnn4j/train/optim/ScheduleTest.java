package dev.rnn4j.train.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  /** Zaremba et al. 2014, "small": four epochs at the full rate, then halved every epoch. */
  @Test
  void theRateIsHeldAndThenMultipliedEveryEpoch() {
    Schedule small = new HoldThenDecay(4, 0.5);
    double[] expected = {1, 1, 1, 1, 0.5, 0.25, 0.125, 0.0625};
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertEquals(expected[epoch], small.factor(epoch, 3), "epoch " + epoch);
    }
  }

  @Test
  void theMediumScheduleReachesItsLastEpochAtTheRightRate() {
    Schedule medium = new HoldThenDecay(6, 1 / 1.2);
    assertEquals(1, medium.factor(5, 0));
    assertEquals(1 / 1.2, medium.factor(6, 0), 1e-15);
    assertEquals(Math.pow(1.2, -33), medium.factor(38, 0), 1e-15);
  }

  @Test
  void holdingNothingDecaysFromTheFirstEpoch() {
    assertEquals(0.5, new HoldThenDecay(0, 0.5).factor(0, 0));
  }

  @Test
  void onAPlateauOnlyFailuresCount() {
    Schedule plateau = new OnPlateau(0.5);
    assertEquals(1, plateau.factor(17, 0));
    assertEquals(0.125, plateau.factor(4, 3));
  }

  @Test
  void aConstantRateStays() {
    assertEquals(1, new Constant().factor(1000, 1000));
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    for (double decay : new double[] {0, -0.5, 1.01, Double.NaN}) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> new HoldThenDecay(1, decay));
      assertTrue(String.valueOf(thrown.getMessage()).contains("" + decay), thrown.getMessage());
      assertThrows(IllegalArgumentException.class, () -> new OnPlateau(decay));
    }
    assertThrows(IllegalArgumentException.class, () -> new HoldThenDecay(-1, 0.5));
    assertEquals(1, new OnPlateau(1).factor(3, 3));
  }

  @Test
  void aStretchedScheduleIsTheSameCurveOverMoreEpochs() {
    HoldThenDecay ten = new HoldThenDecay(7, 0.5);
    HoldThenDecay twenty = ten.stretched(10, 20);
    assertEquals(14, twenty.hold());
    assertEquals(1, twenty.factor(13, 0));
    assertEquals(ten.factor(9, 0), twenty.factor(19, 0), 1e-12);
    assertEquals(ten.factor(8, 0), twenty.factor(17, 0), 1e-12);
    HoldThenDecay thousand = ten.stretched(10, 1000);
    assertEquals(ten.factor(9, 0), thousand.factor(999, 0), 1e-12);
    assertEquals(1, thousand.factor(699, 0));
  }

  @Test
  void asManyEpochsOrFewerLeaveAScheduleAsItIs() {
    HoldThenDecay ten = new HoldThenDecay(7, 0.5);
    assertEquals(ten, ten.stretched(10, 10));
    assertEquals(ten, ten.stretched(10, 2));
  }

  private static void assertFactors(Schedule schedule, int steps, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      int epoch = i / steps;
      assertEquals(
          expected[i],
          schedule.factor(epoch, i % steps, steps, 0),
          1e-12,
          schedule + ", step " + i);
    }
  }

  @Test
  void whatIsOfEpochsIsTheSameInAllTheirSteps() {
    assertFactors(new Schedule.Constant(), 2, 1, 1, 1, 1);
    assertFactors(new Schedule.HoldThenDecay(1, 0.5), 2, 1, 1, 0.5, 0.5, 0.25, 0.25);
    assertEquals(0.25, new Schedule.OnPlateau(0.5).factor(7, 3, 9, 2));
  }

  @Test
  void stepsDecayEverySoManyEpochs() {
    assertFactors(new Schedule.StepDecay(2, 0.5), 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.125);
    assertFactors(new Schedule.StepDecay(1, 0.5), 2, 1, 1, 0.5, 0.5, 0.25);
  }

  @Test
  void anExponentialFallsWithEveryStep() {
    double root = Math.sqrt(0.5);
    assertFactors(new Schedule.Exponential(0.5), 2, 1, root, 0.5, 0.5 * root, 0.25);
    assertEquals(0.125, new Schedule.Exponential(0.5).factor(3, 0));
  }

  @Test
  void aCosineFallsToItsEndAndStays() {
    double slope = Math.cos(Math.PI / 4);
    Schedule cosine = new Schedule.Cosine(2, 0);
    assertFactors(cosine, 2, 1, (1 + slope) / 2, 0.5, (1 - slope) / 2, 0, 0, 0);
    assertFactors(new Schedule.Cosine(2, 0.2), 1, 1, 0.6, 0.2, 0.2);
    assertEquals(0.5, cosine.factor(1, 0), 1e-12);
  }

  @Test
  void aWarmUpRisesToWhatFollows() {
    Schedule constant = new Schedule.WarmUp(1.5, new Schedule.Constant());
    assertFactors(constant, 2, 1 / 3.0, 2 / 3.0, 1, 1, 1);
    Schedule step = new Schedule.WarmUp(1, new Schedule.StepDecay(1, 0.5));
    assertFactors(step, 4, 0.25, 0.5, 0.75, 1, 0.5, 0.5);
    assertFactors(new Schedule.WarmUp(0.1, new Schedule.Constant()), 2, 1, 1, 1);
    assertEquals("step", step.name());
    assertEquals(Map.of("every", 1, "decay", 0.5, "warmup", 1.0), step.numbers());
  }

  @Test
  void numbersOfNewerSchedulesOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule.StepDecay(0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.StepDecay(1, 1.5));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Exponential(0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(3, -0.1));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(3, Double.NaN));
    for (double epochs : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new Schedule.WarmUp(epochs, new Schedule.Constant()));
    }
  }
}
