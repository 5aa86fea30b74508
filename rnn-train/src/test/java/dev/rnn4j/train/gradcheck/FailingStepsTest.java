package dev.rnn4j.train.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailingStepsTest {
  private static final int STEPS = 4;
  private static final Options FEW = Options.DEFAULT.withSample(40);

  /** By variable, how many of the last steps show a mistake. */
  private static Map<String, Integer> fewest(String mistake) {
    LanguageModelConfig config =
        new LanguageModelConfig(new LstmCell(), 7, 3, List.of(4), 0.25f, false);
    PlantedKernels kernels = new PlantedKernels(new ScalarKernels());
    LanguageModelGradientCheck check =
        new LanguageModelGradientCheck(config, STEPS, 2, 1, kernels.kernels());
    kernels.watch(new KernelCall.Window(check.gradients(), STEPS, 2, config.layers()));
    kernels.plant(
        PlantedMistakes.all().stream().filter(m -> m.name().equals(mistake)).findAny().get());
    List<Result> wrong = check.run(FEW).stream().filter(Result::isWrong).toList();
    return check.fewestSteps(wrong, FEW);
  }

  /** What is not carried back to the state before a step spoils what is computed from that. */
  @Test
  void theWeightsNeedOneStepMoreThanTheStateToShowThatNothingIsCarried() {
    Map<String, Integer> fewest = fewest("lstm: c not carried back");
    assertEquals(1, fewest.get("c(0)_l0"));
    assertEquals(2, fewest.get("rnn.weight_hh_l0"));
    assertEquals(2, fewest.get("rnn.bias_ih_l0"));
    assertNull(fewest.get("decoder.weight"), "is right");
    assertEquals(
        List.of(
            "the gradient of rnn.weight_hh_l0 goes wrong at step 3 of 4: the last 2 steps show"
                + " it, the last 1 do not"),
        FailingSteps.sentences(Map.of("rnn.weight_hh_l0", 2), STEPS));
  }

  @Test
  void whatIsNotAboutTimeShowsInOneStep() {
    Map<String, Integer> fewest = fewest("lstm: half of the forget gate's slope dropped");
    assertEquals(1, fewest.get("rnn.weight_hh_l0"));
    assertTrue(
        FailingSteps.sentences(fewest, STEPS)
            .getFirst()
            .endsWith("goes wrong at step 4 of 4: the last step alone shows it"));
  }

  @Test
  void whatOnlyTheWholeSequenceShowsIsWrongAtItsFirstStep() {
    Map<String, Integer> fewest =
        FailingSteps.fewest(fail("x"), 3, k -> k == 3 ? fail("x") : List.of());
    assertEquals(Map.of("x", 3), fewest);
  }

  private static List<Result> fail(String name) {
    return List.of(new Result(name, 1, 1, 1, 0, 0, 1, 1, 0, java.util.Optional.empty(), 0, 0, 1));
  }
}
