package dev.rnn4j.train.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rnn4j.core.kernel.KernelSelection;
import dev.rnn4j.core.kernel.ScalarKernels;
import dev.rnn4j.testkit.SharedData;
import dev.rnn4j.train.gradcheck.GradientCheck.Options;
import dev.rnn4j.train.gradcheck.GradientCheck.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlantedPartsTest {
  private static final Pattern BLOCK = Pattern.compile("```\n(.*?)```", Pattern.DOTALL);

  /** Between two formulas of a line, or a formula and a remark. */
  private static final Pattern WIDE_SPACE = Pattern.compile(",? {3,}");

  @ParameterizedTest
  @CsvSource({"1, scalar", "2, simd", "77, scalar"})
  void everyMistakeIsFoundAndNothingRightIsCalledWrong(long seed, String kernels) {
    List<PlantedParts.Report> reports =
        PlantedParts.run(seed, KernelSelection.named(kernels).kernels());
    assertEquals(4, reports.size());
    for (PlantedParts.Report report : reports) {
      assertFalse(report.isFalseAlarm(), () -> report.part() + ": " + report.right());
      assertEquals(List.of(), report.survivors(), report.part());
      assertTrue(report.outcomes().size() >= 10, report.part());
    }
  }

  /** The formulas that mistakes are variations of: without one, right to the check. */
  @Test
  void theDerivationAsItIsWrittenDownIsRight() {
    for (PlantedPart part : PlantedParts.parts(5, new ScalarKernels())) {
      if (part instanceof WrittenDerivation<?> derivation) {
        assertIsRight(derivation);
      }
    }
  }

  private static <L> void assertIsRight(WrittenDerivation<L> part) {
    CheckedFunction function = new CheckedFunction(part.variables(), part::loss, Options.DEFAULT);
    for (Result result : function.check(() -> part.gradients(part.lines()))) {
      assertTrue(result.passed(), () -> part.name() + ": " + result.sentence());
    }
  }

  /** And no mistake is of a formula that is not there. */
  @Test
  void everyFormulaOfTheBackwardPassOfADecoderHasAMistake() throws IOException {
    Set<String> planted = new TreeSet<>();
    for (PlantedPart part : PlantedParts.parts(1, new ScalarKernels())) {
      if (part.page().equals(PlantedDecoder.PAGE)) {
        part.mistakes().forEach(mistake -> planted.add(mistake.term()));
      }
    }
    assertEquals(formulas(PlantedDecoder.PAGE), planted);
  }

  /** Those in blocks below the first heading "Backward", without the remarks beside them. */
  private static Set<String> formulas(String page) throws IOException {
    Path file = SharedData.repositoryRoot().resolve("docs/derivations").resolve(page);
    String text = Files.readString(file);
    return BLOCK
        .matcher(text)
        .region(text.indexOf("## Backward"), text.length())
        .results()
        .flatMap(block -> block.group(1).lines())
        .map(line -> line.replaceAll(" +(\\+?=)", " $1"))
        .flatMap(WIDE_SPACE::splitAsStream)
        .filter(formula -> formula.contains("="))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void namesAreUnique() {
    for (PlantedPart part : PlantedParts.parts(1, new ScalarKernels())) {
      Set<String> names = new HashSet<>();
      part.mistakes().forEach(mistake -> assertTrue(names.add(mistake.name()), mistake.name()));
    }
  }
}
