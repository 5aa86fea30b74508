package dev.rnn4j.core.parameter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where each named parameter of a model stands in the one flat array that holds them all, in a
 * fixed order. Parameters, gradients and the moments of an optimiser share one layout.
 */
public final class ParameterLayout {
  /** The most floats a model may have: what one Java array holds. */
  public static final int MAX_SIZE = Integer.MAX_VALUE - 8;

  /**
   * One parameter.
   *
   * @param name as on disk
   * @param rows number of rows; 1 for a vector
   * @param cols number of columns
   * @param vector whether its shape on disk has one dimension
   * @param offset of its first element in the flat array
   */
  public record Entry(String name, int rows, int cols, boolean vector, int offset) {
    /**
     * Number of elements.
     *
     * @return rows · cols
     */
    public int size() {
      return rows * cols;
    }

    /**
     * Its shape on disk.
     *
     * @return (cols) for a vector, otherwise (rows, cols)
     */
    public List<Integer> shape() {
      return vector ? List.of(cols) : List.of(rows, cols);
    }
  }

  private final List<Entry> entries;
  private final int size;

  private ParameterLayout(List<Entry> entries, int size) {
    this.entries = entries;
    this.size = size;
  }

  /**
   * Begins a layout.
   *
   * @return a builder without parameters
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The parameters in order.
   *
   * @return an unmodifiable list
   */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * Floats of all parameters together.
   *
   * @return how many
   */
  public int size() {
    return size;
  }

  /**
   * Checks that a part of a model finds its parameters here.
   *
   * @param part what it declares, whatever the offsets
   * @throws IllegalArgumentException naming the first that is missing or of another shape
   */
  public void requireShapes(ParameterLayout part) {
    for (Entry wanted : part.entries) {
      Entry found =
          entries.stream()
              .filter(entry -> entry.name().equals(wanted.name()))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException("there is no parameter named " + wanted.name()));
      if (!found.shape().equals(wanted.shape())) {
        throw new IllegalArgumentException(
            "the parameter "
                + wanted.name()
                + " has the shape "
                + found.shape()
                + ", its part of the model needs "
                + wanted.shape());
      }
    }
  }

  /** Adds up parameters, each part of a model its own, in the order in which they will stand. */
  public static final class Builder {
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private long size;

    private Builder() {}

    /**
     * Adds a matrix.
     *
     * @param name as on disk
     * @param rows number of rows
     * @param cols number of columns
     * @return this
     * @throws IllegalArgumentException if there is one of that name, or it does not fit the array
     */
    public Builder matrix(String name, int rows, int cols) {
      return add(name, rows, cols, false);
    }

    /**
     * Adds a vector.
     *
     * @param name as on disk
     * @param length number of elements
     * @return this
     * @throws IllegalArgumentException if there is one of that name, or it does not fit the array
     */
    public Builder vector(String name, int length) {
      return add(name, 1, length, true);
    }

    private Builder add(String name, int rows, int cols, boolean vector) {
      if (rows < 0 || cols < 0) {
        throw new IllegalArgumentException(
            "the parameter " + name + " cannot have the shape " + rows + "x" + cols);
      }
      if (!names.add(name)) {
        throw new IllegalArgumentException("there are two parameters named " + name);
      }
      long end = size + (long) rows * cols;
      if (end > MAX_SIZE) {
        throw new IllegalArgumentException(
            "the model has more than "
                + MAX_SIZE
                + " parameters, the most one array holds, at "
                + name
                + " ("
                + rows
                + "x"
                + cols
                + "); choose a smaller vocabulary or width");
      }
      entries.add(new Entry(name, rows, cols, vector, (int) size));
      size = end;
      return this;
    }

    /**
     * Ends the layout.
     *
     * @return what was added, in that order
     */
    public ParameterLayout build() {
      return new ParameterLayout(List.copyOf(entries), (int) size);
    }
  }
}
