package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellType;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.kernel.Workers;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.text.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not belong to the forward pass before it is an error, never stale numbers. */
class LanguageModelPassTest {
  private static final int[] INPUTS = {0, 1, 2, 3, 1, 1};
  private static final int[] TARGETS = {1, 2, 3, -1, 1, 0};
  private static final int[] OTHERS = {0, 1, 2, 3, 1, 2};
  private static final long KEY = 7;

  private final Worker w = Worker.solo();
  private final LanguageModel dropping = model(0.5f);
  private final LanguageModel plain = model(0);

  private static LanguageModel model(float dropout) {
    LanguageModelConfig config =
        new LanguageModelConfig(
            CellType.LSTM, Activation.TANH, 4, 3, List.of(4, 2), dropout, false);
    Parameters parameters = new Parameters(LanguageModel.layout(config));
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      Initializers.uniform(parameters.matrix(entry.name()), 0.5f, new RandomSource(3));
    }
    Vocabulary vocabulary =
        new Vocabulary(Vocabulary.Level.WORD, List.of("<eos>", "<unk>", "a", "b"));
    return LanguageModel.trainable(config, vocabulary, parameters, new ScalarKernels());
  }

  private static LanguageModelPass pass(LanguageModel model) {
    return new LanguageModelPass(model, 3, 2, true);
  }

  private static void refused(String expected, Runnable call) {
    IllegalStateException thrown = assertThrows(IllegalStateException.class, call::run);
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains(expected), message);
  }

  private void backwardRefused(String expected, LanguageModel model, LanguageModelPass pass) {
    backwardRefused(expected, model, pass, INPUTS, KEY);
  }

  private void backwardRefused(
      String expected, LanguageModel model, LanguageModelPass pass, int[] inputs, long key) {
    Gradients d = new Gradients(model);
    refused(expected, () -> pass.backward(w, inputs, TARGETS, 1, key, d));
    assertArrayEquals(new float[d.values().values().length], d.values().values());
  }

  @Test
  void aModelWithDropoutIsDifferentiatedOnlyAfterAForwardPassWithIt() {
    LanguageModelPass pass = pass(dropping);
    pass.forwardTraining(w, INPUTS, KEY); // what the buffers would still hold
    pass.forward(w, INPUTS);
    backwardRefused("forwardTraining", dropping, pass);
    pass.forwardTraining(w, INPUTS, KEY + 1);
    backwardRefused("dropout key", dropping, pass);
    pass.forwardTraining(w, INPUTS, KEY);
    pass.backward(w, INPUTS, TARGETS, 1, KEY, new Gradients(dropping));
  }

  @Test
  void withoutDropoutEitherForwardPassWillDo() {
    LanguageModelPass pass = pass(plain);
    Gradients one = new Gradients(plain);
    Gradients other = new Gradients(plain);
    pass.forward(w, INPUTS);
    pass.backward(w, INPUTS, TARGETS, 1, KEY, one);
    pass.forwardTraining(w, INPUTS, 1);
    pass.backward(w, INPUTS, TARGETS, 1, 2, other);
    assertArrayEquals(one.values().values(), other.values().values());
  }

  @Test
  void aBackwardPassThatDoesNotBelongToTheForwardPassBeforeItIsRefused() {
    LanguageModelPass pass = pass(plain);
    backwardRefused("no forward pass", plain, pass);
    pass.forwardTraining(w, INPUTS, KEY);
    backwardRefused("other inputs", plain, pass, OTHERS, KEY);
    backwardRefused("other inputs", plain, pass, new int[] {0, 1, 2}, KEY);
    backwardRefused("window of 6 tokens, not of 4", plain, pass.shortened(2));
    pass.backward(w, INPUTS, TARGETS, 1, KEY, new Gradients(plain));
    backwardRefused("has had its backward pass", plain, pass);
    pass.forwardTraining(w, INPUTS, KEY);
    plain.repack(w);
    backwardRefused("repacked", plain, pass);
    pass.forwardTraining(w, INPUTS, KEY);
    pass.begin(plain.newState(2));
    backwardRefused("since the state was set", plain, pass);
    pass.shortened(2).forwardTraining(w, INPUTS, KEY);
    backwardRefused("window of 4 tokens, not of 6", plain, pass);
    pass.shortened(2).backward(w, INPUTS, TARGETS, 1, KEY, new Gradients(plain));
  }

  @Test
  void inputsThatWereChangedInPlaceAreNoticed() {
    LanguageModelPass pass = pass(plain);
    int[] inputs = INPUTS.clone();
    pass.forwardTraining(w, inputs, KEY);
    inputs[5] = 3;
    backwardRefused("other inputs", plain, pass, inputs, KEY);
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
    refused("window of 6 tokens, not of 4", () -> pass.shortened(2).totalLoss());
    pass.backward(w, INPUTS, TARGETS, 1, KEY, new Gradients(plain));
    assertEquals(loss, pass.totalLoss(), 1e-6);
    refused("replaced the logits", () -> pass.loss(w, TARGETS));
    pass.forward(w, INPUTS);
    refused("no losses", pass::totalLoss);
  }

  @Test
  void theGradientOfTheInputIsThatOfTheLastBackwardPass() {
    LanguageModelPass pass = pass(plain);
    pass.forward(w, INPUTS);
    refused("no backward pass", pass::inputGradient);
    pass.backward(w, INPUTS, TARGETS, 1, KEY, new Gradients(plain));
    assertEquals(6, pass.inputGradient().rows());
    plain.repack(w);
    refused("repacked", pass::inputGradient);
    pass.forward(w, INPUTS);
    refused("no backward pass", pass::inputGradient);
  }

  @Test
  void aPassMadeForUseHasNoBackwardPass() {
    LanguageModelPass pass = new LanguageModelPass(dropping, 3, 2, false);
    refused("without a backward pass", () -> pass.forwardTraining(w, INPUTS, KEY));
    pass.forward(w, INPUTS);
    backwardRefused("without a backward pass", dropping, pass);
  }

  @Test
  void theStateAfterAWindowIsThatOfThisWindow() {
    LanguageModelPass pass = pass(plain);
    refused("no forward pass", () -> pass.end(plain.newState(2)));
    pass.shortened(2).forward(w, INPUTS);
    refused("of 2 steps, not of 3", () -> pass.end(plain.newState(2)));
    pass.shortened(2).end(plain.newState(2));
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
    pass.backward(w, INPUTS, TARGETS, 1, KEY, new Gradients(plain));
  }

  /** Every worker refuses, so none waits for another. */
  @Test
  void workersRefuseTogether() {
    LanguageModelPass pass = pass(plain);
    try (Workers workers = new Workers(3)) {
      Gradients d = new Gradients(plain);
      for (int n = 0; n < 50; n++) {
        workers.run(v -> {
          pass.forwardTraining(v, INPUTS, KEY);
          pass.backward(v, INPUTS, TARGETS, 1, KEY, d);
          assertTrue(pass.totalLoss() > 0);
        });
        refused(
            "has had its backward pass",
            () -> workers.run(v -> pass.backward(v, INPUTS, TARGETS, 1, KEY, d)));
      }
    }
  }
}
