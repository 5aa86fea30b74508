package dev.rnn4j.core.tensor;

import java.util.Arrays;
import java.util.Objects;

/**
 * How the rows of B sequences of different lengths lie in one matrix: time-major, and without
 * padding. The sequences stand in descending order of length, so those that reach step t are the
 * first ones, and the rows of step t are one block of {@link #active}(t) rows. A batch costs its
 * real elements only; what PyTorch calls a packed sequence.
 *
 * <p>Sequences of length 0 are legal and have no rows. Immutable.
 */
public final class SequenceBatch {
  private final int[] lengths;

  /** Row at which each step begins; one more than there are steps. */
  private final int[] offsets;

  private SequenceBatch(int[] lengths) {
    this.lengths = lengths;
    int steps = lengths.length == 0 ? 0 : lengths[0];
    offsets = new int[steps + 1];
    int active = lengths.length;
    for (int t = 0; t < steps; t++) {
      while (lengths[active - 1] <= t) {
        active--;
      }
      offsets[t + 1] = Math.addExact(offsets[t], active);
    }
  }

  /**
   * Sequences of equal length.
   *
   * @param steps length of each, 0 or more
   * @param batch number of sequences, 1 or more
   * @return a batch of steps · batch rows
   * @throws IllegalArgumentException if a number is out of its range
   * @throws ArithmeticException if there are more rows than an {@code int} counts
   */
  public static SequenceBatch full(int steps, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("a batch needs one sequence or more, not " + batch);
    }
    int[] lengths = new int[batch];
    Arrays.fill(lengths, steps);
    return of(lengths);
  }

  /**
   * Sequences of given lengths.
   *
   * @param lengths of each sequence, 0 or more, in descending order; one or more
   * @return a batch of as many rows as the lengths sum to
   * @throws IllegalArgumentException if there are none, or they are negative or out of order
   * @throws ArithmeticException if there are more rows than an {@code int} counts
   */
  public static SequenceBatch of(int... lengths) {
    if (lengths.length == 0) {
      throw new IllegalArgumentException("a batch needs one sequence or more, not none");
    }
    for (int b = 0; b < lengths.length; b++) {
      if (lengths[b] < 0 || (b > 0 && lengths[b] > lengths[b - 1])) {
        throw new IllegalArgumentException(
            "lengths must be 0 or more and in descending order; sequence "
                + b
                + " has "
                + lengths[b]
                + (b > 0 ? " after " + lengths[b - 1] : ""));
      }
    }
    return new SequenceBatch(lengths.clone());
  }

  /** {@return the number of sequences, B} */
  public int batch() {
    return lengths.length;
  }

  /** {@return the length of the longest sequence, T} */
  public int steps() {
    return offsets.length - 1;
  }

  /** {@return the sum of all lengths: the rows of a matrix of all elements} */
  public int rows() {
    return offsets[offsets.length - 1];
  }

  /**
   * The length of a sequence.
   *
   * @param b which one, from 0
   * @return 0 to T
   */
  public int length(int b) {
    return lengths[b];
  }

  /**
   * How many sequences reach a step; they are the first ones.
   *
   * @param t the step, 0 to T - 1
   * @return 1 to B
   */
  public int active(int t) {
    return offsets[t + 1] - offsets[t];
  }

  /**
   * The row of a step's first sequence.
   *
   * @param t the step, 0 to T
   * @return the sum of {@link #active} of the steps before it
   */
  public int offset(int t) {
    return offsets[t];
  }

  /**
   * The row of an element.
   *
   * @param t its step
   * @param b its sequence
   * @return offset(t) + b
   * @throws IndexOutOfBoundsException if the sequence does not reach that step
   */
  public int row(int t, int b) {
    Objects.checkIndex(t, length(b));
    return offsets[t] + b;
  }

  /** {@return whether all sequences have the same length} */
  public boolean isFull() {
    return lengths[lengths.length - 1] == lengths[0];
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof SequenceBatch batch && Arrays.equals(lengths, batch.lengths));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lengths);
  }

  @Override
  public String toString() {
    return isFull()
        ? batch() + " sequences of length " + steps()
        : "sequences of lengths " + Arrays.toString(lengths);
  }
}
