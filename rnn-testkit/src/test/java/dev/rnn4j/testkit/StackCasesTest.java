package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rnn4j.core.cell.Cell;
import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * What must hold for every case that the generator of stacks makes, and what must be among them.
 */
class StackCasesTest {
  @Provide
  Arbitrary<StackCase> cases() {
    return StackCases.all();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aCaseIsMadeAgainOfWhatItPrints(@ForAll("cases") StackCase example) {
    StackCase again = new StackCase(example.config(), example.lengths(), example.seed());
    again
        .parameters()
        .forEach(
            (name, values) -> assertArrayEquals(values, example.parameters().get(name), 0, name));
    example.inputs().assertSameBits("inputs", again.inputs());
    example.weights().assertSameBits("weights", again.weights());
    assertEquals(example.dropoutKey(), again.dropoutKey());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void everyValueFitsSinglePrecision(@ForAll("cases") StackCase example) {
    example.parameters().values().forEach(StackCasesTest::assertFloats);
    for (BatchValues values : List.of(example.inputs(), example.weights())) {
      assertFloats(values.elements());
      values.hidden().forEach(StackCasesTest::assertFloats);
      values.cell().forEach(StackCasesTest::assertFloats);
    }
  }

  private static void assertFloats(double[] values) {
    for (double value : values) {
      assertEquals((float) value, value, 0);
    }
  }

  /** Or the contracts would check less than they say. */
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void everythingThatMattersIsAmongManyCases(@ForAll("cases") StackCase example) {
    StackConfig config = example.config();
    for (CellConfig kind : Cells.examples()) {
      occurs(kind.toString(), hasLayer(config, layer -> layer.cell().equals(kind)));
    }
    for (Activation f : Activation.values()) {
      Cell cell = new ElmanCell(f);
      occurs(f.name(), hasLayer(config, layer -> layer.cell().equals(cell)));
    }
    for (int width : new int[] {1, 9, 16, 33}) {
      occurs("H = " + width, hasLayer(config, layer -> layer.hidden() == width));
    }
    for (Directions directions : Directions.values()) {
      occurs(directions.name(), config.directions() == directions);
    }
    occurs("dropout", config.regularization().isRandom());
    occurs("a residual connection", addsInput(config));
    occurs("layers of different kinds", new HashSet<>(config.layers()).size() > 1);
    List<Integer> lengths = example.lengths();
    occurs("an empty, a short and a long sequence", lengths.containsAll(List.of(0, 1, 6)));
    occurs("a batch without a step", Collections.max(lengths) == 0);
    occurs("a full batch", example.batch().isFull() && lengths.contains(6));
  }

  private static void occurs(String what, boolean here) {
    Statistics.label(what).collect(here);
    Statistics.label(what).coverage(seen -> seen.check(true).count(count -> count > 0));
  }

  private static boolean hasLayer(StackConfig config, Predicate<LayerConfig> wanted) {
    return config.layers().stream().anyMatch(wanted);
  }

  private static boolean addsInput(StackConfig config) {
    int last = config.layers().size() - 1;
    return config.residual() && last > 0 && config.outputSize(0) == config.outputSize(last);
  }
}
