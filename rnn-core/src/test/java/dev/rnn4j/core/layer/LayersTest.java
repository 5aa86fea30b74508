package dev.rnn4j.core.layer;

import static dev.rnn4j.core.kernel.WeightFormat.FLOAT32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import org.junit.jupiter.api.Test;

/** Parts without recurrence. */
class LayersTest {
  private final ScalarKernels kernels = new ScalarKernels();
  private final Worker worker = Worker.solo();

  private static Matrix of(int rows, int cols, float... values) {
    return new Matrix(values, 0, rows, cols, cols);
  }

  @Test
  void aLinearLayerIsAProductAndABias() {
    Linear layer =
        new Linear(of(2, 3, 1, 2, 3, 4, 5, 6), of(1, 2, 10, 20), kernels, FLOAT32, false);
    Matrix y = Matrix.zeros(2, 2);
    layer.forward(worker, of(2, 3, 1, 0, 0, 1, 1, 1), y);
    assertArrayEquals(new float[] {11, 24, 16, 35}, y.data());
  }

  @Test
  void changedWeightsCountOnceTheyArePackedAgain() {
    Matrix weight = of(1, 1, 2);
    Linear layer = new Linear(weight, of(1, 1, 0), kernels, FLOAT32, true);
    Matrix y = Matrix.zeros(1, 1);
    weight.set(0, 0, 3);
    layer.repack(worker);
    layer.forward(worker, of(1, 1, 5), y);
    assertArrayEquals(new float[] {15}, y.data());
  }

  /** Made from other weights than those that are packed, so that a block left out keeps them. */
  @Test
  void everyBlockOfOutputsIsPackedAgain() {
    int outputs = 2100;
    Matrix weight = Matrix.zeros(outputs, 1);
    Linear layer = new Linear(weight, Matrix.zeros(1, outputs), kernels, FLOAT32, true);
    Matrix dy = Matrix.zeros(1, outputs);
    float expected = 0;
    for (int j = 0; j < outputs; j++) {
      weight.set(j, 0, j % 7 - 2);
      dy.set(0, j, j % 5 - 1);
      expected += (j % 7 - 2) * (j % 5 - 1);
    }
    layer.repack(worker);
    Matrix y = Matrix.zeros(1, outputs);
    layer.forward(worker, of(1, 1, 1), y);
    assertArrayEquals(weight.data(), y.data());
    Matrix dx = Matrix.zeros(1, 1);
    Matrix dBias = Matrix.zeros(1, outputs);
    layer.backward(
        worker, of(1, 1, 1), new Linear.Gradients(dy, Matrix.zeros(outputs, 1), dBias), dx);
    assertArrayEquals(new float[] {expected}, dx.data());
  }

  /** More outputs than are taken in one go. */
  @Test
  void gradientsOfManyOutputsAreThoseOfTheProducts() {
    int outputs = 2100;
    Matrix weight = Matrix.zeros(outputs, 2);
    Matrix dy = Matrix.zeros(3, outputs);
    for (int j = 0; j < outputs; j++) {
      weight.set(j, j % 2, j % 7 - 3);
      dy.set(j % 3, j, j % 5 - 2);
    }
    Linear layer = new Linear(weight, Matrix.zeros(1, outputs), kernels, FLOAT32, true);
    Matrix x = of(3, 2, 1, 2, 3, 4, 5, 6);
    Matrix dWeight = Matrix.zeros(outputs, 2);
    Matrix dBias = Matrix.zeros(1, outputs);
    Matrix dx = Matrix.zeros(3, 2);
    layer.backward(worker, x, new Linear.Gradients(dy, dWeight, dBias), dx);
    double[] expected = new double[6];
    for (int j = 0; j < outputs; j++) {
      float d = dy.get(j % 3, j);
      assertEquals(d, dBias.get(0, j));
      for (int i = 0; i < 2; i++) {
        assertEquals(d * x.get(j % 3, i), dWeight.get(j, i));
        expected[j % 3 * 2 + i] += d * weight.get(j, i);
      }
    }
    for (int i = 0; i < 6; i++) {
      assertEquals(expected[i], dx.data()[i]);
    }
  }

  @Test
  void aLayerMadeForInferenceHasNoBackwardPass() {
    Linear linear = new Linear(Matrix.zeros(2, 3), Matrix.zeros(1, 2), kernels, FLOAT32, false);
    assertThrows(
        IllegalStateException.class,
        () ->
            linear.backward(
                worker,
                Matrix.zeros(1, 3),
                new Linear.Gradients(Matrix.zeros(1, 2), Matrix.zeros(2, 3), Matrix.zeros(1, 2)),
                Matrix.zeros(1, 3)));
  }

  @Test
  void anUnknownTokenIsNamedTogetherWithTheVocabulary() {
    Embedding embedding = new Embedding(Matrix.zeros(4, 2), kernels);
    for (int token : new int[] {-1, 4, Integer.MAX_VALUE}) {
      IndexOutOfBoundsException thrown =
          assertThrows(
              IndexOutOfBoundsException.class,
              () -> embedding.forward(worker, new int[] {0, token}, Matrix.zeros(2, 2)));
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.contains("" + token) && message.contains("0 to 3"), message);
    }
  }

  @Test
  void theGradientOfATokenIsTheSumOverItsOccurrences() {
    Embedding embedding = new Embedding(Matrix.zeros(3, 2), kernels);
    Matrix gradient = of(3, 2, 0, 0, 0, 0, 100, 100);
    embedding.backward(worker, new int[] {2, 0, 2}, of(3, 2, 1, 2, 3, 4, 5, 6), gradient);
    assertArrayEquals(new float[] {3, 4, 0, 0, 106, 108}, gradient.data());
  }
}
