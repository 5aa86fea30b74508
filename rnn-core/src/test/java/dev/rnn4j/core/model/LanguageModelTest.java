package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.text.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What models refuse; what they compute is checked against a reference elsewhere. */
class LanguageModelTest {
  private static final Vocabulary VOCABULARY =
      new Vocabulary(Vocabulary.Level.WORD, List.of("<eos>", "<unk>", "a", "b"));

  private static LanguageModelConfig config(int vocabulary) {
    return new LanguageModelConfig(new LstmCell(), vocabulary, 3, List.of(4), 0.5f, false);
  }

  private static LanguageModelNetwork model(boolean trainable) {
    Parameters parameters = new Parameters(config(4).layout());
    ScalarKernels kernels = new ScalarKernels();
    return trainable
        ? LanguageModelNetwork.trainable(config(4), parameters, kernels)
        : LanguageModelNetwork.of(config(4), parameters, kernels);
  }

  @Test
  void aVocabularyOfAnotherSizeIsRefusedWithBothSizes() {
    Parameters parameters = new Parameters(config(5).layout());
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> LanguageModel.of(config(5), VOCABULARY, parameters, new ScalarKernels()));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("4") && message.contains("5"), message);
  }

  @Test
  void parametersOfAnotherModelAreRefused() {
    Parameters parameters = new Parameters(config(5).layout());
    assertThrows(
        IllegalArgumentException.class,
        () -> LanguageModel.of(config(4), VOCABULARY, parameters, new ScalarKernels()));
  }

  @Test
  void aModelMadeForUseCannotBeTrained() {
    LanguageModelNetwork model = model(false);
    assertFalse(model.isTrainable());
    assertThrows(
        IllegalStateException.class, () -> new LanguageModelPass(model, 2, 2, model.parameters()));
    assertEquals(4, new LanguageModelPass(model, 2, 2).logits().rows());
  }

  @Test
  void roundedWeightsCannotBeTrained() {
    Parameters rounded = new Parameters(config(4).layout()).in(WeightFormat.BFLOAT16);
    ScalarKernels kernels = new ScalarKernels();
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> LanguageModelNetwork.trainable(config(4), rounded, kernels));
    assertEquals(
        "training needs weights of f32, not of bf16, which are for models in use",
        thrown.getMessage());
    assertFalse(LanguageModelNetwork.of(config(4), rounded, kernels).isTrainable());
  }

  @Test
  void aWindowThatFitsNoArrayIsRefused() {
    LanguageModelNetwork model = model(true);
    assertThrows(ArithmeticException.class, () -> new LanguageModelPass(model, 1 << 20, 1 << 20));
    assertThrows(
        IllegalArgumentException.class, () -> new LanguageModelPass(model, 1 << 10, 1 << 20));
  }

  @Test
  void rowsWithoutATargetCountForNothing() {
    LanguageModelNetwork model = model(true);
    Parameters gradients = new Parameters(model.parameters().layout());
    LanguageModelPass pass = new LanguageModelPass(model, 2, 2, gradients);
    pass.forwardTraining(Worker.solo(), new int[] {0, 1, 2, 3}, 0);
    pass.loss(Worker.solo(), new int[] {1, -1, -1, -7});
    assertEquals(Math.log(4), pass.totalLoss(), 1e-7);
    int[] none = {-1, -1, -1, -1};
    pass.backward(Worker.solo(), new int[] {0, 1, 2, 3}, none, 1, 0);
    assertEquals(0, pass.totalLoss());
    for (float g : gradients.values()) {
      assertEquals(0, g);
    }
  }
}
