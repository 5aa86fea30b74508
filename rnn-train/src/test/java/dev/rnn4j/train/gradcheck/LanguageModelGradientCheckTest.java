package dev.rnn4j.train.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellType;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.testkit.LanguageModelCases;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The check that users run on a whole model: silent on right engines, loud on broken ones. */
class LanguageModelGradientCheckTest {
  private static final Options OPTIONS = new Options(1e-2, 1e-2, 5e-7, 24, 1);

  @Provide
  Arbitrary<LanguageModelConfig> configs() {
    return LanguageModelCases.configs().filter(c -> c.activation() != Activation.RELU);
  }

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
  void rightGradientsPass(
      @ForAll("configs") LanguageModelConfig config,
      @ForAll @IntRange(min = 1, max = 4) int steps,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(max = 1000) int seed) {
    for (String kernels : List.of("scalar", "simd")) {
      Kernels chosen = KernelSelection.named(kernels).kernels();
      for (Result result : check(config, steps, batch, seed, chosen)) {
        assertTrue(result.passed(), kernels + ": " + result);
      }
    }
  }

  private static List<Result> check(
      LanguageModelConfig config, int steps, int batch, int seed, Kernels kernels) {
    return new LanguageModelGradientCheck(config, steps, batch, seed, kernels).run(OPTIONS);
  }

  private static LanguageModelConfig config(CellType cell, Activation activation, float dropout) {
    return new LanguageModelConfig(cell, activation, 9, 6, List.of(7, 5), dropout, false);
  }

  @Test
  void everyParameterAndTheInitialStateAreChecked() {
    List<String> names =
        check(config(CellType.LSTM, Activation.TANH, 0), 3, 2, 1, new ScalarKernels()).stream()
            .map(Result::name)
            .toList();
    assertEquals(11 + 4, names.size());
    assertEquals("encoder.weight", names.getFirst());
    assertTrue(names.containsAll(List.of("h(0)_l0", "c(0)_l0", "h(0)_l1", "c(0)_l1")), "" + names);
  }

  @Test
  void kinksOfReluAreCountedAndTheRestPasses() {
    int kinks = 0;
    for (int seed = 1; seed <= 5; seed++) {
      for (Result result :
          check(config(CellType.RNN, Activation.RELU, 0), 4, 2, seed, new ScalarKernels())) {
        kinks += result.kinks();
        assertTrue(result.passed() || result.checked() == 0, result.toString());
      }
    }
    assertTrue(kinks > 0, "no element lay at a kink: this tests nothing");
  }

  @Test
  void aBrokenOperationIsCaught() {
    assertCaught(CellType.LSTM, "lstmBackward");
    assertCaught(CellType.RNN, "activateBackward");
    assertCaught(CellType.GRU, "gruBackward");
    assertCaught(CellType.LSTM, "sumColumns");
    assertCaught(CellType.LSTM, "scatterAddRows");
    assertCaught(CellType.LSTM, "multiplyTransposed");
    assertCaught(CellType.LSTM, "softmaxCrossEntropy");
  }

  private static void assertCaught(CellType cell, String operation) {
    Kernels broken = broken(operation);
    List<Result> results = check(config(cell, Activation.TANH, 0.25f), 3, 2, 1, broken);
    assertFalse(results.stream().allMatch(Result::passed), operation + " is not noticed");
  }

  /** Scalar kernels of which one operation's last matrix comes out a tenth too large. */
  private static Kernels broken(String operation) {
    ScalarKernels right = new ScalarKernels();
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, args) -> {
              try {
                Object result = method.invoke(right, args);
                if (method.getName().equals(operation)) {
                  spoil(args);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void spoil(Object[] args) {
    for (int i = args.length - 1; i >= 0; i--) {
      if (args[i] instanceof Matrix m) {
        for (int r = 0; r < m.rows(); r++) {
          for (int c = 0; c < m.cols(); c++) {
            m.set(r, c, m.get(r, c) * 1.1f);
          }
        }
        return;
      }
    }
  }
}
