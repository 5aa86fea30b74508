package dev.rnn4j.jqwik;

import dev.rnn4j.core.tensor.SequenceBatch;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Sizes and batches. All shrink towards the smallest: one unit, one sequence of no step.
 *
 * <pre>{@code
 * @Provide Arbitrary<SequenceBatch> batches() { return Shapes.batches(); }
 * }</pre>
 */
public final class Shapes {
  private static final int LONGEST = 6;
  private static final int MOST_SEQUENCES = 5;

  private Shapes() {}

  /**
   * Widths of layers: mostly 1 to 9, often one below, at or above a whole number of vectors of 4, 8
   * or 16 floats.
   *
   * @return 1 to 65
   */
  public static Arbitrary<Integer> widths() {
    return widths(65);
  }

  /**
   * The same up to a limit, for properties that cost much.
   *
   * @param most largest width, 1 or more
   * @return 1 to {@code most}
   * @throws IllegalArgumentException if the limit is below 1
   */
  public static Arbitrary<Integer> widths(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("the largest width must be 1 or more, not " + most);
    }
    List<Integer> boundaries =
        List.of(3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65).stream()
            .filter(width -> width <= most)
            .toList();
    Arbitrary<Integer> small = Arbitraries.integers().between(1, Math.min(most, 9));
    return boundaries.isEmpty()
        ? small
        : Arbitraries.frequencyOf(Tuple.of(3, small), Tuple.of(2, Arbitraries.of(boundaries)));
  }

  /**
   * Batches of sequences: equally long ones, and ragged ones of which some have one step or none.
   *
   * @return of 1 to 5 sequences of up to 6 steps
   */
  public static Arbitrary<SequenceBatch> batches() {
    return batches(LONGEST, MOST_SEQUENCES);
  }

  /**
   * The same within limits.
   *
   * @param longest most steps, 1 or more
   * @param mostSequences largest batch, 1 or more
   * @return batches, the longest sequence first
   * @throws IllegalArgumentException if a limit is below 1
   */
  public static Arbitrary<SequenceBatch> batches(int longest, int mostSequences) {
    if (longest < 1 || mostSequences < 1) {
      throw new IllegalArgumentException(
          "batches need a step and a sequence or more, not " + longest + " and " + mostSequences);
    }
    Arbitrary<Integer> length = Arbitraries.integers().between(0, longest);
    Arbitrary<List<Integer>> equal =
        Combinators.combine(length, Arbitraries.integers().between(1, mostSequences))
            .as((steps, batch) -> Collections.nCopies(batch, steps));
    Arbitrary<List<Integer>> ragged =
        Arbitraries.frequencyOf(Tuple.of(3, length), Tuple.of(1, Arbitraries.of(0, 1)))
            .list()
            .ofMinSize(1)
            .ofMaxSize(mostSequences);
    return Arbitraries.oneOf(equal, ragged).map(Shapes::batch);
  }

  private static SequenceBatch batch(List<Integer> lengths) {
    return SequenceBatch.of(
        lengths.stream().sorted(Comparator.reverseOrder()).mapToInt(Integer::intValue).toArray());
  }
}
