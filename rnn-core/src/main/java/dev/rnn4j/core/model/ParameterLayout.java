package dev.rnn4j.core.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
    this.entries = Collections.unmodifiableList(entries);
    this.size = size;
  }

  /**
   * The parameters of a language model: the embedding, of each layer W_ih, W_hh, b_ih, b_hh, and
   * the output layer, whose weight is absent if it is the embedding's.
   *
   * @param config the model
   * @return its layout
   * @throws IllegalArgumentException if they do not fit one array
   */
  public static ParameterLayout of(LanguageModelConfig config) {
    Builder builder = new Builder();
    int vocabulary = config.vocabularySize();
    builder.matrix("encoder.weight", vocabulary, config.embeddingSize());
    int input = config.embeddingSize();
    for (int l = 0; l < config.layers(); l++) {
      int hidden = config.hiddenSizes().get(l);
      int gates = Math.multiplyExact(config.cell().gates(), hidden);
      builder.matrix("rnn.weight_ih_l" + l, gates, input);
      builder.matrix("rnn.weight_hh_l" + l, gates, hidden);
      builder.vector("rnn.bias_ih_l" + l, gates);
      builder.vector("rnn.bias_hh_l" + l, gates);
      input = hidden;
    }
    if (!config.tied()) {
      builder.matrix("decoder.weight", vocabulary, input);
    }
    builder.vector("decoder.bias", vocabulary);
    return new ParameterLayout(builder.entries, (int) builder.size);
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

  private static final class Builder {
    private final List<Entry> entries = new ArrayList<>();
    private long size;

    void matrix(String name, int rows, int cols) {
      add(name, rows, cols, false);
    }

    void vector(String name, int length) {
      add(name, 1, length, true);
    }

    private void add(String name, int rows, int cols, boolean vector) {
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
    }
  }
}
