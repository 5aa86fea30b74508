package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Initialization;
import dev.rnn4j.core.parameter.ParameterLayout;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.random.Initializers;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;

/**
 * A table of one row per token, e = E x for a one-hot x: a look-up.
 *
 * @param table E (V, E)
 * @param kernels the arithmetic
 */
public record Embedding(Matrix table, Kernels kernels) {
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
    kernels.gatherRows(w, table, tokens, e);
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
      if (tokens[r] < 0 || tokens[r] >= table.rows()) {
        throw new IndexOutOfBoundsException(
            "token " + tokens[r] + " is outside the vocabulary of 0 to " + (table.rows() - 1));
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
