package dev.rnn4j.core.layer;

import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/** What is done to rows of buffers and is no arithmetic of a network. */
final class Rows {
  private Rows() {}

  /** Sets the share of a worker to zero. */
  static void clear(Worker w, Matrix m) {
    for (int r = w.from(m.rows(), 1); r < w.to(m.rows(), 1); r++) {
      clear(m, r);
    }
  }

  static void clear(Matrix m, int row) {
    int from = m.index(row, 0);
    Arrays.fill(m.data(), from, from + m.cols(), 0f);
  }

  static void copy(Matrix from, int fromRow, Matrix to, int toRow) {
    System.arraycopy(
        from.data(), from.index(fromRow, 0), to.data(), to.index(toRow, 0), from.cols());
  }

  /**
   * As many rows as are needed and a quarter more, so that growing batches seldom need new ones.
   */
  static int grown(int now, int needed) {
    return needed <= now ? now : (int) Math.min(Integer.MAX_VALUE - 8L, needed + needed / 4L);
  }
}
