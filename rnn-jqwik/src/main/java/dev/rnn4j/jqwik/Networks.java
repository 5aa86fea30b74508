package dev.rnn4j.jqwik;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.cell.ElmanCell;
import dev.rnn4j.core.cell.GruCell;
import dev.rnn4j.core.cell.LstmCell;
import dev.rnn4j.core.kernel.Activation;
import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Cells and language models. They shrink towards a simple cell, one layer of one unit, two tokens,
 * no dropout.
 */
public final class Networks {
  private static final int WIDEST = 17;
  private static final int MOST_LAYERS = 3;
  private static final float DROPOUT = 0.3f;

  private Networks() {}

  /**
   * Every kind of cell with its options: each activation, projections, peepholes, both places of
   * the reset gate, layer normalisation.
   *
   * @return cells, projections up to 9 wide
   */
  public static Arbitrary<CellConfig> cells() {
    Arbitrary<Boolean> layerNorm = Arbitraries.of(false, true);
    Arbitrary<CellConfig> simple =
        Combinators.combine(Arbitraries.of(Activation.class), layerNorm).as(ElmanCell::new);
    Arbitrary<CellConfig> gru =
        Combinators.combine(Arbitraries.of(GruCell.Reset.class), layerNorm)
            .as((reset, norm) -> new GruCell(reset, norm && reset == GruCell.Reset.AFTER));
    Arbitrary<CellConfig> lstm =
        Combinators.combine(
                Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(1, 9)),
                Arbitraries.of(false, true),
                layerNorm)
            .as((projection, peepholes, norm) ->
                new LstmCell(projection, peepholes && !norm, norm));
    return Arbitraries.oneOf(simple, gru, lstm);
  }

  /**
   * Language models of up to three layers of up to 17 units, half of them with dropout, half with
   * tied weights.
   *
   * @return configurations, valid ones
   */
  public static Arbitrary<LanguageModelConfig> languageModels() {
    return languageModels(cells());
  }

  /**
   * The same of some cells.
   *
   * @param cells the kinds
   * @return configurations, valid ones
   */
  public static Arbitrary<LanguageModelConfig> languageModels(Arbitrary<CellConfig> cells) {
    return Combinators.combine(
            cells,
            Arbitraries.integers().between(2, 12),
            Shapes.widths(WIDEST),
            Shapes.widths(WIDEST).list().ofMinSize(1).ofMaxSize(MOST_LAYERS),
            Arbitraries.of(0f, DROPOUT),
            Arbitraries.of(false, true))
        .as(Networks::languageModel);
  }

  /** With tied weights the embedding is as wide as what the last layer gives. */
  private static LanguageModelConfig languageModel(
      CellConfig cell,
      int vocabulary,
      int embedding,
      List<Integer> hidden,
      float dropout,
      boolean tied) {
    int width = tied ? cell.outputSize(hidden.getLast()) : embedding;
    return new LanguageModelConfig(cell, vocabulary, width, hidden, dropout, tied);
  }
}
