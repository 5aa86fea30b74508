package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An input of row numbers of an {@link Embedding}, with dropout of the embedded vectors. Three ways
 * lead to the same bits: a {@link TokenTable} for single steps of a model in use, {@link
 * DistinctTokens} where numbers repeat, and otherwise a dense product.
 */
public final class EmbeddingInput implements LayerInput {
  private final Embedding embedding;
  private final @Nullable Matrix tableGradient;
  private final boolean tied;
  private final @Nullable TokenTable table;
  private final DistinctTokens distinct;
  private final Matrix allEmbedded;
  private final Matrix allEmbeddedGradient;
  private final int[] tokens;
  private Matrix embedded;
  private Matrix embeddedGradient;
  private Path path = Path.DENSE;
  private float dropout;
  private long dropoutKey;

  /** Whether a layer has read what was read last. */
  private boolean projected;

  private enum Path {
    TABLE,
    DISTINCT,
    DENSE
  }

  /**
   * Buffers for an input.
   *
   * @param embedding the table
   * @param gates of every layer that reads this input
   * @param maxRows most tokens
   * @param dropping whether dropout may be asked for
   * @param tableGradient gradient of the table (V, E); null without a backward pass
   * @param tied whether another part of the model begins that gradient, and this one adds to it
   * @param table what the one layer that reads this makes of each token; null without
   */
  EmbeddingInput(
      Embedding embedding,
      int gates,
      int maxRows,
      boolean dropping,
      @Nullable Matrix tableGradient,
      boolean tied,
      @Nullable TokenTable table) {
    this.embedding = embedding;
    this.tableGradient = tableGradient;
    this.tied = tied;
    this.table = table;
    int width = embedding.width();
    boolean training = tableGradient != null;
    distinct = new DistinctTokens(embedding.rows(), dropping ? 0 : maxRows, width, gates, training);
    allEmbedded = Matrix.zeros(maxRows, width);
    allEmbeddedGradient = Matrix.zeros(training ? maxRows : 0, width);
    embedded = allEmbedded;
    embeddedGradient = allEmbeddedGradient;
    tokens = new int[maxRows];
  }

  /**
   * Sets the number of tokens; called by one thread.
   *
   * @param rows how many there are
   */
  public void shape(int rows) {
    if (rows < 0 || rows > tokens.length) {
      throw new IllegalArgumentException(rows + " tokens in an input for at most " + tokens.length);
    }
    if (embedded.rows() != rows) {
      embedded = allEmbedded.rowRange(0, rows);
      embeddedGradient =
          allEmbeddedGradient.rowRange(0, Math.min(rows, allEmbeddedGradient.rows()));
    }
  }

  /**
   * Reads tokens, the first {@code rows} of an array.
   *
   * @param w whose share to compute
   * @param ids row numbers of the table, at least as many as there are rows
   * @param p probability of dropping an element of an embedded vector; 0 for none
   * @param key names the mask
   * @throws IllegalArgumentException if there are fewer
   * @throws IndexOutOfBoundsException if one is not a row of the table
   */
  public void read(Worker w, int[] ids, float p, long key) {
    int rows = embedded.rows();
    embedding.check(ids, rows);
    boolean single = table != null && rows == 1;
    boolean repeated = !single && p == 0 && distinct.find(w, ids, rows);
    if (w.index() == 0) {
      System.arraycopy(ids, 0, tokens, 0, rows);
      path = single ? Path.TABLE : repeated ? Path.DISTINCT : Path.DENSE;
      dropout = p;
      dropoutKey = key;
      projected = false;
    }
    if (single) {
      w.barrier();
    } else if (repeated) {
      embedding.forward(w, distinct.ids(), distinct.embedded());
    } else {
      embedding.forward(w, ids, embedded);
      drop(w, embedded, p, key);
    }
  }

  /**
   * Whether what was read last is the beginning of an array.
   *
   * @param ids row numbers of the table
   * @return true if it has as many elements, and the same
   */
  public boolean holds(int[] ids) {
    int rows = embedded.rows();
    return ids.length >= rows && Arrays.equals(tokens, 0, rows, ids, 0, rows);
  }

  private void drop(Worker w, Matrix m, float p, long key) {
    if (p > 0) {
      embedding.kernels().dropout(w, m, m, p, key);
      w.barrier();
    }
  }

  @Override
  public void project(Worker w, RecurrentLayer layer, Matrix z) {
    if (w.index() == 0) {
      projected = true; // read behind the barriers of the product
    }
    TokenTable known = table;
    if (path == Path.TABLE && known != null) {
      known.get(w, tokens[0], z);
    } else if (path == Path.DISTINCT) {
      Matrix projected = distinct.projected();
      layer.project(w, distinct.embedded(), projected);
      embedding.kernels().gatherRows(w, projected, distinct.slots(), z);
      w.barrier();
    } else {
      layer.project(w, embedded, z);
    }
  }

  @Override
  public void backward(
      Worker w, RecurrentLayer layer, Matrix dz, Matrix dWeight, boolean accumulate) {
    if (!projected) {
      throw new IllegalStateException("other tokens were read since the forward pass");
    }
    if (path == Path.DISTINCT) {
      Matrix sums = distinct.projectedGradient();
      Rows.clear(w, sums);
      w.barrier();
      embedding.kernels().scatterAddRows(w, dz, distinct.slots(), sums);
      w.barrier();
      layer.input().weightGradient(w, sums, distinct.embedded(), dWeight);
      layer.input().backward(w, sums, distinct.embeddedGradient(), accumulate);
    } else {
      layer.input().weightGradient(w, dz, embedded, dWeight);
      layer.input().backward(w, dz, embeddedGradient, accumulate);
    }
    w.barrier();
  }

  /** The gradient of the table: of each row, the sum over the tokens that read it. */
  @Override
  public void finishBackward(Worker w) {
    Matrix into = tableGradient;
    if (into == null) {
      throw new IllegalStateException("this input was made without a backward pass");
    }
    if (!tied) {
      Rows.clear(w, into);
      w.barrier();
    }
    if (path == Path.DISTINCT) {
      embedding.backward(w, distinct.ids(), distinct.embeddedGradient(), into);
    } else {
      drop(w, embeddedGradient, dropout, dropoutKey);
      embedding.backward(w, tokens, embeddedGradient, into);
    }
  }
}
