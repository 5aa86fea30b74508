package dev.rnn4j.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The plain code of the first moments and the vector kernels give the same bits. */
class ColdKernelsTest {
  private static final int[] SIZES = {1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 67, 128, 1500};

  private final Kernels cold = new SimdKernels(WarmUp.endless());
  private final Kernels warm = new SimdKernels(WarmUp.none());
  private final Worker worker = Worker.solo();
  private final RandomSource random = new RandomSource(5);

  @Test
  void productsAreTheSame() {
    for (int n : SIZES) {
      for (int rows : new int[] {1, 2, 3, 5, 20}) {
        int depth = n % 2 == 0 ? 300 : 11;
        Matrix a = matrix(rows, depth);
        for (WeightFormat format : WeightFormat.values()) {
          PackedWeights b = warm.pack(matrix(n, depth), true, format);
          for (boolean add : new boolean[] {false, true}) {
            assertSame(rows, n, (kernels, c) -> kernels.multiply(worker, a, b, c, add));
          }
          Matrix bias = matrix(1, n);
          assertSame(rows, n, (kernels, c) -> kernels.affine(worker, a, b, bias, c));
        }
      }
    }
  }

  @Test
  void stepsOfCellsAreTheSame() {
    for (int n : SIZES) {
      for (Activation f : Activation.values()) {
        assertSame(3, n, (kernels, h) -> kernels.activate(worker, f, h, h));
      }
      Matrix before = matrix(2, n);
      // One matrix holds all that a step writes, so that one comparison sees it.
      assertSame(
          2,
          7 * n,
          (kernels, all) ->
              kernels.lstmForward(
                  worker,
                  all.columnRange(0, 4 * n),
                  before,
                  all.columnRange(4 * n, 5 * n),
                  all.columnRange(5 * n, 6 * n),
                  all.columnRange(6 * n, 7 * n)));
    }
  }

  @Test
  void gruStepsAreTheSame() {
    for (int n : SIZES) {
      Matrix q = matrix(2, 3 * n);
      Matrix before = matrix(2, n);
      assertSame(
          2,
          4 * n,
          (kernels, all) ->
              kernels.gruForward(
                  worker, all.columnRange(0, 3 * n), q, before, all.columnRange(3 * n, 4 * n)));
    }
  }

  /** As above, one matrix holds all that is written. */
  @Test
  void halfStepsAreTheSame() {
    for (int n : SIZES) {
      Matrix before = matrix(2, n);
      Matrix scale = matrix(1, n);
      assertSame(
          2,
          5 * n,
          (kernels, all) -> {
            Matrix gates = all.columnRange(0, 4 * n);
            Matrix other = all.columnRange(4 * n, 5 * n);
            kernels.lstmState(worker, gates, before, other);
            kernels.addScaled(worker, before, scale, other);
            kernels.lstmOutput(worker, gates, other, other, before.copy());
          });
      assertSame(
          2,
          4 * n,
          (kernels, all) -> {
            Matrix gates = all.columnRange(0, 3 * n);
            Matrix other = all.columnRange(3 * n, 4 * n);
            kernels.gruReset(worker, gates, before, other);
            kernels.addScaled(worker, other, scale, gates.columnRange(2 * n, 3 * n));
            kernels.gruUpdate(worker, gates, before, other);
          });
    }
  }

  /** The two share out their work differently, so one must do all of it. */
  @Test
  void theEndOfTheWarmUpDoesNotComeBetweenTheWorkersOfOneOperation() {
    for (int n : SIZES) {
      Matrix z = matrix(3, n);
      Matrix expected = Matrix.zeros(3, n);
      Matrix actual = Matrix.zeros(3, n);
      warm.activate(worker, Activation.TANH, z, expected);
      WarmUp warmUp = WarmUp.endless();
      Kernels changing = new SimdKernels(warmUp);
      for (int i = 0; i < 3; i++) {
        changing.activate(Worker.sequential(i, 3), Activation.TANH, z, actual);
        warmUp.end();
      }
      assertArrayEquals(expected.data(), actual.data());
    }
  }

  @Test
  void probabilitiesAndLossesAreTheSame() {
    for (int n : SIZES) {
      assertSame(3, n, (kernels, p) -> kernels.softmax(worker, p, p));
      Matrix logits = matrix(3, n);
      int[] targets = {0, -1, n - 1};
      double[] expected = new double[3];
      double[] actual = new double[3];
      warm.crossEntropy(worker, logits, targets, expected);
      cold.crossEntropy(worker, logits, targets, actual);
      assertArrayEquals(expected, actual);
    }
  }

  @Test
  void functionsAreTheSameForFloatsOfEveryKind() {
    int count = 1 << 16;
    Matrix all = Matrix.zeros(1, count);
    for (int i = 0; i < count; i++) {
      all.data()[i] = Float.intBitsToFloat(i << 16 | random.nextInt(1 << 16));
    }
    for (Activation f : Activation.values()) {
      Matrix expected = Matrix.zeros(1, count);
      Matrix actual = Matrix.zeros(1, count);
      warm.activate(Worker.solo(), f, all, expected);
      cold.activate(Worker.solo(), f, all, actual);
      assertArrayEquals(expected.data(), actual.data());
    }
    float[] expected = new float[count];
    VectorMath.exp(Worker.solo(), all.data(), 0, 0, expected, 0, count);
    for (int i = 0; i < count; i++) {
      assertTrue(Float.compare(expected[i], ColdMath.exp(all.data()[i])) == 0, "exp of " + i);
    }
  }

  @Test
  @Timeout(120)
  void theVectorKernelsTakeOverInTheEnd() throws InterruptedException {
    WarmUp warmUp = WarmUp.fromProperty(WarmUpTask::all);
    while (!warmUp.isOver()) {
      Thread.sleep(Duration.ofMillis(10));
    }
  }

  @Test
  void unfittingSizesAreRefused() {
    Matrix two = matrix(2, 3);
    Matrix one = matrix(1, 3);
    Worker w = Worker.solo();
    for (Kernels kernels : new Kernels[] {cold, warm}) {
      for (WeightFormat format : WeightFormat.values()) {
        PackedWeights b = warm.pack(matrix(4, 5), true, format);
        assertThrows(IllegalArgumentException.class, () -> kernels.multiply(w, two, b, one, false));
        Matrix five = matrix(1, 5);
        Matrix four = matrix(1, 4);
        assertThrows(IllegalArgumentException.class, () -> kernels.affine(w, five, b, one, four));
      }
      assertThrows(
          IllegalArgumentException.class, () -> kernels.activate(w, Activation.TANH, one, two));
      assertThrows(IllegalArgumentException.class, () -> kernels.softmax(w, one, two));
      assertThrows(
          IllegalArgumentException.class, () -> kernels.lstmForward(w, two, one, one, one, one));
      assertThrows(IllegalArgumentException.class, () -> kernels.gruForward(w, two, one, one, one));
    }
  }

  /** Runs an operation on copies of a random matrix with either kernels. */
  private void assertSame(int rows, int cols, BiConsumer<Kernels, Matrix> operation) {
    Matrix expected = matrix(rows, cols);
    Matrix actual = new Matrix(expected.data().clone(), 0, rows, cols, cols);
    operation.accept(warm, expected);
    operation.accept(cold, actual);
    assertArrayEquals(expected.data(), actual.data(), rows + "x" + cols);
  }

  private Matrix matrix(int rows, int cols) {
    Matrix m = Matrix.zeros(rows, cols);
    for (int i = 0; i < m.data().length; i++) {
      m.data()[i] = (float) (8 * random.nextDouble() - 4);
    }
    return m;
  }
}
