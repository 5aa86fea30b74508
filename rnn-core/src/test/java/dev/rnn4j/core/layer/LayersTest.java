package dev.rnn4j.core.layer;

import static dev.rnn4j.core.kernel.WeightFormat.FLOAT32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.CellType;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Layers on their own; their gradients are checked through whole models. */
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
    layer.backward(worker, of(1, 1, 1), dy, Matrix.zeros(outputs, 1), dBias, dx);
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
    layer.backward(worker, x, dy, dWeight, dBias, dx);
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
  void layersMadeForInferenceHaveNoWayBack() {
    Linear linear = new Linear(Matrix.zeros(2, 3), Matrix.zeros(1, 2), kernels, FLOAT32, false);
    assertThrows(
        IllegalStateException.class,
        () ->
            linear.backward(
                worker,
                Matrix.zeros(1, 3),
                Matrix.zeros(1, 2),
                Matrix.zeros(2, 3),
                Matrix.zeros(1, 2),
                Matrix.zeros(1, 3)));
    for (CellType type : CellType.values()) {
      RecurrentLayer layer = recurrent(type, false);
      RecurrentActivations activations = new RecurrentActivations(type, 3, 1, 1, true);
      layer.forward(worker, Matrix.zeros(1, 2), activations);
      RecurrentWeights gradients = weights(type);
      assertThrows(
          IllegalStateException.class,
          () ->
              layer.backward(
                  worker, Matrix.zeros(1, 2), activations, gradients, Matrix.zeros(1, 2)));
    }
  }

  private static RecurrentWeights weights(CellType type) {
    int rows = type.gates() * 3;
    RandomSource random = new RandomSource(1);
    Matrix ih = Matrix.zeros(rows, 2);
    Matrix hh = Matrix.zeros(rows, 3);
    Initializers.uniform(ih, 1, random);
    Initializers.uniform(hh, 1, random);
    return new RecurrentWeights(ih, hh, Matrix.zeros(1, rows), Matrix.zeros(1, rows));
  }

  private RecurrentLayer recurrent(CellType type, boolean training) {
    Cell cell = Cell.of(type, Activation.TANH, kernels);
    return new RecurrentLayer(cell, weights(type), kernels, FLOAT32, training);
  }

  @Test
  void theFirstStepsOfAWindowDoNotDependOnItsLength() {
    for (CellType type : CellType.values()) {
      RecurrentLayer layer = recurrent(type, true);
      Matrix x = Matrix.zeros(12, 2);
      Initializers.uniform(x, 2, new RandomSource(5));
      RecurrentActivations whole = new RecurrentActivations(type, 3, 6, 2, true);
      layer.forward(worker, x, whole);
      float[] expected = Arrays.copyOf(whole.output().data(), 5 * 2 * 3);
      RecurrentActivations shortened = whole.shortened(4);
      layer.forward(worker, x.rowRange(0, 8), shortened);
      assertArrayEquals(expected, Arrays.copyOf(shortened.output().data(), 5 * 2 * 3));
    }
  }

  @Test
  void aGruHasABiasGradientOfItsOwnForWhatTheResetGateReads() {
    RecurrentLayer layer = recurrent(CellType.GRU, true);
    RecurrentActivations a = new RecurrentActivations(CellType.GRU, 3, 4, 2, true);
    Matrix x = Matrix.zeros(8, 2);
    Initializers.uniform(x, 2, new RandomSource(5));
    layer.forward(worker, x, a);
    Arrays.fill(a.outputGradient().data(), 1f);
    RecurrentWeights d = weights(CellType.GRU);
    layer.backward(worker, x, a, d, Matrix.zeros(8, 2));
    float[] ih = d.biasIh().data();
    float[] hh = d.biasHh().data();
    assertArrayEquals(Arrays.copyOf(ih, 6), Arrays.copyOf(hh, 6));
    for (int n = 6; n < 9; n++) {
      assertTrue(Math.abs(hh[n]) < Math.abs(ih[n]), hh[n] + " is not " + ih[n] + " times r");
    }
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

  /** Each of them would differentiate what the buffers do not hold. */
  @Test
  void aBackwardPassThatDoesNotBelongToTheForwardPassBeforeItIsRefused() {
    for (CellType type : CellType.values()) {
      RecurrentLayer layer = recurrent(type, true);
      RecurrentActivations a = new RecurrentActivations(type, 3, 4, 2, true);
      Matrix x = Matrix.zeros(8, 2);
      assertNoBackwardPass("no forward pass", layer, x, a);
      layer.forward(worker, x, a);
      assertNoBackwardPass("of 4 steps, not of 3", layer, x.rowRange(0, 6), a.shortened(3));
      assertNoBackwardPass("another layer", recurrent(type, true), x, a);
      layer.backward(worker, x, a, weights(type), Matrix.zeros(8, 2));
      assertNoBackwardPass("has had its backward pass", layer, x, a);
      layer.forward(worker, x, a);
      layer.repack(worker);
      assertNoBackwardPass("packed anew", layer, x, a);
      layer.forward(worker, x, a);
      a.begin(Matrix.zeros(2, 3), Matrix.zeros(2, type.hasCellState() ? 3 : 0));
      assertNoBackwardPass("no forward pass", layer, x, a);
      layer.forward(worker, x.rowRange(0, 6), a.shortened(3));
      assertNoBackwardPass("of 3 steps, not of 4", layer, x, a);
      layer.backward(worker, x.rowRange(0, 6), a.shortened(3), weights(type), Matrix.zeros(6, 2));
      RecurrentActivations forUse = new RecurrentActivations(type, 3, 4, 2, false);
      layer.forward(worker, x, forUse);
      assertNoBackwardPass("made for inference", layer, x, forUse);
    }
  }

  private void assertNoBackwardPass(
      String expected, RecurrentLayer layer, Matrix x, RecurrentActivations a) {
    RecurrentWeights d = weights(layerType(a));
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () -> layer.backward(worker, x, a, d, Matrix.zeros(x.rows(), 2)));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains(expected), message);
  }

  private static CellType layerType(RecurrentActivations a) {
    return Arrays.stream(CellType.values())
        .filter(type -> type.gates() * 3 == a.gates().cols())
        .findFirst()
        .orElseThrow();
  }

  /** Of too many streams one would read its neighbour, of too few there would be old rows. */
  @Test
  void aStateOfAnotherShapeIsRefusedAndOneWithinAnotherMatrixIsCopied() {
    RecurrentActivations a = new RecurrentActivations(CellType.GRU, 3, 4, 2, true);
    Matrix none = Matrix.zeros(2, 0);
    for (Matrix wrong : new Matrix[] {Matrix.zeros(3, 3), Matrix.zeros(1, 3), Matrix.zeros(2, 4)}) {
      assertThrows(IllegalArgumentException.class, () -> a.begin(wrong, none));
      assertThrows(IllegalArgumentException.class, () -> a.end(wrong, none));
    }
    assertThrows(
        IllegalArgumentException.class, () -> a.begin(Matrix.zeros(2, 3), Matrix.zeros(2, 3)));
    Matrix wide = of(2, 5, 1, 2, 3, 9, 9, 4, 5, 6, 9, 9);
    a.begin(wide.columnRange(0, 3), none);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, Arrays.copyOf(a.previousOutput().data(), 6));
    assertThrows(IllegalStateException.class, () -> a.end(wide.columnRange(0, 3), none));
  }
}
