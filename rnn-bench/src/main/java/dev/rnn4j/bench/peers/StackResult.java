package dev.rnn4j.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What comes out of a {@link PeerCase.Stack}, one tensor after the other, and how far two engines
 * are apart in each.
 */
final class StackResult {
  private StackResult() {}

  /**
   * One tensor.
   *
   * @param gradient whether it is a gradient
   * @param length number of its elements
   */
  record Part(String name, boolean gradient, int length) {}

  /**
   * The difference between two engines in one tensor.
   *
   * @param relative the largest difference, in parts of the largest element of the reference; NaN
   *     if an element is no number
   */
  record Difference(Part part, double relative) {}

  /**
   * What engines put out, in this order: the outputs y (rows, D·width), packed; h and c (L·D, B,
   * width) after the last step of each sequence; the gradients of x, of h and c before the first
   * step, and of all parameters.
   */
  static List<Part> parts(PeerCase.Stack c) {
    int rows = Arrays.stream(c.lengths()).sum();
    int states = c.layers() * c.directions() * c.lengths().length;
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("y", false, rows * c.directions() * c.outputs()));
    parts.add(new Part("h(T)", false, states * c.outputs()));
    if (c.network().hasCellState()) {
      parts.add(new Part("c(T)", false, states * c.hidden()));
    }
    parts.add(new Part("x", true, rows * c.inputs()));
    parts.add(new Part("h(0)", true, states * c.outputs()));
    if (c.network().hasCellState()) {
      parts.add(new Part("c(0)", true, states * c.hidden()));
    }
    PeerData.parameters(c).forEach(p -> parts.add(new Part(p.name(), true, p.values().length)));
    return parts;
  }

  /**
   * Compares tensor by tensor.
   *
   * @throws IllegalArgumentException if one of the results is not as long as all parts
   */
  static List<Difference> differences(PeerCase.Stack c, float[] reference, float[] other) {
    List<Part> parts = parts(c);
    int length = parts.stream().mapToInt(Part::length).sum();
    if (reference.length != length || other.length != length) {
      throw new IllegalArgumentException(
          "%s has %d numbers, not %d and %d"
              .formatted(c.name(), length, reference.length, other.length));
    }
    List<Difference> differences = new ArrayList<>();
    int from = 0;
    for (Part part : parts) {
      int to = from + part.length();
      differences.add(new Difference(part, relative(reference, other, from, to)));
      from = to;
    }
    return differences;
  }

  private static double relative(float[] reference, float[] other, int from, int to) {
    double most = 0;
    double largest = Float.MIN_NORMAL;
    for (int i = from; i < to; i++) {
      most = Math.max(most, Math.abs((double) other[i] - reference[i]));
      largest = Math.max(largest, Math.abs(reference[i]));
    }
    return most / largest;
  }
}
