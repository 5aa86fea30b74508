package dev.rnn4j.train.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The check that users run on a whole model: silent on right engines, loud on broken ones. */
class LanguageModelGradientCheckTest {
  private static final Options OPTIONS = Options.DEFAULT.withSample(24);

  @Provide
  Arbitrary<LanguageModelConfig> configs() {
    return LanguageModelCases.configs();
  }

  /**
   * Layers of a single unit may have gradients below what rounding leaves of them: undecided is
   * then the truth, but nothing right is ever called wrong.
   */
  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void rightGradientsAreNeverCalledWrong(
      @ForAll("configs") LanguageModelConfig config,
      @ForAll @IntRange(min = 1, max = 4) int steps,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(max = 1000) int seed) {
    for (String kernels : List.of("scalar", "simd")) {
      Kernels chosen = KernelSelection.named(kernels).kernels();
      for (Result result : check(config, steps, batch, seed, chosen)) {
        assertEquals(0, result.wrong(), kernels + ": " + result.sentence());
      }
    }
  }

  /** Found by the property above: the noise was taken for 0 where the loss stands still. */
  @ParameterizedTest
  @ValueSource(strings = {"scalar", "simd"})
  void whatRoundingHidesFromTheLossIsUndecided(String kernels) {
    CellConfig sigmoid = new ElmanCell(Activation.SIGMOID);
    LanguageModelConfig thin = new LanguageModelConfig(sigmoid, 2, 1, List.of(1, 1, 1), 0, false);
    for (int seed = 0; seed < 40; seed++) {
      for (Result result : check(thin, 1, 1, seed, KernelSelection.named(kernels).kernels())) {
        assertEquals(0, result.wrong(), kernels + ", seed " + seed + ": " + result.sentence());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void rightGradientsPassWithAnySeed(CellConfig cell) {
    for (int seed = 1; seed <= 12; seed++) {
      float dropout = seed % 2 == 0 ? 0.3f : 0;
      boolean tied = seed % 3 == 0;
      LanguageModelConfig config =
          new LanguageModelConfig(cell, 9, 6, List.of(7, 6), dropout, tied);
      GradientCheck.assertPassed(check(config, 5, 3, seed, new ScalarKernels()));
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void rightGradientsOfAnAdaptiveSoftmaxPass(CellConfig cell) {
    LanguageModelConfig adaptive = config(cell, 0).withCutoffs(List.of(3, 5));
    GradientCheck.assertPassed(check(adaptive, 5, 3, 1, new ScalarKernels()));
  }

  @Test
  void rightGradientsOfALearnedStartPass() {
    for (CellConfig cell : CellConfig.all()) {
      LanguageModelConfig learned = config(cell, 0.2f).withLearnedStart(true);
      List<Result> results = check(learned, 5, 3, 1, new ScalarKernels());
      GradientCheck.assertPassed(results);
      assertTrue(results.stream().anyMatch(r -> r.name().equals("rnn.initial_h_l1")));
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void rightGradientsPassUnderALossOverManyTokensAndInWideLayers(CellConfig cell) {
    Options few = Options.DEFAULT.withSample(6);
    LanguageModelConfig small = config(cell, 0.2f);
    for (Result result :
        new LanguageModelGradientCheck(small, 40, 20, 1, new ScalarKernels()).run(few)) {
      assertEquals(0, result.wrong(), result.sentence());
      // the kinks of 800 tokens lie closer together than floats can tell apart
      assertTrue(result.passed() || cell.activation() == Activation.RELU, result.sentence());
    }
    LanguageModelConfig wide = new LanguageModelConfig(cell, 30, 20, List.of(64), 0, false);
    GradientCheck.assertPassed(
        new LanguageModelGradientCheck(wide, 6, 4, 1, new ScalarKernels()).run(few));
  }

  static Stream<Arguments> cells() {
    Stream<Arguments> simple =
        Arrays.stream(Activation.values()).map(a -> Arguments.of(new ElmanCell(a)));
    return Stream.concat(
        simple, Stream.of(Arguments.of(new LstmCell()), Arguments.of(new GruCell())));
  }

  private static List<Result> check(
      LanguageModelConfig config, int steps, int batch, int seed, Kernels kernels) {
    return new LanguageModelGradientCheck(config, steps, batch, seed, kernels).run(OPTIONS);
  }

  private static LanguageModelConfig config(CellConfig cell, float dropout) {
    return new LanguageModelConfig(cell, 9, 6, List.of(7, 5), dropout, false);
  }

  @Test
  void everyParameterAndTheInitialStateAreChecked() {
    List<String> names =
        check(config(new LstmCell(), 0), 3, 2, 1, new ScalarKernels()).stream()
            .map(Result::name)
            .toList();
    assertEquals(11 + 4, names.size());
    assertEquals("encoder.weight", names.getFirst());
    assertTrue(names.containsAll(List.of("h(0)_l0", "c(0)_l0", "h(0)_l1", "c(0)_l1")), "" + names);
  }

  @Test
  void rightNetworksOfReluPassAmongTheirKinks() {
    LanguageModelConfig two =
        new LanguageModelConfig(new ElmanCell(Activation.RELU), 13, 12, List.of(12, 12), 0, false);
    Options all = Options.DEFAULT;
    int kinks = 0;
    for (int seed = 1; seed <= 3; seed++) {
      List<Result> results =
          new LanguageModelGradientCheck(two, 20, 3, seed, new ScalarKernels()).run(all);
      GradientCheck.assertPassed(results);
      kinks += results.stream().mapToInt(Result::kinks).sum();
    }
    assertTrue(kinks > 0, "no element lay at a kink: this tests nothing");
  }

  @Test
  void aBrokenOperationIsCaught() {
    assertCaught(new LstmCell(), "lstmBackward");
    assertCaught(new ElmanCell(Activation.TANH), "activateBackward");
    assertCaught(new GruCell(), "gruBackward");
    assertCaught(new LstmCell(), "sumColumns");
    assertCaught(new LstmCell(), "scatterAddRows");
    assertCaught(new LstmCell(), "multiplyTransposed");
    assertCaught(new LstmCell(), "softmaxCrossEntropy");
  }

  private static void assertCaught(CellConfig cell, String operation) {
    Kernels broken = broken(operation);
    List<Result> results = check(config(cell, 0.25f), 3, 2, 1, broken);
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
