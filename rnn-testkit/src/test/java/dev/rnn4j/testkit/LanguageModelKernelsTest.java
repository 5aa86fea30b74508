package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.ScalarKernels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which kernels a model runs on where the vector kernels are not on the class path. */
class LanguageModelKernelsTest {
  private static final String FORCED = "-D" + KernelSelection.PROPERTY + "=";

  @Test
  void scalarKernelsRunWhereThereAreNoOthers() {
    String answer = KernelProbe.ask(List.of());
    assertTrue(
        answer.contains("selected scalar: rnn-simd is not on the class path or module path"),
        answer);
  }

  @Test
  void scalarKernelsCanBeForced() {
    String answer = KernelProbe.ask(List.of(FORCED + "scalar"));
    assertTrue(answer.contains("selected scalar: asked for"), answer);
    assertEquals(ScalarKernels.NAME, KernelSelection.named("scalar").kernels().name());
  }

  @Test
  void forcingWhatIsNotThereIsRefused() {
    String answer = KernelProbe.ask(List.of(FORCED + "simd"));
    assertTrue(answer.contains("refused"), answer);
    assertTrue(answer.contains("rnn-simd is not on the class path or module path"), answer);
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    String answer = KernelProbe.ask(List.of(FORCED + "gpu"));
    assertTrue(answer.contains("refused"), answer);
    assertTrue(answer.contains("unknown kernels \"gpu\"; choose scalar or simd"), answer);
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> KernelSelection.named("Scalar"));
    assertTrue(String.valueOf(thrown.getMessage()).contains("\"Scalar\""), thrown.getMessage());
  }
}
