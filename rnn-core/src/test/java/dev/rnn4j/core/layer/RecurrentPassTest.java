package dev.rnn4j.core.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.CellNames;
import dev.rnn4j.core.cell.CellParameters;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a layer refuses, and which steps it computes; its numbers are checked by a contract. */
class RecurrentPassTest {
  private static final CellNames NAMES = CellNames.of("", 0, false);
  private static final int UNITS = 3;
  private static final SequenceBatch BATCH = SequenceBatch.full(4, 2);

  private final Worker worker = Worker.solo();
  private final DenseInput x = new DenseInput(features(8));

  private static Matrix features(int rows) {
    Matrix features = Matrix.zeros(rows, 2);
    Initializers.uniform(features, 2, new RandomSource(5));
    return features;
  }

  private static Parameters parameters(CellConfig cell) {
    LayerConfig config = new LayerConfig(cell, UNITS);
    ParameterLayout.Builder layout = ParameterLayout.builder();
    RecurrentLayer.declare(layout, NAMES, config, 2);
    Parameters parameters = new Parameters(layout.build());
    RandomSource random = new RandomSource(1);
    RecurrentLayer.initialize(parameters, NAMES, config, Initialization.uniform(1), random);
    return parameters;
  }

  private static RecurrentLayer layer(CellConfig cell, boolean training) {
    CellParameters parameters =
        new CellParameters(parameters(cell), NAMES, new ScalarKernels(), training);
    return new RecurrentLayer(new LayerConfig(cell, UNITS), parameters, false);
  }

  private static RecurrentPass pass(RecurrentLayer layer, CellConfig cell) {
    return layer.newPass(8, 2, new Parameters(parameters(cell).layout()));
  }

  private static void begin(RecurrentPass pass, CellConfig cell, SequenceBatch batch) {
    int sequences = batch.batch();
    pass.begin(
        batch, Matrix.zeros(sequences, UNITS), Matrix.zeros(sequences, cell.stateSize(UNITS)));
  }

  @Test
  void aLayerMadeForInferenceHasNoBackwardPass() {
    for (CellConfig cell : CellConfig.all()) {
      RecurrentLayer layer = layer(cell, false);
      assertThrows(IllegalStateException.class, () -> pass(layer, cell));
      RecurrentPass pass = layer.newPass(8, 2, null);
      begin(pass, cell, BATCH);
      pass.forward(worker, x);
      assertNoBackwardPass("without a backward pass", pass);
    }
  }

  @Test
  void theFirstStepsOfAWindowDoNotDependOnItsLength() {
    for (CellConfig cell : CellConfig.all()) {
      RecurrentPass pass = pass(layer(cell, true), cell);
      begin(pass, cell, BATCH);
      pass.forward(worker, x);
      float[] expected = Arrays.copyOf(pass.output(2).data(), 4 * 2 * UNITS);
      begin(pass, cell, SequenceBatch.full(3, 2));
      pass.forward(worker, new DenseInput(x.x().rowRange(0, 6)));
      assertArrayEquals(expected, Arrays.copyOf(pass.output(2).data(), 4 * 2 * UNITS));
      assertEquals(6, pass.output().rows());
    }
  }

  @Test
  void aGruHasABiasGradientOfItsOwnForWhatTheResetGateReads() {
    Parameters d = new Parameters(parameters(new GruCell()).layout());
    RecurrentPass pass = layer(new GruCell(), true).newPass(8, 2, d);
    begin(pass, new GruCell(), BATCH);
    pass.forward(worker, x);
    Matrix dh = pass.outputGradient();
    Arrays.fill(dh.data(), dh.offset(), dh.offset() + 8 * UNITS, 1f);
    pass.backward(worker, x, null, null, false);
    for (int j = 0; j < 3 * UNITS; j++) {
      float ih = d.matrix("bias_ih_l0").get(0, j);
      float hh = d.matrix("bias_hh_l0").get(0, j);
      if (j < 2 * UNITS) {
        assertEquals(ih, hh);
      } else {
        assertTrue(Math.abs(hh) < Math.abs(ih), hh + " is not " + ih + " times r");
      }
    }
  }

  /** Each of them would differentiate what the buffers do not hold. */
  @Test
  void aBackwardPassThatDoesNotBelongToTheForwardPassBeforeItIsRefused() {
    for (CellConfig cell : CellConfig.all()) {
      RecurrentLayer layer = layer(cell, true);
      RecurrentPass pass = pass(layer, cell);
      begin(pass, cell, BATCH);
      assertNoBackwardPass("no forward pass", pass);
      pass.forward(worker, x);
      pass.backward(worker, x, null, null, false);
      assertNoBackwardPass("has had its backward pass", pass);
      pass.forward(worker, x);
      layer.repack(worker);
      assertNoBackwardPass("packed anew", pass);
      pass.forward(worker, x);
      begin(pass, cell, BATCH);
      assertNoBackwardPass("no forward pass", pass);
    }
  }

  private void assertNoBackwardPass(String expected, RecurrentPass pass) {
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class, () -> pass.backward(worker, x, null, null, false));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains(expected), message);
  }

  /** Of too many sequences one would read its neighbour, of too few there would be old rows. */
  @Test
  void aStateOfAnotherShapeIsRefusedAndOneWithinAnotherMatrixIsCopied() {
    RecurrentPass pass = pass(layer(new GruCell(), true), new GruCell());
    Matrix none = Matrix.zeros(2, 0);
    begin(pass, new GruCell(), BATCH);
    for (Matrix wrong : new Matrix[] {Matrix.zeros(3, 3), Matrix.zeros(1, 3), Matrix.zeros(2, 4)}) {
      assertThrows(IllegalArgumentException.class, () -> pass.begin(BATCH, wrong, none));
      assertThrows(IllegalArgumentException.class, () -> pass.end(wrong, none));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> pass.begin(BATCH, Matrix.zeros(2, 3), Matrix.zeros(2, 3)));
    float[] values = {1, 2, 3, 9, 9, 4, 5, 6, 9, 9};
    Matrix within = new Matrix(values, 0, 2, 5, 5).columnRange(0, 3);
    pass.begin(SequenceBatch.full(0, 2), within, none);
    assertThrows(IllegalStateException.class, () -> pass.end(within, none));
    pass.forward(worker, new DenseInput(features(0)));
    Matrix after = Matrix.zeros(2, 3);
    pass.end(after, none);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, after.data());
  }

  @Test
  void aBatchThatIsTooLargeIsRefusedWithBothSizes() {
    RecurrentPass pass = pass(layer(new GruCell(), true), new GruCell());
    for (SequenceBatch large :
        new SequenceBatch[] {SequenceBatch.full(5, 2), SequenceBatch.full(1, 3)}) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> begin(pass, new GruCell(), large));
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.contains("buffers for 2 of 8"), message);
    }
  }
}
