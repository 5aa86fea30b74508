package dev.rnn4j.cli.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.cli.report.TrainingHistory.Epoch;
import dev.rnn4j.train.loop.EpochReport;
import dev.rnn4j.train.loop.StepReport;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TrainingHistoryTest {
  private static final long MILLISECOND = 1_000_000;

  private static StepReport step(int epoch, int step, int targets, double loss, double norm) {
    return new StepReport(epoch, step, 1000, targets, loss, loss, norm, 0.1);
  }

  private static EpochReport epoch(int epoch, boolean improved) {
    return new EpochReport(epoch, 1, 1, improved, 0.1);
  }

  @Test
  void fewStepsAreKeptAsTheyAre() {
    TrainingHistory history = new TrainingHistory(2);
    history.add(step(0, 0, 10, 5, 1), 4 * MILLISECOND);
    history.add(step(0, 499, 20, 3, 2.5), 5 * MILLISECOND);
    assertArrayEquals(new double[] {0.001, 0.5}, history.atPoints(StepSums::end));
    assertArrayEquals(new double[] {5, 3}, history.atPoints(StepSums::loss));
    assertArrayEquals(new double[] {1, 2.5}, history.atPoints(StepSums::meanNorm));
    assertArrayEquals(new double[] {0, 100}, history.atPoints(StepSums::percentClipped));
    assertArrayEquals(new double[] {2500, 4000}, history.atPoints(StepSums::targetsPerSecond));
    assertEquals(11.0 / 3, history.all().loss(), 1e-12); // a mean over targets, not steps
  }

  @Test
  void manyStepsStayFewPointsWithTheSameMeans() {
    TrainingHistory history = new TrainingHistory(0.5);
    int steps = 300_000;
    for (int i = 0; i < steps; i++) {
      double norm = i == 77_777 ? 9 : 0.25; // in the later one of two points that become one
      history.add(step(i / 1000, i % 1000, 1 + i % 3, i, norm), MILLISECOND);
    }
    double[] ends = history.atPoints(StepSums::end);
    assertTrue(ends.length >= TrainingHistory.MAX_POINTS / 2 - 1, "" + ends.length);
    assertTrue(ends.length <= TrainingHistory.MAX_POINTS, "" + ends.length);
    assertEquals(299, ends[ends.length - 1], 1);
    double[] sorted = ends.clone();
    Arrays.sort(sorted);
    assertArrayEquals(sorted, ends);
    assertEquals(9, Arrays.stream(history.atPoints(StepSums::largestNorm)).max().orElseThrow());
    assertEquals(100.0 / steps, history.all().percentClipped(), 1e-12);
    double[] clipped = history.atPoints(StepSums::percentClipped);
    assertEquals(100.0 / 2048, Arrays.stream(clipped).sum(), 1e-12);
    double[] losses = history.atPoints(StepSums::loss);
    double width = ends[1] - ends[0];
    for (int i = 0; i < losses.length - 1; i++) {
      assertEquals((ends[i] - width / 2) * 1000, losses[i], 2);
    }
  }

  @Test
  void aLastPointOfFewStepsIsNotDrawn() {
    TrainingHistory history = new TrainingHistory(1);
    int full = 8 * TrainingHistory.MAX_POINTS; // the next point stands for 16 steps
    for (int i = 0; i < full; i++) {
      history.add(step(0, i, 1, 1, 1), 1);
    }
    int before = TrainingHistory.MAX_POINTS / 2;
    for (int i = 0; i < 7; i++) {
      history.add(step(0, full + i, 1, 1, 1), 1);
      assertEquals(before, history.atPoints(StepSums::loss).length, "after " + i);
    }
    history.add(step(0, full + 7, 1, 1, 1), 1);
    assertEquals(before + 1, history.atPoints(StepSums::loss).length);
  }

  @Test
  void anEpochHasTheStepsSinceTheLastOne() {
    TrainingHistory history = new TrainingHistory(1);
    history.add(step(0, 0, 10, 5, 1), 1);
    history.add(epoch(0, true), 1.5);
    history.add(step(1, 0, 10, 3, 2), 1);
    history.add(epoch(1, false), 2.5);
    assertArrayEquals(new double[] {1, 2}, history.atEpochs(Epoch::number));
    assertArrayEquals(new double[] {1, 2}, history.atEpochs(each -> each.sums().meanNorm()));
    assertArrayEquals(new double[] {1.5, 2.5}, history.atEpochs(Epoch::seconds));
    assertEquals(1, history.bestNumber());
  }

  @Test
  void ofManyEpochsTheBestAndTheLastStay() {
    TrainingHistory history = new TrainingHistory(1);
    for (int e = 0; e < 100_000; e++) {
      history.add(epoch(e, e == 0 || e == 54_320), 1);
      assertTrue(history.epochs().size() <= TrainingHistory.MAX_EPOCHS);
      assertEquals(e + 1, history.epochs().getLast().number());
    }
    assertEquals(54_321, history.bestNumber());
    assertTrue(history.epochs().size() > TrainingHistory.MAX_EPOCHS / 3);
    assertEquals(512, history.epochStride());
  }

  @Test
  void withoutClippingNothingIsClipped() {
    TrainingHistory history = new TrainingHistory(0);
    history.add(step(0, 0, 1, 1, 1e9), 1);
    assertEquals(0, history.all().percentClipped());
  }
}
