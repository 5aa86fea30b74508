package dev.rnn4j.core.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.tensor.Matrix;
import org.junit.jupiter.api.Test;

class PackedWeightsTest {
  private final ScalarKernels kernels = new ScalarKernels();

  @Test
  void weightsOfAnotherLayoutAreRefused() {
    PackedWeights foreign = new PackedWeights("another layout", 2, 3, false, new float[6]);
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                kernels.multiply(
                    Worker.solo(), Matrix.zeros(1, 2), foreign, Matrix.zeros(1, 3), false));
    assertTrue(String.valueOf(thrown.getMessage()).contains("another layout"), thrown.getMessage());
  }

  @Test
  void productsOfUnfittingShapesAreRefused() {
    PackedWeights packed = kernels.pack(Matrix.zeros(3, 2), true); // op(B) is 2x3
    int[][] shapes = {{1, 3, 1, 3}, {1, 2, 1, 2}, {2, 2, 1, 3}};
    for (int[] s : shapes) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              kernels.multiply(
                  Worker.solo(), Matrix.zeros(s[0], s[1]), packed, Matrix.zeros(s[2], s[3]), true));
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            kernels.multiplyTransposed(
                Worker.solo(), Matrix.zeros(4, 2), Matrix.zeros(3, 5), Matrix.zeros(2, 5), true));
  }
}
