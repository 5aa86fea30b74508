package dev.rnn4j.core.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which outputs a stack hands up; its numbers are checked by a contract. */
class StackPassTest {
  private final Worker w = Worker.solo();
  private final DenseInput input = new DenseInput(Matrix.zeros(3, 2));

  private static StackPass pass() {
    List<LayerConfig> layers = List.of(new LayerConfig(new GruCell(), 40));
    StackConfig config = new StackConfig(2, layers, Directions.FORWARD, 0.5f, false);
    ParameterLayout.Builder layout = ParameterLayout.builder();
    config.declare(layout, "");
    Parameters parameters = new Parameters(layout.build());
    config.initialize(parameters, "", Initialization.uniform(1), new RandomSource(1));
    RecurrentStack stack = new RecurrentStack(config, parameters, "", new ScalarKernels(), true);
    StackPass pass = stack.newPass(3, 1, new Parameters(parameters.layout()));
    pass.begin(SequenceBatch.full(3, 1), stack.newState(1));
    return pass;
  }

  /** A model is validated in the pass it is trained in. */
  @Test
  void outputsAreThoseOfTheLastForwardPassWithDropoutOrWithout() {
    StackPass pass = pass();
    pass.forwardTraining(w, input, 7);
    assertNotEquals(0, zeros(pass.output()));
    pass.forward(w, input);
    assertEquals(0, zeros(pass.output()));
    assertThrows(IllegalStateException.class, () -> pass.backward(w, input, 7));
    pass.forwardTraining(w, input, 7);
    assertThrows(IllegalStateException.class, () -> pass.backward(w, input, 8));
    pass.backward(w, input, 7);
  }

  @Test
  void parametersOfAnotherShapeAreRefusedByName() {
    StackConfig wide = StackConfig.of(2, new GruCell(), List.of(5), Directions.FORWARD);
    StackConfig both = StackConfig.of(2, new GruCell(), List.of(4), Directions.SUMMED);
    ParameterLayout.Builder layout = ParameterLayout.builder();
    StackConfig.of(2, new GruCell(), List.of(4), Directions.FORWARD).declare(layout, "");
    Parameters parameters = new Parameters(layout.build());
    assertRefused("weight_ih_l0 has the shape [12, 2]", wide, parameters);
    assertRefused("no parameter named weight_ih_l0_reverse", both, parameters);
  }

  private static void assertRefused(String expected, StackConfig config, Parameters parameters) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> new RecurrentStack(config, parameters, "", new ScalarKernels(), true));
    assertTrue(String.valueOf(thrown.getMessage()).contains(expected), thrown.getMessage());
  }

  /** As a step of a training is repeated: nothing of the step before is left in the gradient. */
  @Test
  void theGradientOfAnEmbeddingIsThatOfOneBackwardPass() {
    StackConfig config = StackConfig.of(2, new GruCell(), List.of(4), Directions.AVERAGED);
    ParameterLayout.Builder layout = ParameterLayout.builder();
    Embedding.declare(layout, "e", 5, 2);
    config.declare(layout, "");
    Parameters parameters = new Parameters(layout.build());
    RandomSource random = new RandomSource(1);
    Embedding.initialize(parameters, "e", Initialization.uniform(1), random);
    config.initialize(parameters, "", Initialization.uniform(1), random);
    Parameters d = new Parameters(parameters.layout());
    ScalarKernels kernels = new ScalarKernels();
    RecurrentStack stack = new RecurrentStack(config, parameters, "", kernels, true);
    Embedding table = Embedding.of(parameters, "e", kernels, true);
    EmbeddingInput tokens = stack.newInput(table, 3, d.matrix("e"), false, null);
    StackPass pass = stack.newPass(3, 1, d);
    float[] first = gradientOfAStep(pass, tokens, d);
    assertArrayEquals(first, gradientOfAStep(pass, tokens, d));
    pass.forward(w, tokens);
    tokens.read(w, new int[] {0, 0, 0});
    assertThrows(IllegalStateException.class, () -> pass.backward(w, tokens, 0));
  }

  private float[] gradientOfAStep(StackPass pass, EmbeddingInput tokens, Parameters d) {
    pass.begin(SequenceBatch.full(3, 1), pass.stack().newState(1));
    tokens.shape(SequenceBatch.full(3, 1));
    tokens.read(w, new int[] {4, 1, 4});
    pass.forward(w, tokens);
    Matrix dy = pass.outputGradient();
    for (int r = 0; r < 3; r++) {
      dy.set(r, 2, 1);
    }
    pass.backward(w, tokens, 0);
    return d.values().clone();
  }

  private static int zeros(Matrix m) {
    int zeros = 0;
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        zeros += m.get(r, c) == 0 ? 1 : 0;
      }
    }
    return zeros;
  }
}
