package dev.rnn4j.train.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.GruCell.Reset;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.core.model.LanguageModelConfig;
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
  /** Every kind of cell with each of its options. */
  private static List<CellConfig> cells() {
    Stream<CellConfig> simple = Arrays.stream(Activation.values()).map(ElmanCell::new);
    Stream<CellConfig> gated =
        Stream.of(new LstmCell(0, true), new LstmCell(3, true), new GruCell(Reset.BEFORE));
    Stream<CellConfig> normalized =
        Stream.of(
            new ElmanCell(Activation.TANH, true),
            new LstmCell(0, false, true),
            new LstmCell(3, false, true),
            new GruCell(Reset.AFTER, true));
    return Stream.of(CellConfig.all().stream(), simple, gated, normalized)
        .flatMap(cells -> cells)
        .distinct()
        .toList();
  }

  private static List<LanguageModelConfig> networks() {
    return cells().stream().flatMap(cell -> PlantedMistakes.networks(cell).stream()).toList();
  }

  @ParameterizedTest
  @CsvSource({"1, scalar", "2, simd", "77, scalar"})
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
    LstmUnit lstm = new LstmUnit();
    GruMistakes.Unit gru = new GruMistakes.Unit();
    List<PlantedMistake> right =
        List.of(
            right("lstmBackward", call -> LstmUnit.backward(call, lstm)),
            right("lstmOutputBackward", call -> LstmUnit.outputBackward(call, lstm)),
            right("lstmStateBackward", call -> LstmUnit.stateBackward(call, lstm)),
            right("gruBackward", call -> GruMistakes.backward(call, gru)),
            right("gruUpdateBackward", call -> GruMistakes.updateBackward(call, gru)),
            right(
                "gruResetBackward",
                call ->
                    OptionMistakes.resetBackward(
                        call, OptionMistakes::daR, OptionMistakes::dhPrev)),
            right(
                "normalizeRowsBackward",
                call -> NormMistakes.backward(call, new NormMistakes.Row())),
            right(
                "activateBackward", call -> SimpleMistakes.backward(call, SimpleMistakes::right)));
    for (LanguageModelConfig config : networks()) {
      Report report = PlantedMistakes.run(config, 3, new ScalarKernels(), right);
      assertEquals(right.size(), report.survivors().size(), config.toString());
      assertTrue(report.outcomes().stream().anyMatch(o -> o.happened() == 12), "" + config);
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
