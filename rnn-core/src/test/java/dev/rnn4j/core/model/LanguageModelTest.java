package dev.rnn4j.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellType;
import dev.rnn4j.core.kernel.Activation;
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
    return new LanguageModelConfig(
        CellType.LSTM, Activation.TANH, vocabulary, 3, List.of(4), 0.5f, false);
  }

  private static LanguageModel model(boolean trainable) {
    Parameters parameters = new Parameters(LanguageModel.layout(config(4)));
    ScalarKernels kernels = new ScalarKernels();
    return trainable
        ? LanguageModel.trainable(config(4), VOCABULARY, parameters, kernels)
        : LanguageModel.of(config(4), VOCABULARY, parameters, kernels);
  }

  @Test
  void aVocabularyOfAnotherSizeIsRefusedWithBothSizes() {
    Parameters parameters = new Parameters(LanguageModel.layout(config(5)));
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> LanguageModel.of(config(5), VOCABULARY, parameters, new ScalarKernels()));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("4") && message.contains("5"), message);
  }

  @Test
  void parametersOfAnotherModelAreRefused() {
    Parameters parameters = new Parameters(LanguageModel.layout(config(5)));
    assertThrows(
        IllegalArgumentException.class,
        () -> LanguageModel.of(config(4), VOCABULARY, parameters, new ScalarKernels()));
  }

  @Test
  void aModelMadeForUseCannotBeTrained() {
    LanguageModel model = model(false);
    assertFalse(model.isTrainable());
    assertThrows(IllegalStateException.class, () -> new LanguageModelPass(model, 2, 2, true));
    assertEquals(4, new LanguageModelPass(model, 2, 2, false).logits().rows());
  }

  @Test
  void roundedWeightsCannotBeTrained() {
    Parameters rounded = new Parameters(LanguageModel.layout(config(4))).in(WeightFormat.BFLOAT16);
    ScalarKernels kernels = new ScalarKernels();
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> LanguageModel.trainable(config(4), VOCABULARY, rounded, kernels));
    assertEquals(
        "training needs weights of f32, not of bf16, which are for models in use",
        thrown.getMessage());
    assertFalse(LanguageModel.of(config(4), VOCABULARY, rounded, kernels).isTrainable());
  }

  @Test
  void aWindowThatFitsNoArrayIsRefused() {
    LanguageModel model = model(true);
    assertThrows(
        ArithmeticException.class, () -> new LanguageModelPass(model, 1 << 20, 1 << 20, true));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LanguageModelPass(model, 1 << 10, 1 << 20, false));
  }

  @Test
  void aPassOfTheSameLengthIsNotCopied() {
    LanguageModelPass pass = new LanguageModelPass(model(true), 3, 2, true);
    assertEquals(pass, pass.shortened(3));
    assertEquals(2, pass.shortened(2).steps());
    assertEquals(2, pass.shortened(2).batch());
    assertThrows(IndexOutOfBoundsException.class, () -> pass.shortened(4));
  }

  @Test
  void rowsWithoutATargetCountForNothing() {
    LanguageModel model = model(true);
    LanguageModelPass pass = new LanguageModelPass(model, 2, 2, true);
    pass.forwardTraining(Worker.solo(), new int[] {0, 1, 2, 3}, 0);
    pass.loss(Worker.solo(), new int[] {1, -1, -1, -7});
    assertEquals(Math.log(4), pass.totalLoss(), 1e-7);
    Gradients gradients = new Gradients(model);
    int[] none = {-1, -1, -1, -1};
    pass.backward(Worker.solo(), new int[] {0, 1, 2, 3}, none, 1, 0, gradients);
    assertEquals(0, pass.totalLoss());
    for (float g : gradients.values().values()) {
      assertEquals(0, g);
    }
  }
}
