package dev.rnn4j.core.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
    pass.backward(w, input, 7);
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
