package dev.rnn4j.core.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not belong to the forward pass before it is an error, never stale numbers. */
class HeadPassTest {
  private static final SequenceBatch TWO = SequenceBatch.full(1, 2);

  private final Worker w = Worker.solo();
  private final Matrix x = Matrix.zeros(2, 3);

  private static void refused(String expected, Runnable call) {
    IllegalStateException thrown = assertThrows(IllegalStateException.class, call::run);
    assertTrue(String.valueOf(thrown.getMessage()).contains(expected), thrown.getMessage());
  }

  private static Parameters softmaxParameters() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    SoftmaxHead.declare(layout, SoftmaxHead.Names.of("o."), 4, 3);
    return new Parameters(layout.build());
  }

  private static Parameters errorParameters() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    RegressionHead.declare(layout, "o.", 4, 3);
    return new Parameters(layout.build());
  }

  @Test
  void aSoftmaxIsDifferentiatedOnceAfterItsForwardPass() {
    Parameters parameters = softmaxParameters();
    SoftmaxHead head =
        new SoftmaxHead(SoftmaxHead.Names.of("o."), parameters, new ScalarKernels(), true);
    SoftmaxPass pass = head.newPass(5, new Parameters(parameters.layout()));
    assertOrderIsKept(pass, new int[] {1, 3}, () -> head.repack(w));
    assertEquals(2 * Math.log(4), pass.totalLoss(), 1e-6);
  }

  @Test
  void anAdaptiveSoftmaxIsDifferentiatedOnceAfterItsForwardPass() {
    ParameterLayout.Builder layout = ParameterLayout.builder();
    AdaptiveClusters clusters = new AdaptiveClusters(4, List.of(2));
    AdaptiveSoftmaxHead.declare(layout, "o.", clusters, 3);
    Parameters parameters = new Parameters(layout.build());
    AdaptiveSoftmaxHead head =
        new AdaptiveSoftmaxHead("o.", clusters, parameters, new ScalarKernels(), true);
    AdaptiveSoftmaxPass pass = head.newPass(5, new Parameters(parameters.layout()));
    assertOrderIsKept(pass, new int[] {1, 3}, () -> head.repack(w));
    assertEquals(2 * Math.log(3) + Math.log(2), pass.totalLoss(), 1e-6);
    refused("has had its backward pass", pass::logits);
  }

  @Test
  void aSquaredErrorIsDifferentiatedOnceAfterItsForwardPass() {
    Parameters parameters = errorParameters();
    RegressionHead head =
        new RegressionHead(
            "o.", parameters, new ScalarKernels(), true, new RegressionLoss.Squared());
    RegressionHead.Pass pass = head.newPass(5, new Parameters(parameters.layout()));
    Matrix targets = Matrix.zeros(2, 4);
    targets.set(1, 2, 3);
    assertOrderIsKept(pass, targets, () -> head.repack(w));
    assertEquals(4.5, pass.totalLoss());
  }

  private <T> void assertOrderIsKept(HeadPass<T> pass, T targets, Runnable repack) {
    Matrix dx = Matrix.zeros(2, 3);
    pass.shape(TWO);
    refused("no forward pass", () -> pass.loss(w, targets));
    refused("no forward pass", () -> pass.backward(w, x, targets, 1, dx));
    pass.forward(w, x);
    refused("no losses", pass::totalLoss);
    pass.loss(w, targets);
    pass.backward(w, x, targets, 1, dx);
    refused("has had its backward pass", () -> pass.backward(w, x, targets, 1, dx));
    refused("has had its backward pass", () -> pass.loss(w, targets));
    pass.forward(w, x);
    repack.run();
    refused("packed anew", () -> pass.backward(w, x, targets, 1, dx));
    pass.shape(TWO);
    refused("no forward pass", () -> pass.backward(w, x, targets, 1, dx));
    assertThrows(IllegalArgumentException.class, () -> pass.shape(SequenceBatch.full(2, 3)));
    pass.forward(w, x);
    pass.backward(w, x, targets, 1, dx);
  }
}
