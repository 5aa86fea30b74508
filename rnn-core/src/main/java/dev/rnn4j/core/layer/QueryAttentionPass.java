package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import dev.rnn4j.core.tensor.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * Forward and backward pass of {@link QueryAttention} over a batch of sequences. What is made of an
 * empty sequence is zero. Scores and means are plain loops, small beside the products of what made
 * the rows; each worker has some of the sequences.
 *
 * <p>The methods that take a {@link Worker} are called by all workers of a run with equal
 * arguments, and all have met when they return. {@link #shape} comes first, then a forward pass,
 * then its backward pass, once.
 */
public final class QueryAttentionPass {
  private final QueryAttention attention;
  private final @Nullable Parameters gradients;
  private final Matrix keyCapacity;
  private final Matrix dKeyCapacity;
  private final float[] weights;
  private final float[] dScores;
  private final ForwardRecord record = new ForwardRecord();
  private SequenceBatch batch = SequenceBatch.full(0, 1);

  /** k (B, C). */
  private Matrix keys;

  private Matrix dKeys;
  private Linear.@Nullable Gradients linearGradients;

  QueryAttentionPass(
      QueryAttention attention, int maxRows, int maxBatch, @Nullable Parameters gradients) {
    this.attention = attention;
    this.gradients = gradients;
    boolean training = gradients != null;
    keyCapacity = Matrix.zeros(maxBatch, attention.width());
    dKeyCapacity = Matrix.zeros(training ? maxBatch : 0, attention.width());
    weights = new float[maxRows];
    dScores = new float[training ? maxRows : 0];
    keys = keyCapacity;
    dKeys = dKeyCapacity;
  }

  /**
   * Sets the shape of the batch; called by one thread.
   *
   * @param newBatch at most as large as this pass was made for
   * @throws IllegalArgumentException if it is larger
   */
  public void shape(SequenceBatch newBatch) {
    int size = newBatch.batch();
    if (newBatch.rows() > weights.length || size > keyCapacity.rows()) {
      throw new IllegalArgumentException(
          newBatch
              + " given to attention over at most "
              + keyCapacity.rows()
              + " sequences of "
              + weights.length
              + " rows together");
    }
    record.clear();
    batch = newBatch;
    keys = keyCapacity.rowRange(0, size);
    Parameters into = gradients;
    if (into != null) {
      dKeys = dKeyCapacity.rowRange(0, size);
      linearGradients = attention.gradients(dKeys, into);
    }
  }

  /**
   * The weighted means.
   *
   * @param w whose share to compute
   * @param x m (M, C), rows of the sequences, complete
   * @param queries q (B, Q), complete
   * @param y (B, C), overwritten
   */
  public void forward(Worker w, Matrix x, Matrix queries, Matrix y) {
    attention.linear().forward(w, queries, keys);
    record.forward(w, attention.linear().packings());
    for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
      weigh(b, x);
      Rows.clear(y, b);
      for (int t = 0; t < batch.length(b); t++) {
        int row = batch.row(t, b);
        Rows.addScaled(x, row, weights[row], y, b);
      }
    }
    w.barrier();
  }

  /** The softmax of the scores of a sequence. */
  private void weigh(int b, Matrix x) {
    int length = batch.length(b);
    for (int t = 0; t < length; t++) {
      int row = batch.row(t, b);
      weights[row] = Rows.dot(keys, b, x, row);
    }
    SequenceSoftmax.forward(weights, b, length, batch);
  }

  /**
   * The gradients of the parameters, of the rows and of the queries.
   *
   * @param w whose share to compute
   * @param x as given to {@link #forward}
   * @param queries as given to {@link #forward}
   * @param dy (B, C), complete
   * @param dx (M, C), overwritten
   * @param dQueries (B, Q), overwritten
   * @throws IllegalStateException if the last thing done was not this forward pass
   */
  public void backward(Worker w, Matrix x, Matrix queries, Matrix dy, Matrix dx, Matrix dQueries) {
    Linear.Gradients d = linearGradients;
    if (d == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    record.requireDifferentiable(attention.linear().packings());
    for (int b = w.from(batch.batch(), 1); b < w.to(batch.batch(), 1); b++) {
      scoreGradients(b, x, dy);
      Rows.clear(dKeys, b);
      for (int t = 0; t < batch.length(b); t++) {
        int row = batch.row(t, b);
        Rows.clear(dx, row);
        Rows.addScaled(dy, b, weights[row], dx, row);
        Rows.addScaled(keys, b, dScores[row], dx, row);
        Rows.addScaled(x, row, dScores[row], dKeys, b);
      }
    }
    w.barrier();
    record.backward(w);
    attention.linear().backward(w, queries, d, dQueries);
  }

  /** From da(t) = dy · m(t). */
  private void scoreGradients(int b, Matrix x, Matrix dy) {
    int length = batch.length(b);
    for (int t = 0; t < length; t++) {
      int row = batch.row(t, b);
      dScores[row] = Rows.dot(dy, b, x, row);
    }
    SequenceSoftmax.backward(weights, b, length, batch, dScores, b);
  }

  /**
   * How much each row of a sequence counted in the last forward pass.
   *
   * @param b which sequence
   * @return a new array of as many values as it has rows; they sum to 1
   * @throws IllegalStateException if there was no forward pass since {@link #shape}
   */
  public float[] weights(int b) {
    record.requireForward();
    float[] own = new float[batch.length(b)];
    for (int t = 0; t < own.length; t++) {
      own[t] = weights[batch.row(t, b)];
    }
    return own;
  }
}
