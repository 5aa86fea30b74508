package dev.rnn4j.core.head;

import dev.rnn4j.core.kernel.Kernels;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.parameter.Parameters;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Losses and gradients of one cluster, of the rows whose targets are in it. They are gathered and
 * computed some at a time: a cluster has very many classes, and its buffers need not hold the rows
 * of a whole window although now and then all of them belong to it. With z = W y, y = P x and dz =
 * scale (p - onehot):
 *
 * <pre>
 *   dW = dzᵀ y     dy = dz W     dP = dyᵀ x     dx += dy P
 * </pre>
 *
 * How many rows go together depends on shapes only, so gradients do not depend on the workers.
 */
final class AdaptiveTailPass {
  private static final int FEWEST_ROWS = 32;
  private static final int MOST_ROWS = 256;

  /** Floats of the logits that are there at a time, unless the fewest rows have more: 4 MB. */
  private static final int BUDGET = 1 << 20;

  private final AdaptiveTail tail;
  private final Kernels kernels;
  private final int chunk;

  /** Chunk by chunk, which rows of the batch belong here, and which class each of them is. */
  private final int[][] rows;

  private final int[][] targets;
  private final double[] losses;

  /** Views of the buffers by the number of rows they show. */
  private final Buffers[] views;

  private final @Nullable Matrix dWeight;
  private final @Nullable Matrix dProjection;
  private int count; // of the rows that belong here; written by worker 0

  /**
   * What a chunk needs.
   *
   * @param x gathered (M, H)
   * @param projected y (M, D)
   * @param logits z, then dz (M, N)
   * @param dProjected dy (M, D)
   * @param dx (M, H)
   */
  private record Buffers(Matrix x, Matrix projected, Matrix logits, Matrix dProjected, Matrix dx) {
    Buffers first(int rows) {
      return new Buffers(
          x.rowRange(0, rows),
          projected.rowRange(0, rows),
          logits.rowRange(0, rows),
          dProjected.rowRange(0, Math.min(rows, dProjected.rows())),
          dx.rowRange(0, Math.min(rows, dx.rows())));
    }
  }

  AdaptiveTailPass(AdaptiveTail tail, int maxRows, @Nullable Parameters gradients) {
    this.tail = tail;
    kernels = tail.kernels();
    chunk = chunk(tail.size(), maxRows);
    int chunks = Math.max(1, Math.ceilDiv(maxRows, chunk));
    rows = new int[chunks][chunk];
    targets = new int[chunks][chunk];
    losses = new double[chunk];
    int differentiable = gradients == null ? 0 : chunk;
    Buffers all =
        new Buffers(
            Matrix.zeros(chunk, tail.inputSize()),
            Matrix.zeros(chunk, tail.width()),
            Matrix.zeros(chunk, tail.size()),
            Matrix.zeros(differentiable, tail.width()),
            Matrix.zeros(differentiable, tail.inputSize()));
    views = new Buffers[chunk + 1];
    Arrays.setAll(views, all::first);
    dWeight = gradients == null ? null : tail.weight(gradients);
    dProjection = gradients == null ? null : tail.projection(gradients);
  }

  /** How many rows are computed at a time. */
  static int chunk(int size, int maxRows) {
    return Math.max(1, Math.min(maxRows, Math.clamp(BUDGET / size, FEWEST_ROWS, MOST_ROWS)));
  }

  /** No row belongs here; called by one thread. */
  void clear() {
    count = 0;
  }

  /** A row belongs here; called by one thread. */
  void add(int row, int target) {
    rows[count / chunk][count % chunk] = row;
    targets[count / chunk][count % chunk] = target - tail.first();
    count++;
  }

  private int rowsOf(int part) {
    return Math.min(chunk, count - part * chunk);
  }

  /**
   * Adds the losses within this cluster.
   *
   * @param w whose share to compute
   * @param x (M, H) of the whole batch
   * @param into M values, added to
   */
  void loss(Worker w, Matrix x, double[] into) {
    for (int part = 0; part < Math.ceilDiv(count, chunk); part++) {
      Buffers b = views[rowsOf(part)];
      predict(w, x, part, b);
      kernels.crossEntropy(w, b.logits, targets[part], losses);
      w.barrier();
      addLosses(w, part, into);
    }
  }

  private void predict(Worker w, Matrix x, int part, Buffers b) {
    kernels.gatherRows(w, x, rows[part], b.x);
    w.barrier();
    tail.forward(w, b.x, b.projected, b.logits);
  }

  private void addLosses(Worker w, int part, double[] into) {
    int n = rowsOf(part);
    for (int r = w.from(n, 1); r < w.to(n, 1); r++) {
      into[rows[part][r]] += losses[r];
    }
  }

  /**
   * Adds the losses within this cluster and the gradient of x; that of the weights is overwritten,
   * with zeros if no row belongs here.
   *
   * @param w whose share to compute
   * @param x (M, H) of the whole batch
   * @param scale factor on the gradient
   * @param into M values, added to
   * @param dx (M, H) of the whole batch, added to
   */
  void backward(Worker w, Matrix x, float scale, double[] into, Matrix dx) {
    Matrix dw = dWeight;
    Matrix dp = dProjection;
    if (dw == null || dp == null) {
      throw new IllegalStateException("this pass was made without a backward pass");
    }
    for (int part = 0; part < Math.max(1, Math.ceilDiv(count, chunk)); part++) {
      Buffers b = views[rowsOf(part)];
      predict(w, x, part, b);
      kernels.softmaxCrossEntropy(w, b.logits, targets[part], scale, 0, losses);
      w.barrier();
      addLosses(w, part, into);
      kernels.multiplyTransposed(w, b.logits, b.projected, dw, part > 0);
      tail.output().backward(w, b.logits, b.dProjected, false);
      w.barrier();
      kernels.multiplyTransposed(w, b.dProjected, b.x, dp, part > 0);
      tail.projection().backward(w, b.dProjected, b.dx, false);
      w.barrier();
      kernels.scatterAddRows(w, b.dx, rows[part], dx);
    }
  }
}
