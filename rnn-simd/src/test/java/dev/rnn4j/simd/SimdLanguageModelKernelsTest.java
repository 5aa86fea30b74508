package dev.rnn4j.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.testkit.KernelProbe;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Without C2 a vector is an object: the scalar kernels are faster, and it is said why. */
  @ParameterizedTest
  @CsvSource({
    "-Xint, this JVM only interprets",
    "-XX:-UseCompiler, this JVM only interprets",
    "-XX:TieredStopAtLevel=0, this JVM only interprets",
    "-XX:TieredStopAtLevel=1, this JVM compiles without C2",
    "-XX:TieredStopAtLevel=2, this JVM compiles without C2",
    "-XX:TieredStopAtLevel=3, this JVM compiles without C2",
    "-XX:CompilationMode=quick-only, this JVM compiles without C2",
    "-XX:-UseFMA, this JVM has no fused multiply-add"
  })
  void whereVectorCodeIsSlowTheScalarKernelsRunAndSayWhy(String option, String reason) {
    String answer = ask(VECTORS, option);
    assertTrue(answer.contains("selected scalar: " + reason), answer);
    assertTrue(answer.contains("slow scalar kernels in use: " + reason), answer);
    assertTrue(answer.contains(FORCED + "simd would take the vector kernels"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-XX:-TieredCompilation", "-XX:CompilationMode=high-only", "-XX:+UseSerialGC"})
  void optionsThatLeaveC2ItsWorkLeaveTheVectorKernels(String option) {
    String answer = ask(VECTORS, option);
    assertTrue(answer.contains("selected simd: fastest available"), answer);
  }

  @Test
  void vectorKernelsCanBeForcedWhereTheyAreSlow() {
    String answer = ask(VECTORS, FORCED + "simd", "-XX:TieredStopAtLevel=1");
    assertTrue(answer.contains("selected simd: asked for"), answer);
  }

  /** A runtime image without the module that tells the options of the JVM. */
  @Test
  void aJvmThatDoesNotTellItsOptionsIsAskedForItsMode() {
    String only = "--limit-modules=java.base,java.logging,jdk.incubator.vector";
    String answer = ask(VECTORS, only);
    assertTrue(answer.contains("selected simd: fastest available"), answer);
    answer = ask(VECTORS, only, "-XX:TieredStopAtLevel=1");
    assertTrue(answer.contains("selected scalar: this JVM compiles without C2"), answer);
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
