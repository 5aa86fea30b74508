package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not belong to the forward pass before it is an error, never stale numbers. */
class LanguageModelPassTest {
  private static final int[] INPUTS = {0, 1, 2, 3, 1, 1};
  private static final int[] TARGETS = {1, 2, 3, -1, 1, 0};
  private static final int[] OTHERS = {0, 1, 2, 3, 1, 2};
  private static final long KEY = 7;

  private final Worker w = Worker.solo();
  private final LanguageModelNetwork dropping = model(0.5f);
  private final LanguageModelNetwork plain = model(0);

  private static LanguageModelNetwork model(float dropout) {
    LanguageModelConfig config =
        new LanguageModelConfig(new LstmCell(), 4, 3, List.of(4, 2), dropout, false);
    Parameters parameters = new Parameters(config.layout());
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      Initializers.uniform(parameters.matrix(entry.name()), 0.5f, new RandomSource(3));
    }
    return LanguageModelNetwork.trainable(config, parameters, new ScalarKernels());
  }

  private static Parameters gradients(LanguageModelNetwork model) {
    return new Parameters(model.parameters().layout());
  }

  private static LanguageModelPass pass(LanguageModelNetwork model) {
    return new LanguageModelPass(model, 3, 2, gradients(model));
  }

  private LanguageModelPass forward(LanguageModelPass pass) {
    pass.forwardTraining(w, INPUTS, KEY);
    return pass;
  }

  private static void refused(String expected, Runnable call) {
    IllegalStateException thrown = assertThrows(IllegalStateException.class, call::run);
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains(expected), message);
  }

  private void backwardRefused(String expected, LanguageModelPass pass) {
    backwardRefused(expected, pass, INPUTS, KEY);
  }

  private void backwardRefused(String expected, LanguageModelPass pass, int[] inputs, long key) {
    refused(expected, () -> pass.backward(w, inputs, TARGETS, 1, key));
  }

  @Test
  void aModelWithDropoutIsDifferentiatedOnlyAfterAForwardPassWithIt() {
    LanguageModelPass pass = pass(dropping);
    pass.forwardTraining(w, INPUTS, KEY); // what the buffers would still hold
    pass.forward(w, INPUTS);
    backwardRefused("forwardTraining", pass);
    pass.forwardTraining(w, INPUTS, KEY + 1);
    backwardRefused("dropout key", pass);
    pass.forwardTraining(w, INPUTS, KEY);
    pass.backward(w, INPUTS, TARGETS, 1, KEY);
  }

  @Test
  void withoutDropoutEitherForwardPassWillDo() {
    Parameters one = gradients(plain);
    Parameters other = gradients(plain);
    LanguageModelPass pass = new LanguageModelPass(plain, 3, 2, one);
    pass.forward(w, INPUTS);
    pass.backward(w, INPUTS, TARGETS, 1, KEY);
    LanguageModelPass training = new LanguageModelPass(plain, 3, 2, other);
    training.forwardTraining(w, INPUTS, 1);
    training.backward(w, INPUTS, TARGETS, 1, 2);
    assertArrayEquals(one.values(), other.values());
  }

  @Test
  void aRefusedBackwardPassWritesNothing() {
    Parameters d = gradients(plain);
    LanguageModelPass pass = new LanguageModelPass(plain, 3, 2, d);
    backwardRefused("no forward pass", pass);
    backwardRefused("other inputs", forward(pass), OTHERS, KEY);
    assertArrayEquals(new float[d.values().length], d.values());
  }

  @Test
  void aBackwardPassThatDoesNotBelongToTheForwardPassBeforeItIsRefused() {
    LanguageModelPass pass = pass(plain);
    backwardRefused("no forward pass", pass);
    pass.forwardTraining(w, INPUTS, KEY);
    backwardRefused("other inputs", pass, OTHERS, KEY);
    backwardRefused("other inputs", pass, new int[] {0, 1, 2}, KEY);
    pass.backward(w, INPUTS, TARGETS, 1, KEY);
    backwardRefused("has had its backward pass", pass);
    pass.forwardTraining(w, INPUTS, KEY);
    plain.repack(w);
    backwardRefused("repacked", pass);
    pass.forwardTraining(w, INPUTS, KEY);
    pass.begin(plain.newState(2));
    backwardRefused("since the state was set", pass);
  }

  @Test
  void inputsThatWereChangedInPlaceAreNoticed() {
    LanguageModelPass pass = pass(plain);
    int[] inputs = INPUTS.clone();
    pass.forwardTraining(w, inputs, KEY);
    inputs[5] = 3;
    backwardRefused("other inputs", pass, inputs, KEY);
  }

  @Test
  void lossesAreThoseOfTheLastForwardPass() {
    LanguageModelPass pass = pass(plain);
    refused("no forward pass", () -> pass.loss(w, TARGETS));
    refused("no losses", pass::totalLoss);
    pass.forward(w, INPUTS);
    refused("no losses", pass::totalLoss);
    assertThrows(IllegalArgumentException.class, () -> pass.loss(w, new int[] {9, 9, 9, 9, 9, 9}));
    refused("no losses", pass::totalLoss);
    pass.loss(w, TARGETS);
    double loss = pass.totalLoss();
    pass.backward(w, INPUTS, TARGETS, 1, KEY);
    assertEquals(loss, pass.totalLoss(), 1e-6);
    refused("replaced the logits", () -> pass.loss(w, TARGETS));
    pass.forward(w, INPUTS);
    refused("no losses", pass::totalLoss);
  }

  @Test
  void aPassMadeForUseHasNoBackwardPass() {
    LanguageModelPass pass = new LanguageModelPass(dropping, 3, 2);
    refused("without a backward pass", () -> pass.forwardTraining(w, INPUTS, KEY));
    pass.forward(w, INPUTS);
    backwardRefused("without a backward pass", pass);
  }

  @Test
  void theStateAfterAWindowIsThatOfThisWindow() {
    LanguageModelPass pass = pass(plain);
    refused("no forward pass", () -> pass.end(plain.newState(2)));
    pass.begin(SequenceBatch.full(2, 2), plain.newState(2));
    refused("no forward pass", () -> pass.end(plain.newState(2)));
    pass.forward(w, INPUTS);
    assertEquals(4, pass.logits().rows());
    pass.end(plain.newState(2));
  }

  @Test
  void aStateOfAnotherShapeIsRefused() {
    LanguageModelPass pass = pass(plain);
    pass.forward(w, INPUTS);
    for (int batch : new int[] {1, 3}) {
      assertThrows(IllegalArgumentException.class, () -> pass.begin(plain.newState(batch)));
      assertThrows(IllegalArgumentException.class, () -> pass.end(plain.newState(batch)));
    }
  }

  @Test
  void tooFewTokensAreRefusedAndLeaveTheLastPassAsItWas() {
    LanguageModelPass pass = pass(plain);
    pass.forward(w, INPUTS);
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> pass.forward(w, new int[5]));
    assertEquals("6 tokens are needed, got 5", thrown.getMessage());
    assertThrows(
        IndexOutOfBoundsException.class, () -> pass.forward(w, new int[] {0, 0, 0, 0, 0, 4}));
    pass.backward(w, INPUTS, TARGETS, 1, KEY);
  }

  /** Every worker refuses, so none waits for another. */
  @Test
  void workersRefuseTogether() {
    LanguageModelPass pass = pass(plain);
    try (Workers workers = new Workers(3)) {
      for (int n = 0; n < 50; n++) {
        workers.run(v -> {
          pass.forwardTraining(v, INPUTS, KEY);
          pass.backward(v, INPUTS, TARGETS, 1, KEY);
          assertTrue(pass.totalLoss() > 0);
        });
        refused(
            "has had its backward pass",
            () -> workers.run(v -> pass.backward(v, INPUTS, TARGETS, 1, KEY)));
      }
    }
  }
}
