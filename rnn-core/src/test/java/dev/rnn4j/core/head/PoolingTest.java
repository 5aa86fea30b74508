package dev.rnn4j.core.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.layer.DenseInput;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.RecurrentStack;
import dev.rnn4j.core.layer.StackConfig;
import dev.rnn4j.core.layer.StackPass;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contract of pooling leaves out: ties, what is no number, weights to look at, misuse. */
class PoolingTest {
  private static final SequenceBatch BATCH = SequenceBatch.of(3, 1, 0);

  private final Worker w = Worker.solo();
  private final Kernels kernels = new ScalarKernels();
  private final StackConfig config =
      StackConfig.of(2, new GruCell(), List.of(2), Directions.FORWARD);

  /** A stack whose parameters all have one value, after its forward pass over zeros. */
  private StackPass stack(float value, DenseInput input) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    config.declare(layout, "rnn.");
    Parameters parameters = new Parameters(layout.build());
    Arrays.fill(parameters.values(), value);
    Parameters gradients = new Parameters(parameters.layout());
    RecurrentStack stack = new RecurrentStack(config, parameters, "rnn.", kernels, true);
    StackPass pass = stack.newPass(BATCH.rows(), BATCH.batch(), gradients);
    pass.begin(BATCH, stack.newState(BATCH.batch()));
    pass.forward(w, input);
    return pass;
  }

  private static DenseInput input() {
    return new DenseInput(Matrix.zeros(BATCH.rows(), 2), Matrix.zeros(BATCH.rows(), 2));
  }

  @Test
  void ofEqualValuesTheGradientGoesToTheFirstStep() {
    StackPass stack = stack(0, input());
    PoolingPass pass = new MaxOverTime().newPass(stack);
    Matrix y = Matrix.zeros(3, 2);
    pass.forward(w, y);
    Arrays.fill(y.data(), 1);
    pass.backward(w, y);
    Matrix dx = stack.outputGradient();
    for (int j = 0; j < 2; j++) {
      assertEquals(1, dx.get(BATCH.row(0, 0), j));
      assertEquals(1, dx.get(BATCH.row(0, 1), j));
      assertEquals(0, dx.get(BATCH.row(1, 0), j));
      assertEquals(0, dx.get(BATCH.row(2, 0), j));
    }
  }

  @Test
  void whatIsNoNumberIsSeenInTheMaximum() {
    PoolingPass pass = new MaxOverTime().newPass(stack(Float.NaN, input()));
    Matrix y = Matrix.zeros(3, 2);
    pass.forward(w, y);
    assertArrayEquals(new float[] {Float.NaN, Float.NaN, Float.NaN, Float.NaN, 0, 0}, y.data());
  }

  @Test
  void equalScoresWeighAllStepsOfASequenceAlike() {
    AttentionPooling attention = new AttentionPooling(3);
    AttentionPoolingPass pass =
        (AttentionPoolingPass)
            weights(attention, 0).newPass(stack(0.5f, input()), BATCH.rows(), null);
    pass.forward(w, Matrix.zeros(3, 2));
    Matrix weights = pass.weights();
    assertEquals(1, weights.get(BATCH.row(0, 1), 0));
    for (int t = 0; t < 3; t++) {
      assertEquals(1 / 3f, weights.get(BATCH.row(t, 0), 0));
    }
  }

  @Test
  void scoresBeyondTheRangeOfExpStayWeights() {
    AttentionPooling attention = new AttentionPooling(3);
    AttentionPoolingPass pass =
        (AttentionPoolingPass) weights(attention, 1e4f).newPass(stack(0.5f, input()), 4, null);
    pass.forward(w, Matrix.zeros(3, 2));
    double sum = 0;
    for (int t = 0; t < 3; t++) {
      sum += pass.weights().get(BATCH.row(t, 0), 0);
    }
    assertEquals(1, sum, 1e-6);
  }

  @Test
  void poolingForUseHasNoBackwardPassAndKeepsACopyOfItsParameters() {
    AttentionPooling attention = new AttentionPooling(2);
    Parameters parameters = parameters(attention, 0);
    attention.initialize(parameters, "p.", Initialization.uniform(1), new RandomSource(1));
    float[] before = parameters.values().clone();
    PoolingWeights weights = attention.bind(parameters, "p.", kernels, false);
    Arrays.fill(parameters.values(), 7);
    Parameters copy = new Parameters(parameters.layout());
    weights.copyTo(copy);
    assertArrayEquals(before, copy.values());
    StackPass stack = stack(0, input());
    assertThrows(IllegalStateException.class, () -> weights.newPass(stack, 4, copy));
    PoolingPass pass = weights.newPass(stack, 4, null);
    assertThrows(IllegalStateException.class, () -> pass.backward(w, Matrix.zeros(3, 2)));
  }

  @Test
  void aBackwardPassNeedsTheForwardPassOfTheWeightsAsTheyAre() {
    AttentionPooling attention = new AttentionPooling(2);
    Parameters parameters = parameters(attention, 0.5f);
    PoolingWeights weights = attention.bind(parameters, "p.", kernels, true);
    PoolingPass pass =
        weights.newPass(stack(0.5f, input()), 4, new Parameters(parameters.layout()));
    Matrix y = Matrix.zeros(3, 2);
    assertThrows(IllegalStateException.class, () -> pass.backward(w, y));
    pass.forward(w, y);
    weights.repack(w);
    assertThrows(IllegalStateException.class, () -> pass.backward(w, y));
    pass.forward(w, y);
    pass.backward(w, y);
    assertThrows(IllegalStateException.class, () -> pass.backward(w, y));
  }

  @Test
  void anAttentionSizeOutOfRangeIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new AttentionPooling(0));
    assertTrue(String.valueOf(e.getMessage()).contains("not 0"), e.toString());
  }

  private Parameters parameters(AttentionPooling attention, float value) {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    attention.declare(layout, "p.", config);
    Parameters parameters = new Parameters(layout.build());
    Arrays.fill(parameters.values(), value);
    return parameters;
  }

  private PoolingWeights weights(AttentionPooling attention, float value) {
    return attention.bind(parameters(attention, value), "p.", kernels, false);
  }
}
