package dev.rnn4j.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.testkit.KernelProbe;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Which kernels a model runs on where the vector kernels are present, and what it says about it.
 */
class SimdLanguageModelKernelsTest {
  private static final String FORCED = "-D" + KernelSelection.PROPERTY + "=";
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @Test
  void theVectorKernelsRunIfTheyCan() {
    String answer = ask(VECTORS);
    assertTrue(answer.contains("selected simd: fastest available"), answer);
  }

  @Test
  void withoutTheVectorModuleTheScalarKernelsRunAndSaySo() {
    String answer = ask("-showversion");
    assertTrue(answer.contains("selected scalar: module jdk.incubator.vector"), answer);
    assertTrue(answer.contains("slow scalar kernels in use"), answer);
    assertTrue(answer.contains("--add-modules jdk.incubator.vector"), answer);
  }

  @Test
  void forcingVectorKernelsThatCannotRunIsRefused() {
    String answer = ask(FORCED + "simd");
    assertTrue(answer.contains("refused"), answer);
    assertTrue(answer.contains("--add-modules jdk.incubator.vector"), answer);
  }

  @Test
  void scalarKernelsCanBeForcedBesideVectorKernels() {
    String answer = ask(FORCED + "scalar", VECTORS);
    assertTrue(answer.contains("selected scalar: asked for"), answer);
  }

  @Test
  void anUnknownVectorWidthIsRefused() {
    String answer = ask(VECTORS, "-D" + VectorBits.PROPERTY + "=100");
    assertTrue(answer.contains("must be 128, 256 or 512, not \"100\""), answer);
    assertTrue(!answer.contains("selected"), answer);
  }

  @Test
  void theProviderOffersThemHereToo() {
    assertEquals("simd", KernelSelection.named("simd").kernels().name());
  }

  private static String ask(String... options) {
    return KernelProbe.ask(List.of(options), SimdKernelProvider.class);
  }
}
