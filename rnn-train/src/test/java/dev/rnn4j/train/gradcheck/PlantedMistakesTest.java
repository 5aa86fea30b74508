package dev.rnn4j.train.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.testkit.Cells;
import dev.rnn4j.train.gradcheck.PlantedMistakes.Outcome;
import dev.rnn4j.train.gradcheck.PlantedMistakes.Report;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlantedMistakesTest {
  /** Every kind of cell, the simple one with each activation. */
  private static List<CellConfig> cells() {
    Stream<CellConfig> simple = Arrays.stream(Activation.values()).map(ElmanCell::new);
    return Stream.concat(Cells.examples().stream(), simple).distinct().toList();
  }

  private static List<LanguageModelConfig> networks() {
    return networks(cells());
  }

  private static List<LanguageModelConfig> networks(List<CellConfig> cells) {
    return cells.stream().flatMap(cell -> PlantedMistakes.networks(cell).stream()).toList();
  }

  @ParameterizedTest
  @CsvSource({"1, scalar", "2, simd", "77, scalar", "-5, simd"})
  void everyMistakeIsFoundAndNothingRightIsCalledWrong(long seed, String kernels) {
    for (LanguageModelConfig config : networks()) {
      Report report = PlantedMistakes.run(config, seed, KernelSelection.named(kernels).kernels());
      assertFalse(report.isFalseAlarm(), () -> config + ": " + report.right());
      List<String> survivors =
          report.survivors().stream().map(outcome -> outcome.mistake().toString()).toList();
      assertEquals(List.of(), survivors, config.toString());
      for (Outcome outcome : report.outcomes()) {
        assertTrue(outcome.happened() > 0, outcome.mistake() + " never happened in " + config);
      }
    }
  }

  /** A list with a gap would still be found completely. */
  @Test
  void everyOperationOfABackwardPassHasAMistakeInEveryNetwork() {
    for (LanguageModelConfig config : networks()) {
      Set<String> called = new TreeSet<>(PlantedMistakes.operations(config));
      assertTrue(called.size() >= 6, called.toString());
      PlantedMistakes.all().stream()
          .filter(mistake -> mistake.concerns(config))
          .map(PlantedMistake::operation)
          .forEach(called::remove);
      assertEquals(Set.of(), called, "without a mistake in " + config);
    }
  }

  /** The formulas that mistakes are variations of: without one, right to the check. */
  @Test
  void whatIsRightSurvives() {
    List<PlantedMistake> right =
        List.of(
            right("lstmBackward", call -> LstmMistakes.backward(call, new LstmMistakes.Unit())),
            right("gruBackward", call -> GruMistakes.backward(call, new GruMistakes.Unit())),
            right(
                "activateBackward", call -> SimpleMistakes.backward(call, SimpleMistakes::right)));
    for (LanguageModelConfig config : networks(CellConfig.all())) {
      Report report = PlantedMistakes.run(config, 3, new ScalarKernels(), right);
      assertEquals(3, report.survivors().size(), config.toString());
      assertEquals(
          1, report.outcomes().stream().filter(o -> o.happened() == 12).count(), "" + config);
    }
  }

  private static PlantedMistake right(String operation, Consumer<KernelCall> instead) {
    return new PlantedMistake(operation, "", "", operation, config -> true, call -> true, instead);
  }

  @Test
  void everyMistakeHasANameOfItsOwnAndConcernsANetwork() {
    Set<String> names = new HashSet<>();
    for (PlantedMistake mistake : PlantedMistakes.all()) {
      assertTrue(names.add(mistake.name()), "twice: " + mistake);
      assertTrue(networks().stream().anyMatch(mistake::concerns), "for nothing: " + mistake);
    }
    assertTrue(names.size() >= 60, "only " + names.size());
  }
}
