package dev.rnn4j.bench;

import java.util.Arrays;

/** Sizes written as in "20x800x200". */
final class Shape {
  private final int[] sizes;

  private Shape(int[] sizes) {
    this.sizes = sizes;
  }

  /**
   * Reads sizes.
   *
   * @throws IllegalArgumentException if there are not as many as expected
   */
  static Shape of(String text, int dimensions) {
    int[] sizes = Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray();
    if (sizes.length != dimensions) {
      throw new IllegalArgumentException(
          "the shape " + text + " needs " + dimensions + " sizes, as in 20x200");
    }
    return new Shape(sizes);
  }

  int size(int dimension) {
    return sizes[dimension];
  }

  /** Number of elements. */
  double volume() {
    double volume = 1;
    for (int size : sizes) {
      volume *= size;
    }
    return volume;
  }
}
