package dev.rnn4j.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who waits for the vector kernels to be compiled, and for how long. */
class WarmUpTest {
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  private final WarmUp warmUp = WarmUp.background();
  private final SimdKernels kernels = new SimdKernels(warmUp);
  private final PackedWeights weights = kernels.pack(Matrix.zeros(3, 4), true);

  private void product(Worker w, int rows) {
    kernels.multiply(w, Matrix.zeros(rows, 4), weights, Matrix.zeros(rows, 3), false);
  }

  @Test
  void theVectorKernelsTakeOverWhenAllOfThemAreFast() {
    AtomicInteger rounds = new AtomicInteger();
    WarmUp.Task fast = () -> true;
    WarmUp.Task slowAtFirst = () -> rounds.incrementAndGet() == 5;
    warmUp.run(2, A_MINUTE, () -> List.of(fast, slowAtFirst, fast));
    assertTrue(warmUp.isOver());
    assertEquals(5, rounds.get());
  }

  @Test
  void vectorKernelsThatDoNotGetFastNeverTakeOver() {
    AtomicInteger rounds = new AtomicInteger();
    WarmUp.Task slow =
        () -> {
          rounds.incrementAndGet();
          return false;
        };
    warmUp.run(2, Duration.ofMillis(20), () -> List.of(slow));
    assertTrue(rounds.get() > 0, "never tried");
    assertFalse(warmUp.isOver());
  }

  /** And nothing is printed: whoever asked for too much memory is told so. */
  @Test
  void aWarmUpWithoutMemoryGivesUp() {
    WarmUp.Task hungry =
        () -> {
          throw new OutOfMemoryError("Java heap space");
        };
    warmUp.run(2, A_MINUTE, () -> List.of(hungry));
    assertFalse(warmUp.isOver());
  }

  @Test
  void oneProcessorIsLeftToTheProgram() {
    warmUp.run(
        1,
        A_MINUTE,
        () -> {
          throw new AssertionError("a warm-up where there is no processor for it");
        });
    assertTrue(warmUp.isOver());
  }

  @Test
  void singleStepsAndAFewSentencesWaitForTheWarmUp() {
    for (int n = 0; n < 10_000; n++) {
      product(Worker.solo(), 1);
    }
    for (int n = 0; n < 50; n++) {
      product(Worker.solo(), 20);
    }
    assertFalse(warmUp.isOver());
  }

  @Test
  void aBatchJobDoesNotWait() {
    for (int n = 0; n < 200; n++) {
      product(Worker.solo(), 35);
    }
    assertTrue(warmUp.isOver());
  }

  @Test
  void severalWorkersOnAWindowDoNotWait() {
    product(Worker.sequential(0, 2), 1);
    assertFalse(warmUp.isOver());
    product(Worker.sequential(0, 2), 35);
    assertTrue(warmUp.isOver());
  }

  @Test
  void aTrainingDoesNotWait() {
    kernels.repack(Worker.solo(), Matrix.zeros(3, 4), weights);
    assertTrue(warmUp.isOver());
  }

  @Test
  void theThreadStopsWhenTheWorkHasBegun() {
    AtomicInteger runs = new AtomicInteger();
    WarmUp.Task slow =
        () -> {
          if (runs.incrementAndGet() == 3) {
            warmUp.end();
          }
          return false;
        };
    warmUp.run(2, A_MINUTE, () -> List.of(slow, slow));
    assertEquals(3, runs.get());
  }
}
