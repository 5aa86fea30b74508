package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A table of one row per token, e = E x for a one-hot x: a look-up. Shared by any number of threads
 * unless its values are changed.
 */
public final class Embedding {
  private final Kernels kernels;
  private final int rows;
  private final int width;

  /** One of these two is the table. */
  private final @Nullable Matrix table;

  private final @Nullable PackedWeights packed;

  /**
   * A table of floats.
   *
   * @param table E (V, E), shared
   * @param kernels the arithmetic
   */
  public Embedding(Matrix table, Kernels kernels) {
    this.kernels = kernels;
    this.table = table;
    packed = null;
    rows = table.rows();
    width = table.cols();
  }

  /**
   * A table that is read from weights packed for a product with it, such as those of an output
   * layer to which it is tied.
   *
   * @param packed what {@code kernels} packed E (V, E) into, transposed or not
   * @param kernels the arithmetic
   */
  public Embedding(PackedWeights packed, Kernels kernels) {
    this.kernels = kernels;
    this.packed = packed;
    table = null;
    rows = packed.transposed() ? packed.n() : packed.k();
    width = packed.transposed() ? packed.k() : packed.n();
  }

  /**
   * A table among parameters: for training shared, for use a copy in the format of the parameters.
   *
   * @param parameters with the table
   * @param name of the table
   * @param kernels the arithmetic
   * @param training whether there is a backward pass
   * @return the table
   */
  public static Embedding of(
      Parameters parameters, String name, Kernels kernels, boolean training) {
    if (training) {
      return new Embedding(parameters.matrix(name), kernels);
    }
    WeightFormat format = parameters.format();
    return format == WeightFormat.FLOAT32
        ? new Embedding(parameters.matrix(name).copy(), kernels)
        : new Embedding(kernels.pack(parameters.matrix(name), true, format), kernels);
  }

  /** {@return V, the number of rows} */
  public int rows() {
    return rows;
  }

  /** {@return E, the width of a row} */
  public int width() {
    return width;
  }

  Kernels kernels() {
    return kernels;
  }

  /**
   * Copies the table, to the bit.
   *
   * @param into parameters of the same layout
   * @param name of the table
   */
  public void copyTo(Parameters into, String name) {
    PackedWeights from = packed;
    Matrix floats = table;
    if (from != null) {
      kernels.unpack(Worker.solo(), from, into.matrix(name));
    } else if (floats != null) {
      into.matrix(name).set(floats);
    }
  }

  /**
   * Declares the table.
   *
   * @param layout to add to
   * @param name of the parameter, such as "encoder.weight"
   * @param rows V
   * @param width E
   */
  public static void declare(ParameterLayout.Builder layout, String name, int rows, int width) {
    layout.matrix(name, rows, width);
  }

  /**
   * Draws the table.
   *
   * @param parameters to fill
   * @param name of the parameter
   * @param how it is drawn
   * @param random where the values come from
   */
  public static void initialize(
      Parameters parameters, String name, Initialization how, RandomSource random) {
    Initializers.uniform(parameters.matrix(name), how.range(), random);
  }

  /**
   * The rows of the tokens.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param tokens ids, one for each row of {@code e}
   * @param e (M, E), overwritten
   * @throws IndexOutOfBoundsException if a token is not a row of the table
   */
  public void forward(Worker w, int[] tokens, Matrix e) {
    check(tokens, e.rows());
    PackedWeights from = packed;
    Matrix floats = table;
    if (floats != null) {
      kernels.gatherRows(w, floats, tokens, e);
    } else if (from != null) {
      kernels.gatherRows(w, from, tokens, e);
    }
    w.barrier();
  }

  /**
   * Refuses ids that are not rows of the table.
   *
   * @param tokens ids
   * @param count how many of them to look at
   * @throws IllegalArgumentException if there are fewer
   * @throws IndexOutOfBoundsException naming the first
   */
  public void check(int[] tokens, int count) {
    if (tokens.length < count) {
      throw new IllegalArgumentException(count + " tokens are needed, got " + tokens.length);
    }
    for (int r = 0; r < count; r++) {
      if (tokens[r] < 0 || tokens[r] >= rows) {
        throw new IndexOutOfBoundsException(
            "token " + tokens[r] + " is outside the vocabulary of 0 to " + (rows - 1));
      }
    }
  }

  /**
   * The gradient of the table: of each row, the sum over its occurrences.
   *
   * @param w whose share to compute; all workers have met when this returns
   * @param tokens as given to {@link #forward}
   * @param de (M, E), complete
   * @param dTable (V, E), added to
   */
  public void backward(Worker w, int[] tokens, Matrix de, Matrix dTable) {
    kernels.scatterAddRows(w, de, tokens, dTable);
    w.barrier();
  }
}
