package dev.rnn4j.train.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarriedStateGradientCheckTest {
  private static final Options FEW = Options.DEFAULT.withSample(20);

  private static LanguageModelConfig config(CellConfig cell, float dropout) {
    int output = cell.outputSize(4);
    return new LanguageModelConfig(cell, 7, output, List.of(5, 4), dropout, dropout > 0);
  }

  @Test
  void gradientsOfWindowsWithTheStateCarriedOverAreRight() {
    for (CellConfig cell : CellConfig.all()) {
      for (float dropout : new float[] {0, 0.25f}) {
        for (String name : List.of("scalar", "simd")) {
          Kernels kernels = KernelSelection.named(name).kernels();
          LanguageModelConfig config = config(cell, dropout);
          List<Result> results =
              new CarriedStateGradientCheck(config, 2, 4, 2, 5, kernels).run(FEW);
          for (Result result : results) {
            assertFalse(result.isWrong(), config + ": " + result.sentence());
            boolean large = result.name().contains("_l1") || result.name().contains("coder");
            assertTrue(result.passed() || !large, config + ": " + result.sentence());
          }
          assertTrue(results.stream().anyMatch(r -> r.name().equals("h(0)_l1")), "" + results);
        }
      }
    }
  }

  /** Only what comes after the first window, whose state is given, can show it. */
  @Test
  void aStateThatIsNotCarriedOverIsFound() {
    for (CellConfig cell : CellConfig.all()) {
      LanguageModelGradientCheck whole = whole(cell);
      List<Result> results = new CarriedStateGradientCheck(whole, 2, false).run(FEW);
      for (Result result : results) {
        boolean ofTheFirst = result.name().startsWith("h(0)") || result.name().startsWith("c(0)");
        assertFalse(ofTheFirst && result.isWrong(), result.sentence());
        boolean ofThePast = result.name().contains("weight_hh");
        assertTrue(!ofThePast || result.isWrong(), result.sentence());
      }
    }
  }

  /** What one long window would add is the influence through the state at the border. */
  @Test
  void theGradientEndsAtTheBorderOfAWindow() {
    for (CellConfig cell : CellConfig.all()) {
      LanguageModelGradientCheck whole = whole(cell);
      CarriedStateGradientCheck windows = new CarriedStateGradientCheck(whole, 2, true);
      windows.backward();
      Matrix output = windows.sum().matrix("decoder.weight").copy();
      Matrix recurrent = windows.sum().matrix("rnn.weight_hh_l0").copy();
      whole.backward();
      assertEquals(
          0, apart(output, whole.gradients().matrix("decoder.weight")), 1e-5, "nothing is cut");
      assertTrue(
          apart(recurrent, whole.gradients().matrix("rnn.weight_hh_l0")) > 1e-3, cell.name());
    }
  }

  /** The windows' losses are means over half as many tokens. */
  private static double apart(Matrix ofWindows, Matrix ofWhole) {
    double most = 0;
    double largest = 0;
    for (int r = 0; r < ofWhole.rows(); r++) {
      for (int c = 0; c < ofWhole.cols(); c++) {
        double right = ofWhole.get(r, c);
        most = Math.max(most, Math.abs(ofWindows.get(r, c) / 2 - right));
        largest = Math.max(largest, Math.abs(right));
      }
    }
    return most / largest;
  }

  private static LanguageModelGradientCheck whole(CellConfig cell) {
    return new LanguageModelGradientCheck(config(cell, 0), 8, 2, 5, new ScalarKernels());
  }

  @Test
  void oneWindowCarriesNothing() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new CarriedStateGradientCheck(whole(CellConfig.all().get(0)), 1, true))
            .getMessage();
    assertTrue(message.contains("two windows or more, not 1"), message);
  }
}
