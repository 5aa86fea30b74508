package dev.rnn4j.train.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.train.loop.TrainingOptions.Optimization;
import dev.rnn4j.train.model.LanguageModelOptions.Batching;
import dev.rnn4j.train.optim.OptimizerChoice.SgdChoice;
import dev.rnn4j.train.optim.Schedule;
import org.junit.jupiter.api.Test;

/** Options and positions refuse what cannot be, and say what and why. */
class TrainingOptionsTest {
  private static void assertRefused(Runnable wrong, String... saying) {
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, wrong::run);
    for (String part : saying) {
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.contains(part), message);
    }
  }

  private static Optimization optimization(double rate, double clip) {
    return new Optimization(new SgdChoice(0), rate, new Schedule.Constant(), clip);
  }

  private static TrainingOptions options(int epochs, int patience) {
    return new TrainingOptions(optimization(1, 0), epochs, patience, 0);
  }

  @Test
  void sizesHaveLimits() {
    assertRefused(() -> new Batching(0, 5), "batch", "1 to 65536", "0");
    assertRefused(() -> new Batching(65537, 5), "batch", "65537");
    assertRefused(() -> new Batching(5, 0), "window", "0");
    assertRefused(() -> new Batching(5, Integer.MAX_VALUE), "window", "2147483647");
    assertRefused(() -> options(0, 0), "epochs", "0");
    assertRefused(() -> options(1_000_001, 0), "epochs", "1000001");
    assertRefused(() -> options(1, -1), "patience", "-1");
    assertEquals(7, options(7, 3).epochs());
  }

  @Test
  void ratesAndThresholdsHaveLimits() {
    for (double rate : new double[] {0, -1, 1e7, 1e300, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(() -> optimization(rate, 0), "learning rate", "" + rate);
    }
    for (double clip : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(() -> optimization(1, clip), "clip", "" + clip);
    }
    for (float range : new float[] {0, -1, 101, Float.NaN}) {
      assertRefused(() -> new Initialization(range, 0), "range", "" + range);
    }
    for (float bias : new float[] {-101, 101, Float.NaN}) {
      assertRefused(() -> new Initialization(0.1f, bias), "forget bias", "" + bias);
    }
  }

  @Test
  void theLimitsThemselvesAreAllowed() {
    assertEquals(1, options(1, 0).epochs());
    assertEquals(1_000_000, options(1_000_000, 1_000_000).patience());
    assertEquals(65536, new Batching(65536, 65536).window());
    assertEquals(1e6, optimization(1e6, 0).learningRate());
    assertEquals(100, new Initialization(100, 100).forgetBias());
    assertEquals(-100, new Initialization(100, -100).forgetBias());
  }

  private static TrainingPosition position(int epoch, int step, double loss, long tokens) {
    return new TrainingPosition(epoch, step, loss, tokens, 1, -1, 0, 0);
  }

  @Test
  void aPositionThatCannotBeIsRefused() {
    assertRefused(() -> position(-1, 0, 0, 0), "epoch", "-1");
    assertRefused(() -> position(0, -1, 0, 0), "step", "-1");
    assertRefused(() -> position(0, 0, Double.NaN, 0), "loss", "NaN");
    assertRefused(() -> position(0, 0, Double.POSITIVE_INFINITY, 0), "loss", "Infinity");
    assertRefused(() -> position(0, 0, 0, -1), "targets", "-1");
    assertRefused(() -> new TrainingPosition(3, 0, 0, 0, 1, 3, 0, 0), "best epoch", "-1 to 2");
    assertRefused(() -> new TrainingPosition(3, 0, 0, 0, 1, -2, 0, 0), "best epoch", "-2");
    assertRefused(() -> new TrainingPosition(3, 0, 0, 0, 1, 0, 4, 0), "failures", "0 to 3");
    assertRefused(() -> new TrainingPosition(3, 0, 0, 0, 1, 0, 1, 2), "in a row", "0 to 1");
  }
}
