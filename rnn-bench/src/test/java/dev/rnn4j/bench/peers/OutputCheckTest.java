package dev.rnn4j.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OutputCheckTest {
  private static final PeerCase LAYER = new PeerCase.Layer(PeerCase.Layer.Cell.LSTM, 1, 1, 2, 2);
  private static final PeerCase TRAINING = PeerCases.WARM_UP;
  private static final PeerCase PRODUCT = new PeerCase.Product(PeerCase.Product.Kind.NN, 1, 2, 2);

  private static double distance(PeerCase c, float[] reference, float[] output) {
    return OutputCheck.distance(c, reference, output);
  }

  private static boolean passes(PeerCase c, float[] reference, float[] output) {
    return OutputCheck.of(c).passes(distance(c, reference, output));
  }

  @Test
  void outputsOfLayersMayDifferByTenThousandths() {
    assertTrue(passes(LAYER, new float[] {0.5f, 0f}, new float[] {0.50009f, 0f}));
    assertFalse(passes(LAYER, new float[] {0.5f, 0f}, new float[] {0.5f, 0.00011f}));
  }

  @Test
  void lossesMayDifferByThousandthsOfThemselves() {
    assertTrue(passes(TRAINING, new float[] {9f, 8f}, new float[] {9.008f, 8f}));
    assertFalse(passes(TRAINING, new float[] {9f, 8f}, new float[] {9f, 8.009f}));
  }

  @Test
  void productsAreComparedInProportionToTheirLargest() {
    assertTrue(passes(PRODUCT, new float[] {100f, 1f}, new float[] {100f, 1.009f}));
    assertFalse(passes(PRODUCT, new float[] {100f, 1f}, new float[] {100.02f, 1f}));
  }

  @Test
  void whatCannotBeComparedDoesNotPass() {
    assertFalse(passes(LAYER, new float[] {0f, 0f}, new float[] {0f, Float.NaN}));
    assertFalse(passes(LAYER, new float[] {0f, 0f}, new float[] {0f}));
    assertTrue(OutputCheck.of(LAYER).complaint(Double.NaN).contains("no number"));
    assertEquals(
        "its output differs by 2.0e-01, more than 1e-04", OutputCheck.of(LAYER).complaint(0.2));
  }
}
