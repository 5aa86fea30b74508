package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.random.RandomSource;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
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
  private SequenceBatch shaped = SequenceBatch.of(0);
  private Matrix embedded;
  private Matrix embeddedGradient;
  private Path path = Path.DENSE;
  private final TokenRows droppedTokens;
  private final BatchDropout elements;
  private final BatchDropout gradientElements;

  /** Of what was read last: whether it was for training, and what was dropped. */
  private boolean drawn;

  private float dropped;
  private long drawnKey;

  /** Whether a layer has read what was read last. */
  private boolean projected;

  /** Site of the masks of tokens; those of elements are named by the key itself. */
  private static final long TOKENS = 1;

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
   * @param dropout what may be dropped
   * @param tableGradient gradient of the table (V, E); null without a backward pass
   * @param tied whether another part of the model begins that gradient, and this one adds to it
   * @param table what the one layer that reads this makes of each token; null without
   */
  EmbeddingInput(
      Embedding embedding,
      int gates,
      int maxRows,
      Dropout dropout,
      @Nullable Matrix tableGradient,
      boolean tied,
      @Nullable TokenTable table) {
    this.embedding = embedding;
    this.tableGradient = tableGradient;
    this.tied = tied;
    this.table = table;
    int width = embedding.width();
    boolean training = tableGradient != null;
    int repeated = training && dropout.input() > 0 ? 0 : maxRows;
    distinct = new DistinctTokens(embedding.rows(), repeated, width, gates, training);
    droppedTokens = new TokenRows(dropout.tokens());
    elements = new BatchDropout(embedding.kernels(), dropout.locked());
    gradientElements = new BatchDropout(embedding.kernels(), dropout.locked());
    allEmbedded = Matrix.zeros(maxRows, width);
    allEmbeddedGradient = Matrix.zeros(training ? maxRows : 0, width);
    embedded = allEmbedded.rowRange(0, 0);
    embeddedGradient = embedded;
    tokens = new int[maxRows];
  }

  /**
   * Sets the shape of the batch; called by one thread.
   *
   * @param batch with as many elements as there are tokens
   */
  public void shape(SequenceBatch batch) {
    int rows = batch.rows();
    if (rows > tokens.length) {
      throw new IllegalArgumentException(rows + " tokens in an input for at most " + tokens.length);
    }
    if (!batch.equals(shaped)) {
      shaped = batch;
      embedded = allEmbedded.rowRange(0, rows);
      elements.shape(batch, embedded, embedded);
      if (tableGradient != null) {
        embeddedGradient = allEmbeddedGradient.rowRange(0, rows);
        gradientElements.shape(batch, embeddedGradient, embeddedGradient);
      }
    }
  }

  /**
   * Reads tokens as a model in use does, the first {@code rows} of an array.
   *
   * @param w whose share to compute
   * @param ids row numbers of the table, at least as many as there are rows
   * @throws IllegalArgumentException if there are fewer
   * @throws IndexOutOfBoundsException if one is not a row of the table
   */
  public void read(Worker w, int[] ids) {
    read(w, ids, false, 0f, 0L);
  }

  /**
   * Reads tokens with elements dropped, and those tokens that the stack's {@link Dropout} drops.
   *
   * @param w whose share to compute
   * @param ids row numbers of the table, at least as many as there are rows
   * @param p probability of dropping an element of an embedded vector; 0 for none
   * @param key names the masks
   * @throws IllegalArgumentException if there are fewer
   * @throws IndexOutOfBoundsException if one is not a row of the table
   */
  public void readTraining(Worker w, int[] ids, float p, long key) {
    read(w, ids, true, p, key);
  }

  private void read(Worker w, int[] ids, boolean training, float p, long key) {
    int rows = embedded.rows();
    embedding.check(ids, rows);
    boolean single = table != null && rows == 1;
    boolean repeated = !single && p == 0 && distinct.find(w, ids, rows);
    if (w.index() == 0) {
      System.arraycopy(ids, 0, tokens, 0, rows);
      path = single ? Path.TABLE : repeated ? Path.DISTINCT : Path.DENSE;
      drawn = training;
      dropped = p;
      drawnKey = key;
      projected = false;
    }
    if (single) {
      w.barrier();
    } else if (repeated) {
      embedding.forward(w, distinct.ids(), distinct.embedded());
      dropTokens(w, distinct.ids(), distinct.embedded());
    } else {
      embedding.forward(w, ids, embedded);
      dropTokens(w, ids, embedded);
      elements.apply(w, p, key);
    }
  }

  private void dropTokens(Worker w, int[] ids, Matrix rows) {
    if (drawn) {
      droppedTokens.apply(w, ids, rows, RandomSource.derive(drawnKey, TOKENS));
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
      dropTokens(w, distinct.ids(), distinct.embeddedGradient());
      embedding.backward(w, distinct.ids(), distinct.embeddedGradient(), into);
    } else {
      gradientElements.apply(w, dropped, drawnKey);
      dropTokens(w, tokens, embeddedGradient);
      embedding.backward(w, tokens, embeddedGradient, into);
    }
  }
}
