package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * W_ih E[x] and its bias for every token of a small vocabulary, kept from the first time a token is
 * read: reading a token then costs no product with W_ih. Shared by any number of threads; two that
 * meet a token at once compute the same row.
 */
public final class TokenTable {
  /** Floats at most: 4 MiB, beside which the model's other weights still have room in a cache. */
  private static final int LARGEST = 1 << 20;

  private final Embedding embedding;
  private final RecurrentLayer layer;
  private final AtomicReferenceArray<float[]> rows;

  /**
   * An empty table.
   *
   * @param embedding the table
   * @param layer the layer that reads the embedding; neither may change
   */
  TokenTable(Embedding embedding, RecurrentLayer layer) {
    this.embedding = embedding;
    this.layer = layer;
    rows = new AtomicReferenceArray<>(embedding.rows());
  }

  /**
   * Whether a table is small enough to be kept.
   *
   * @param vocabularySize V
   * @param gates G·H
   * @return true up to 4 MiB
   */
  static boolean fits(int vocabularySize, int gates) {
    return (long) vocabularySize * gates <= LARGEST;
  }

  /**
   * The input's share of the pre-activations. Worker 0 gets it, and all have met when it is there.
   *
   * @param w any worker
   * @param token an id of the vocabulary
   * @param gates (1, G·H), overwritten
   */
  void get(Worker w, int token, Matrix gates) {
    if (w.index() == 0) {
      float[] row = rows.get(token);
      if (row == null) {
        row = computed(w.count() == 1 ? w : Worker.solo(), token, gates.cols());
        rows.set(token, row);
      }
      System.arraycopy(row, 0, gates.data(), gates.index(0, 0), row.length);
    }
    w.barrier();
  }

  private float[] computed(Worker alone, int token, int gates) {
    Matrix z = Matrix.zeros(1, gates);
    layer.project(alone, embedded(alone, token), z);
    return z.data();
  }

  private Matrix embedded(Worker w, int token) {
    Matrix e = Matrix.zeros(1, embedding.width());
    embedding.forward(w, new int[] {token}, e);
    return e;
  }
}
