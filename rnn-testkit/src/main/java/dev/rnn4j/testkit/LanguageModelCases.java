package dev.rnn4j.testkit;

import dev.rnn4j.core.cell.CellConfig;
import dev.rnn4j.core.layer.ActivationPenalty;
import dev.rnn4j.core.layer.Dropout;
import dev.rnn4j.core.layer.RecurrentNoise;
import dev.rnn4j.core.layer.Regularization;
import dev.rnn4j.core.model.LanguageModelConfig;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Random small models for properties: every cell, activation and option, one to three layers of
 * different widths, tied or not, with and without dropout and ragged targets.
 *
 * <p>Widths are mostly 1 to 9 (below and just above one vector of eight floats), now and then up to
 * 19, and one in five lies around two vectors of eight or of sixteen. A test writes
 *
 * <pre>{@code
 * @Provide Arbitrary<LanguageModelCase> cases() { return LanguageModelCases.all(); }
 * }</pre>
 */
public final class LanguageModelCases {
  private static final float DROPOUT = 0.3f;

  private LanguageModelCases() {}

  /** Every kind of case. */
  public static Arbitrary<LanguageModelCase> all() {
    return Combinators.combine(configs(), window()).as(Window::with);
  }

  /** Cases without dropout, as evaluation runs them. */
  public static Arbitrary<LanguageModelCase> withoutDropout() {
    return all().filter(c -> !c.config().regularization().isRandom());
  }

  /** Valid configurations on their own. */
  public static Arbitrary<LanguageModelConfig> configs() {
    Arbitrary<Regularization> dropouts = Arbitraries.of(0f, DROPOUT).map(Regularization::dropout);
    dropouts = Arbitraries.frequencyOf(Tuple.of(3, dropouts), Tuple.of(1, separateDropouts()));
    Arbitrary<Boolean> tied = Arbitraries.of(false, true);
    return Combinators.combine(
            Cells.all(),
            vocabularies(),
            widths(),
            widths().list().ofMinSize(1).ofMaxSize(3),
            dropouts,
            tied)
        .as(LanguageModelCases::config)
        .flatMap(LanguageModelCases::withAnySoftmax);
  }

  /** Every third one that is not tied has an adaptive softmax, of up to three clusters. */
  private static Arbitrary<LanguageModelConfig> withAnySoftmax(LanguageModelConfig full) {
    if (full.tied()) {
      return Arbitraries.just(full);
    }
    Arbitrary<LanguageModelConfig> adaptive =
        Arbitraries.integers()
            .between(1, full.vocabularySize() - 1)
            .set()
            .ofMinSize(1)
            .ofMaxSize(Math.min(3, full.vocabularySize() - 1))
            .map(cutoffs -> full.withCutoffs(cutoffs.stream().sorted().toList()));
    return Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(full)), Tuple.of(1, adaptive));
  }

  /**
   * Tied embeddings need an embedding as wide as what the last layer hands up: the layer gives way,
   * unless it projects.
   */
  private static LanguageModelConfig config(
      CellConfig cell,
      int vocabulary,
      int embedding,
      List<Integer> widths,
      Regularization regularization,
      boolean tied) {
    List<Integer> hidden = new ArrayList<>(widths);
    int size = embedding;
    if (tied && cell.outputSize(1) == cell.outputSize(2)) {
      size = cell.outputSize(1);
    } else if (tied) {
      hidden.set(hidden.size() - 1, size);
    }
    return new LanguageModelConfig(cell, vocabulary, size, hidden, regularization, tied);
  }

  /** Other probabilities at every place, of tokens as well, locked or not. */
  private static Arbitrary<Regularization> separateDropouts() {
    Arbitrary<Float> p = Arbitraries.of(0f, DROPOUT);
    return Combinators.combine(p, p, p, p, Arbitraries.of(false, true))
        .as(Dropout::new)
        .map(d -> new Regularization(d, RecurrentNoise.NONE, ActivationPenalty.NONE));
  }

  private static Arbitrary<Integer> vocabularies() {
    return Arbitraries.frequencyOf(
        Tuple.of(9, Arbitraries.integers().between(2, 12)),
        Tuple.of(1, Arbitraries.of(31, 32, 33)));
  }

  private static Arbitrary<Integer> widths() {
    return Arbitraries.frequencyOf(
        Tuple.of(7, Arbitraries.integers().between(1, 9)),
        Tuple.of(1, Arbitraries.integers().between(10, 19)),
        Tuple.of(2, Arbitraries.of(15, 16, 17, 31, 32, 33)));
  }

  private static Arbitrary<Window> window() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(1, 4),
            Arbitraries.of(false, true),
            Arbitraries.longs())
        .as(Window::new);
  }

  private record Window(int steps, int batch, boolean ragged, long seed) {
    static LanguageModelCase with(LanguageModelConfig config, Window window) {
      return new LanguageModelCase(
          config, window.steps(), window.batch(), window.ragged(), window.seed());
    }
  }
}
