package dev.rnn4j.testkit;

import dev.rnn4j.core.layer.Directions;
import dev.rnn4j.core.layer.LayerConfig;
import dev.rnn4j.core.layer.StackConfig;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Random small stacks for properties: every cell, activation and option, layers of different widths
 * that start from zeros or learn what they start from, one direction or two, with and without
 * dropout and residual connections, over batches whose sequences are ragged in a third of the
 * cases, some of them of one step and some empty.
 */
public final class StackCases {
  private static final float DROPOUT = 0.3f;
  private static final int LONGEST = 6;
  private static final int MOST_SEQUENCES = 5;

  private StackCases() {}

  /** One layer, in one or two directions. */
  public static Arbitrary<StackCase> layers() {
    return cases(configs(layer().list().ofSize(1)));
  }

  /** Two layers; equally wide in half of the cases, so that residual connections count. */
  public static Arbitrary<StackCase> stacks() {
    return cases(
        configs(Arbitraries.oneOf(layer().list().ofSize(2), layer().map(StackCases::two))));
  }

  /** One or two layers. */
  public static Arbitrary<StackCase> all() {
    return Arbitraries.oneOf(layers(), stacks());
  }

  /** One or two layers without dropout, whose masks depend on where an element stands. */
  public static Arbitrary<StackCase> withoutDropout() {
    return all().filter(example -> !example.config().regularization().isRandom());
  }

  private static List<LayerConfig> two(LayerConfig layer) {
    return List.of(layer, layer);
  }

  private static Arbitrary<StackCase> cases(Arbitrary<StackConfig> configs) {
    return Combinators.combine(configs, lengths(), Arbitraries.longs()).as(StackCase::new);
  }

  private static Arbitrary<StackConfig> configs(Arbitrary<List<LayerConfig>> layers) {
    return Combinators.combine(
            widths(),
            layers,
            Arbitraries.of(Directions.class),
            Arbitraries.of(0f, DROPOUT),
            Arbitraries.of(false, true))
        .as(StackConfig::new);
  }

  private static Arbitrary<LayerConfig> layer() {
    Arbitrary<Boolean> learnsStart = Arbitraries.of(false, false, true);
    return Combinators.combine(Cells.all(), widths(), learnsStart).as(LayerConfig::new);
  }

  private static Arbitrary<Integer> widths() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.integers().between(1, 9)),
        Tuple.of(2, Arbitraries.of(15, 16, 17, 31, 32, 33)));
  }

  private static Arbitrary<List<Integer>> lengths() {
    Arbitrary<Integer> length = Arbitraries.integers().between(0, LONGEST);
    Arbitrary<List<Integer>> full =
        Combinators.combine(length, Arbitraries.integers().between(1, MOST_SEQUENCES))
            .as((steps, batch) -> Collections.nCopies(batch, steps));
    Arbitrary<List<Integer>> ragged =
        Arbitraries.frequencyOf(Tuple.of(3, length), Tuple.of(1, Arbitraries.of(0, 1)))
            .list()
            .ofMinSize(1)
            .ofMaxSize(MOST_SEQUENCES)
            .map(lengths -> lengths.stream().sorted(Comparator.reverseOrder()).toList());
    return Arbitraries.oneOf(full, ragged);
  }
}
