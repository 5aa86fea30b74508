package dev.rnn4j.core.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the gradients of a question answerer leave out: scores that are far from each other. */
class QueryAttentionPassTest {
  private static final SequenceBatch BATCH = SequenceBatch.of(2, 1, 0);

  @Test
  void scoresBeyondTheRangeOfExpStayWeights() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    QueryAttention.declare(layout, "a.", 2, 1);
    Parameters parameters = new Parameters(layout.build());
    Arrays.fill(parameters.matrix("a.bias").data(), 1e4f);
    QueryAttention attention = new QueryAttention(parameters, "a.", new ScalarKernels(), false);
    QueryAttentionPass pass = attention.newPass(BATCH.rows(), BATCH.batch(), null);
    pass.shape(BATCH);
    Matrix x = Matrix.zeros(BATCH.rows(), 2);
    x.set(BATCH.row(0, 0), 0, 1);
    x.set(BATCH.row(1, 0), 1, 3);
    x.set(BATCH.row(0, 1), 1, -5);
    Matrix y = Matrix.zeros(3, 2);
    pass.forward(Worker.solo(), x, Matrix.zeros(3, 1), y);
    assertArrayEquals(new float[] {0, 1}, pass.weights(0));
    assertArrayEquals(new float[] {1}, pass.weights(1));
    assertArrayEquals(new float[] {0, 3, 0, -5, 0, 0}, y.data());
  }
}
