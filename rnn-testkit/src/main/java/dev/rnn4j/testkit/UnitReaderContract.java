package dev.rnn4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.model.LanguageModel;
import dev.rnn4j.core.model.LanguageModelConfig;
import dev.rnn4j.core.model.Unit;
import dev.rnn4j.core.model.UnitReader;
import dev.rnn4j.testkit.ReferenceCell.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is read of units is what the double-precision reference has, on any kernels. */
public abstract class UnitReaderContract extends SessionContract {
  /** Random small models with a text each. */
  @Provide
  public Arbitrary<LanguageModelCase> cases() {
    return LanguageModelCases.withoutDropout();
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void everyValueOfEveryUnitIsThatOfTheReference(
      @ForAll("cases") LanguageModelCase example) {
    LanguageModel model = EngineRun.inference(example, kernels());
    int[] text = example.inputs();
    for (int layer = 0; layer < example.config().layers(); layer++) {
      List<State> states = reference(example, layer, model.vocabulary().startId(), text);
      int hidden = example.config().hiddenSizes().get(layer);
      CellConfig cell = example.config().cell();
      for (String value : Unit.values(cell)) {
        int units = value.equals("h") ? ReferenceCell.outputSize(cell, hidden) : hidden;
        for (int index = 0; index < units; index++) {
          assertValues(example, model, new Unit(layer, index, value), states);
        }
      }
    }
  }

  private static void assertValues(
      LanguageModelCase example, LanguageModel model, Unit unit, List<State> states) {
    double[] expected = states.stream().mapToDouble(state -> value(unit, state)).toArray();
    UnitReader reader = new UnitReader(model, unit);
    float[] read = new float[expected.length];
    for (int n = 0; n < read.length; n++) {
      read[n] = reader.read(example.inputs()[n]);
    }
    double sumLength = GradientComparison.sumLength(example.config(), read.length, 1);
    double magnitude = Math.max(1, GradientComparison.largest(expected));
    GradientComparison.ofTerms(sumLength, magnitude).assertClose(unit.toString(), read, expected);
  }

  private static double value(Unit unit, State state) {
    int width = state.c().length > 0 ? state.c().length : state.h().length;
    return switch (unit.value()) {
      case "h" -> state.h()[unit.index()];
      case "c" -> state.c()[unit.index()];
      case "i", "r" -> state.gates()[unit.index()];
      case "f", "z" -> state.gates()[width + unit.index()];
      case "g", "n" -> state.gates()[2 * width + unit.index()];
      case "o" -> state.gates()[3 * width + unit.index()];
      default -> throw new AssertionError(unit);
    };
  }

  /** The states of a layer after each token of a text that begins as if a line had ended. */
  private static List<State> reference(
      LanguageModelCase example, int layer, int start, int[] text) {
    Map<String, double[]> parameters = example.parameters();
    double[] embeddings = parameters.get("encoder.weight");
    int width = example.config().embeddingSize();
    List<double[]> x = new ArrayList<>();
    for (int id : IntStream.concat(IntStream.of(start), Arrays.stream(text)).toArray()) {
      x.add(Arrays.copyOfRange(embeddings, id * width, (id + 1) * width));
    }
    List<State> states = List.of();
    for (int l = 0; l <= layer; l++) {
      states = read(example.config(), l, parameters, x);
      x = states.stream().map(State::h).toList();
    }
    return states.subList(1, states.size());
  }

  private static List<State> read(
      LanguageModelConfig config, int layer, Map<String, double[]> parameters, List<double[]> x) {
    int units = config.hiddenSizes().get(layer);
    ReferenceCell cell = new ReferenceCell(config.cell(), parameters, "rnn.", "_l" + layer);
    State state =
        new State(
            new double[ReferenceCell.outputSize(config.cell(), units)],
            new double[ReferenceCell.stateSize(config.cell(), units)]);
    List<State> states = new ArrayList<>();
    for (double[] step : x) {
      state = cell.step(step, state);
      states.add(state);
    }
    return states;
  }

  @Test
  public void aKindOfCellHasItsOwnValues() {
    assertEquals(List.of("h", "c", "i", "f", "g", "o"), Unit.values(new LstmCell()));
    assertEquals(List.of("h", "r", "z", "n"), Unit.values(new GruCell()));
    assertEquals(List.of("h"), Unit.values(new ElmanCell(Activation.RELU)));
  }

  @Test
  public void whatIsNotThereIsRefusedWithWhatIs() {
    LanguageModel model = model(new LstmCell());
    assertRefused(model, new Unit(2, 0, "h"), "the layers of the model are 0 to 1, not 2");
    assertRefused(model, new Unit(-1, 0, "h"), "the layers of the model are 0 to 1, not -1");
    assertRefused(model, new Unit(1, 10, "h"), "the units of layer 1 are 0 to 9, not 10");
    assertRefused(model, new Unit(0, -1, "h"), "the units of layer 0 are 0 to 16, not -1");
    assertRefused(
        model, new Unit(0, 0, "z"), "a unit of this lstm has the values h, c, i, f, g, o, not z");
    assertRefused(
        model(new GruCell()),
        new Unit(0, 0, "c"),
        "a unit of this gru has the values h, r, z, n, not c");
  }

  private static void assertRefused(LanguageModel model, Unit unit, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> new UnitReader(model, unit))
            .getMessage());
  }

  @Test
  public void aTokenOutsideTheVocabularyChangesNothing() {
    for (CellConfig cell : Cells.examples()) {
      Unit unit = new Unit(1, 3, "h");
      UnitReader reader = new UnitReader(model(cell), unit);
      UnitReader undisturbed = new UnitReader(model(cell), unit);
      assertThrows(IndexOutOfBoundsException.class, () -> reader.read(VOCABULARY));
      assertThrows(IndexOutOfBoundsException.class, () -> reader.read(-1));
      assertEquals(undisturbed.read(4), reader.read(4));
    }
  }
}
