package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.KernelProvider;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarGates;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.kernel.ScalarLosses;
import dev.rnn4j.core.kernel.ScalarMasks;
import dev.rnn4j.core.kernel.ScalarProducts;
import dev.rnn4j.core.kernel.ScalarRows;
import dev.rnn4j.core.kernel.ScalarUpdates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** As a provider of another name offers them; all operations are the scalar ones. */
  @Test
  void kernelsOfAnyNameAreFound(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(KernelProvider.class.getName()), ForeignProvider.class.getName());
    String found = "-Xbootclasspath/a:" + folder;
    String answer = KernelProbe.ask(List.of(found), ForeignProvider.class);
    assertTrue(answer.contains("selected foreign: fastest available"), answer);
    answer = KernelProbe.ask(List.of(found, FORCED + "foreign"), ForeignProvider.class);
    assertTrue(answer.contains("selected foreign: asked for"), answer);
    answer = KernelProbe.ask(List.of(found, FORCED + "gpu"), ForeignProvider.class);
    assertTrue(answer.contains("choose scalar or simd or foreign"), answer);
  }

  /** Offers kernels of another name. */
  public static final class ForeignProvider implements KernelProvider {
    /** Called by the service loader. */
    public ForeignProvider() {}

    @Override
    public String name() {
      return "foreign";
    }

    @Override
    public Optional<String> obstacle() {
      return Optional.empty();
    }

    @Override
    public Kernels create() {
      return new ForeignKernels();
    }
  }

  /** Overrides no operation. */
  private static final class ForeignKernels
      implements Kernels,
          ScalarProducts,
          ScalarGates,
          ScalarMasks,
          ScalarLosses,
          ScalarRows,
          ScalarUpdates {
    @Override
    public String name() {
      return "foreign";
    }

    @Override
    public String description() {
      return "foreign";
    }
  }
}
