package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Random kinds of cell for properties: each kind as often, without options in half of the cases.
 */
public final class Cells {
  private Cells() {}

  /**
   * Examples for tests that go through all of them.
   *
   * @return each kind without options, then one with each option, all with tanh
   */
  public static List<CellConfig> examples() {
    List<CellConfig> examples = new ArrayList<>(CellConfig.all());
    examples.add(new LstmCell(3));
    examples.add(new LstmCell(0, true));
    examples.add(new GruCell(GruCell.Reset.BEFORE));
    examples.add(new ElmanCell(Activation.TANH, true));
    examples.add(new LstmCell(0, false, true));
    examples.add(new GruCell(GruCell.Reset.AFTER, true));
    return examples;
  }

  /** Every kind, with every activation and option. */
  static Arbitrary<CellConfig> all() {
    return Arbitraries.oneOf(elmans(), lstms(), grus());
  }

  private static Arbitrary<ElmanCell> elmans() {
    return Combinators.combine(Arbitraries.of(Activation.class), layerNorm()).as(ElmanCell::new);
  }

  private static Arbitrary<GruCell> grus() {
    return Combinators.combine(Arbitraries.of(GruCell.Reset.class), layerNorm())
        .as((reset, norm) -> new GruCell(reset, norm && reset == GruCell.Reset.AFTER));
  }

  private static Arbitrary<Boolean> layerNorm() {
    return Arbitraries.frequency(Tuple.of(2, false), Tuple.of(1, true));
  }

  private static Arbitrary<LstmCell> lstms() {
    Arbitrary<Integer> projections =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(1, 9)),
            Tuple.of(2, Arbitraries.of(15, 16, 17, 33)));
    Arbitrary<LstmCell> withOptions =
        Combinators.combine(
                Arbitraries.oneOf(Arbitraries.of(0), projections),
                Arbitraries.of(false, true),
                layerNorm())
            .as((projection, peepholes, norm) ->
                new LstmCell(projection, peepholes && !norm, norm));
    return Arbitraries.oneOf(Arbitraries.of(new LstmCell()), withOptions);
  }
}
