package dev.rnn4j.train.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.testkit.Bits;
import dev.rnn4j.train.optim.OptimizerChoice.NtAsgdChoice;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** When averaging begins, and what it averages. */
class NtAsgdTest {
  private static final float[] GRADIENT = {1, -2};

  private final float[] theta = {10, 20};

  private static Optimizer create(int interval, int size) {
    return new NtAsgdChoice(interval, 0).create(size, KernelSelection.named("simd").kernels());
  }

  private void update(Optimizer optimizer) {
    optimizer.update(Worker.solo(), theta, GRADIENT, 1, 0.5f);
    optimizer.finishUpdate();
  }

  /** The number of validations after which averaging has begun; 0 if it has not. */
  private int trigger(int interval, double... losses) {
    Optimizer optimizer = create(interval, 2);
    for (int i = 0; i < losses.length; i++) {
      update(optimizer);
      optimizer.afterValidation(losses[i]);
      if (optimizer.memory()[0] >= 0) {
        assertEquals(i + 1, optimizer.memory()[0], "after as many updates");
        return i + 1;
      }
    }
    return 0;
  }

  @Test
  void averagingBeginsWhenAValidationIsWorseThanTheBestOfThoseLongBefore() {
    assertEquals(0, trigger(2, 5, 4, 3, 2, 1), "always better");
    assertEquals(0, trigger(2, 3, 2, 4), "too few to look back over");
    assertEquals(4, trigger(2, 3, 2, 2, 4), "worse than the first, with two between");
    assertEquals(0, trigger(2, 3, 1, 1, 2), "worse than those between, but not than the first");
    assertEquals(5, trigger(2, 3, 1, 1, 2, 2), "worse than the best of the first two");
    assertEquals(0, trigger(2, 3, 3, 3, 3), "as good as the best is not worse");
    assertEquals(2, trigger(0, 3, 4), "looking back over none");
    assertEquals(7, trigger(5, 6, 5, 9, 9, 9, 5, 7));
  }

  @Test
  void whatIsKeptIsTheMeanSinceThen() {
    Optimizer optimizer = create(0, 2);
    update(optimizer);
    optimizer.afterValidation(1);
    assertSame(theta, optimizer.result(theta));
    optimizer.afterValidation(2);
    assertSame(theta, optimizer.result(theta), "nothing to average yet");
    float[] before = theta.clone();
    for (int k = 1; k <= 4; k++) {
      update(optimizer);
      assertEquals(before[0] - k * 0.5f, theta[0], "descent goes on from where it was");
      float mean = (k + 1) / 2f; // of 1 to k steps
      float[] expected = {before[0] - mean * 0.5f, before[1] + mean};
      assertArrayEquals(expected, optimizer.result(theta), 1e-5f);
    }
    optimizer.afterValidation(3);
    update(optimizer);
    assertEquals(before[0] - 1.5f, optimizer.result(theta)[0], 1e-5f, "triggered once only");
  }

  @Test
  void aResumedRunAveragesOn() {
    for (int stop : new int[] {1, 3, 6}) {
      Optimizer whole = create(0, 2);
      for (int i = 0; i < stop; i++) {
        update(whole);
        whole.afterValidation(i);
      }
      Optimizer resumed = create(0, 2);
      System.arraycopy(average(whole), 0, average(resumed), 0, 2);
      resumed.recall(whole.memory());
      resumed.resumeAt(whole.updates());
      float[] other = theta.clone();
      for (int i = 0; i < 3; i++) {
        update(whole);
        whole.afterValidation(9);
        resumed.update(Worker.solo(), other, GRADIENT, 1, 0.5f);
        resumed.finishUpdate();
        resumed.afterValidation(9);
      }
      Bits.assertEqual("parameters", theta, other);
      Bits.assertEqual("result", whole.result(theta), resumed.result(other));
    }
  }

  private static float[] average(Optimizer optimizer) {
    return Objects.requireNonNull(optimizer.moments().get("average"));
  }

  @Test
  void anyNumberOfThreadsGivesTheSameAverage() {
    int n = 8192 + 777;
    for (String kernels : new String[] {"scalar", "simd"}) {
      float[] alone = averaged(kernels, n, 1);
      for (int threads : new int[] {2, 3}) {
        Bits.assertEqual(kernels, alone, averaged(kernels, n, threads));
      }
    }
  }

  private static float[] averaged(String kernels, int n, int threads) {
    Optimizer optimizer =
        new NtAsgdChoice(0, 0.1f).create(n, KernelSelection.named(kernels).kernels());
    float[] parameters = new float[n];
    for (int i = 0; i < n; i++) {
      parameters[i] = i / (float) n;
    }
    float[] gradient = parameters.clone();
    optimizer.afterValidation(1);
    optimizer.afterValidation(2);
    try (Workers workers = new Workers(threads)) {
      for (int t = 0; t < 3; t++) {
        workers.run(w -> optimizer.update(w, parameters, gradient, 0.5f, 0.1f));
        optimizer.finishUpdate();
      }
    }
    return optimizer.result(parameters);
  }

  @Test
  void aMemoryThatCannotBeIsRefused() {
    double[][] memories = {{}, {-2}, {0.5}};
    for (double[] memory : memories) {
      assertThrows(IllegalArgumentException.class, () -> create(5, 2).recall(memory));
    }
    Optimizer late = create(5, 2);
    late.recall(new double[] {7, 1, 2});
    assertThrows(IllegalArgumentException.class, () -> late.resumeAt(6));
    Optimizer plain =
        OptimizerChoice.AdamChoice.DEFAULT.create(2, KernelSelection.named("scalar").kernels());
    assertThrows(IllegalArgumentException.class, () -> plain.recall(new double[] {1}));
  }
}
