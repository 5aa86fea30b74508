package dev.rnn4j.jqwik;

import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Numbers, matrices of them and tokens. They shrink element by element, towards zeros and token 0,
 * so that what is left of a failing matrix is what it fails for.
 */
public final class Values {
  private static final int MOST_OFFSET = 3;

  private Values() {}

  /**
   * Finite floats to make trouble: mostly moderate, often zeros of both signs, units, the smallest
   * and the largest there are.
   *
   * @return any finite float
   */
  public static Arbitrary<Float> finite() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, moderate(8)),
        Tuple.of(
            3,
            Arbitraries.of(
                0f,
                -0f,
                1f,
                -1f,
                Float.MIN_VALUE,
                -Float.MIN_NORMAL,
                1e-20f,
                88f,
                -104f,
                1e20f,
                Float.MAX_VALUE,
                -Float.MAX_VALUE)),
        Tuple.of(1, Arbitraries.floats().between(-Float.MAX_VALUE, Float.MAX_VALUE).ofScale(9)));
  }

  /**
   * Floats of a size that nothing saturates or overflows at.
   *
   * @param most largest size, above 0
   * @return from -most to most
   */
  public static Arbitrary<Float> moderate(double most) {
    int thousandths = (int) Math.ceil(1000 * most);
    return Arbitraries.integers()
        .between(-thousandths, thousandths)
        .map(n -> (float) Math.clamp(n / 1000.0, -most, most));
  }

  /**
   * Matrices of one shape, at awkward places: with an offset, with a stride beyond the width, and
   * NaN in all floats between and around the rows, so that reading one shows in the result.
   *
   * @param rows number of rows
   * @param cols number of columns
   * @param elements the values
   * @return matrices, each in memory of its own
   */
  public static Arbitrary<Matrix> matrices(int rows, int cols, Arbitrary<Float> elements) {
    return Combinators.combine(
            elements.list().ofSize(Math.multiplyExact(rows, cols)),
            Arbitraries.integers().between(0, MOST_OFFSET),
            Arbitraries.integers().between(0, MOST_OFFSET))
        .as((values, offset, gap) -> matrix(rows, cols, values, offset, gap));
  }

  /**
   * Matrices of up to 9 rows, with {@link Shapes#widths(int)} up to 33 columns.
   *
   * @param elements the values
   * @return matrices, each in memory of its own
   */
  public static Arbitrary<Matrix> matrices(Arbitrary<Float> elements) {
    return Combinators.combine(Arbitraries.integers().between(1, 9), Shapes.widths(33))
        .as(List::of)
        .flatMap(shape -> matrices(shape.getFirst(), shape.getLast(), elements));
  }

  private static Matrix matrix(int rows, int cols, List<Float> values, int offset, int gap) {
    int stride = cols + gap;
    float[] data = new float[offset + rows * stride + 1];
    Arrays.fill(data, Float.NaN);
    Matrix m = new Matrix(data, offset, rows, cols, stride);
    for (int i = 0; i < values.size(); i++) {
      m.set(i / cols, i % cols, values.get(i));
    }
    return m;
  }

  /**
   * Token ids.
   *
   * @param count how many
   * @param vocabularySize V, 1 or more
   * @return arrays of ids below V
   */
  public static Arbitrary<int[]> tokens(int count, int vocabularySize) {
    return ids(Arbitraries.integers().between(0, vocabularySize - 1), count);
  }

  /**
   * Targets, of which some are to be ignored.
   *
   * @param count how many
   * @param vocabularySize V, 1 or more
   * @return arrays of ids below V, and −1
   */
  public static Arbitrary<int[]> targets(int count, int vocabularySize) {
    Arbitrary<Integer> id = Arbitraries.integers().between(0, vocabularySize - 1);
    return ids(Arbitraries.frequencyOf(Tuple.of(4, id), Tuple.of(1, Arbitraries.just(-1))), count);
  }

  private static Arbitrary<int[]> ids(Arbitrary<Integer> id, int count) {
    return id.list().ofSize(count).map(ids -> ids.stream().mapToInt(Integer::intValue).toArray());
  }
}
