package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@link KernelsContract} for what comes back from packed weights: the matrix they were packed
 * from, rounded to their format and otherwise to the bit, whole or row by row.
 */
public abstract class KernelUnpackingContract extends KernelsContract {
  private static final boolean[] BOTH = {false, true};

  private final Samples samples = new Samples(29);

  @Test
  void weightsOfAllSmallShapesComeBack() {
    for (int rows : edgeSizes()) {
      for (int cols : edgeSizes()) {
        check(rows, cols);
      }
    }
  }

  @Test
  void weightsComeBackWhereSumsAreCutIntoBlocks() {
    for (int k : ProductBlocks.sizes(blocks().depths())) {
      check(k, 2 * lanes() + 3);
      check(2 * lanes() + 3, k);
      check(1, k);
      check(k, 1);
    }
  }

  @Test
  void valuesOfEveryKindComeBack() {
    float[] special = {
      Float.NaN, -0f, Float.POSITIVE_INFINITY, Float.MIN_VALUE, -Float.MAX_VALUE, 1 + 0x1p-23f
    };
    Matrix source = samples.matrix(2 * special.length, 5);
    for (int i = 0; i < special.length; i++) {
      source.set(2 * i, i % 5, special[i]);
      source.set(2 * i + 1, 4, -special[i]);
    }
    check(source);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Worker solo = Worker.solo();
    PackedWeights foreign = new PackedWeights("of nobody", 2, 3, false, new float[64]);
    Matrix fits = Matrix.zeros(2, 3);
    refuses(() -> kernels().unpack(solo, foreign, fits));
    refuses(() -> kernels().gatherRows(solo, foreign, new int[] {0, 1}, fits));
    for (WeightFormat format : WeightFormat.values()) {
      for (boolean transposed : BOTH) {
        PackedWeights packed = kernels().pack(fits, transposed, format);
        refuses(() -> kernels().unpack(solo, packed, Matrix.zeros(3, 2)));
        refuses(() -> kernels().unpack(solo, packed, Matrix.zeros(1, 3)));
        refuses(() -> kernels().gatherRows(solo, packed, new int[] {0, 2}, fits));
        refuses(() -> kernels().gatherRows(solo, packed, new int[] {0, -1}, fits));
        refuses(() -> kernels().gatherRows(solo, packed, new int[] {0}, fits));
        refuses(() -> kernels().gatherRows(solo, packed, new int[] {0, 1}, Matrix.zeros(2, 2)));
      }
    }
  }

  @Test
  void rowsComeBackWithoutAllocation() {
    Worker solo = Worker.solo();
    Matrix source = samples.matrix(40, 33);
    Matrix rows = samples.blank(3, 33);
    int[] index = {7, 39, 0};
    int calls = 1000;
    for (WeightFormat format : WeightFormat.values()) {
      for (boolean transposed : BOTH) {
        PackedWeights packed = kernels().pack(source, transposed, format);
        Kernels kernels = kernels();
        long bytes =
            AllocationMeter.fewestBytes(
                () -> {
                  for (int i = 0; i < calls; i++) {
                    kernels.gatherRows(solo, packed, index, rows);
                    kernels.unpack(solo, packed, source);
                  }
                },
                calls,
                20);
        assertTrue(bytes < calls, format + ": " + bytes + " bytes in " + calls + " calls");
      }
    }
  }

  private static void refuses(Runnable operation) {
    assertThrows(IllegalArgumentException.class, operation::run);
  }

  private void check(int rows, int cols) {
    check(samples.matrix(rows, cols));
  }

  private void check(Matrix source) {
    int[] index = source.rows() == 0 ? new int[0] : samples.indices(9, source.rows());
    for (WeightFormat format : WeightFormat.values()) {
      Matrix rounded = rounded(source, format);
      for (boolean transposed : BOTH) {
        String what = source + " as " + format + (transposed ? ", transposed" : "");
        PackedWeights packed = kernels().pack(source, transposed, format);
        Matrix whole =
            SharedWork.run(
                    what,
                    List.of(samples.blank(source.rows(), source.cols())),
                    (w, into, _) -> kernels().unpack(w, packed, into.get(0)))
                .matrix(0);
        Bits.assertEqual(what, Samples.elements(rounded), Samples.elements(whole));
        checkRows(what, packed, index, rounded);
      }
    }
  }

  private void checkRows(String what, PackedWeights packed, int[] index, Matrix table) {
    int number = Math.max(0, index.length - 3); // those that follow are never looked at
    Matrix expected = samples.blank(number, table.cols());
    kernels().gatherRows(Worker.solo(), table, index, expected);
    Matrix actual =
        SharedWork.run(
                what,
                List.of(samples.blank(number, table.cols())),
                (w, into, _) -> kernels().gatherRows(w, packed, index, into.get(0)))
            .matrix(0);
    Bits.assertEqual(what + ", rows", Samples.elements(expected), Samples.elements(actual));
  }

  private Matrix rounded(Matrix m, WeightFormat format) {
    Matrix rounded = samples.blank(m.rows(), m.cols());
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        rounded.set(r, c, format.nearest(m.get(r, c)));
      }
    }
    return rounded;
  }
}
