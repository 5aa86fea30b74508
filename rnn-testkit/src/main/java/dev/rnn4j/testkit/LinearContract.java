package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.layer.Linear;
import dev.rnn4j.core.tensor.Matrix;
import org.junit.jupiter.api.Test;

/** What a dense layer of a large vocabulary promises on given kernels. */
public abstract class LinearContract {
  private static final int OUTPUTS = 10_000;
  private static final int INPUTS = 19;
  private static final int ROWS = 7;
  private static final int PASSES = 20;

  /** A view on a matrix takes 40 bytes, and the backward pass looks at 30 of them. */
  private static final long LIMIT = 40;

  private final Samples samples = new Samples(31);

  /**
   * The kernels to test.
   *
   * @return kernels without state
   */
  protected abstract Kernels kernels();

  /**
   * Whether compiled code on this machine can be expected to allocate nothing; vectors wider than
   * the machine's are objects.
   *
   * @return true unless they are
   */
  protected boolean canRunWithoutAllocating() {
    return true;
  }

  @Test
  void backwardPassesOfManyOutputsAllocateNothingOnAnyThread() {
    assumeTrue(canRunWithoutAllocating());
    Matrix weight = samples.matrix(OUTPUTS, INPUTS);
    Linear layer =
        new Linear(weight, samples.matrix(1, OUTPUTS), kernels(), WeightFormat.FLOAT32, true);
    Matrix x = samples.matrix(ROWS, INPUTS);
    Matrix dy = samples.matrix(ROWS, OUTPUTS);
    Linear.Gradients d =
        new Linear.Gradients(dy, samples.blank(OUTPUTS, INPUTS), samples.blank(1, OUTPUTS));
    Matrix dx = samples.blank(ROWS, INPUTS);
    try (Workers workers = new Workers(2)) {
      long[] fewest = {Long.MAX_VALUE, Long.MAX_VALUE};
      for (int n = 0; n < 300 && Math.max(fewest[0], fewest[1]) >= LIMIT; n++) {
        workers.run(w -> {
          long before = AllocationMeter.allocatedBytes();
          for (int i = 0; i < PASSES; i++) {
            pass(w, layer, x, d, dx);
          }
          long bytes = (AllocationMeter.allocatedBytes() - before) / PASSES;
          fewest[w.index()] = Math.min(fewest[w.index()], bytes);
        });
      }
      for (long bytes : fewest) {
        assertTrue(bytes < LIMIT, bytes + " bytes in a pass");
      }
    }
  }

  private static void pass(Worker w, Linear layer, Matrix x, Linear.Gradients d, Matrix dx) {
    layer.repack(w);
    w.barrier();
    layer.backward(w, x, d, dx);
  }

  @Test
  void gradientsOfEveryBatchAreItsOwn() {
    Matrix weight = samples.matrix(2_100, INPUTS);
    Matrix bias = samples.matrix(1, weight.rows());
    Linear layer = new Linear(weight, bias, kernels(), WeightFormat.FLOAT32, true);
    Matrix x = samples.matrix(ROWS, INPUTS);
    Matrix dy = samples.matrix(ROWS, weight.rows());
    Matrix dWeight = samples.blank(weight.rows(), INPUTS);
    Matrix dBias = samples.blank(1, weight.rows());
    for (int rows : new int[] {ROWS, ROWS, 3, ROWS}) {
      Matrix dx = samples.blank(rows, INPUTS);
      Matrix part = dy.rowRange(ROWS - rows, ROWS);
      Worker solo = Worker.solo();
      Linear.Gradients d = new Linear.Gradients(part, dWeight, dBias);
      layer.backward(solo, x.rowRange(0, rows), d, dx);
      Matrix expected = samples.blank(1, weight.rows());
      kernels().sumColumns(solo, part, expected);
      Bits.assertEqual("bias", Samples.elements(expected), Samples.elements(dBias));
      Matrix product = samples.blank(weight.rows(), INPUTS);
      kernels().multiplyTransposed(solo, part, x.rowRange(0, rows), product, false);
      Bits.assertEqual("weight", Samples.elements(product), Samples.elements(dWeight));
    }
  }
}
