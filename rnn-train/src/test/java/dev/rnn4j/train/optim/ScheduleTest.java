package dev.rnn4j.train.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.train.optim.Schedule.Constant;
import dev.rnn4j.train.optim.Schedule.HoldThenDecay;
import dev.rnn4j.train.optim.Schedule.OnPlateau;
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
}
