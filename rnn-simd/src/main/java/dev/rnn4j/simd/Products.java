package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.KC;
import static dev.rnn4j.simd.Blocking.MC;
import static dev.rnn4j.simd.Blocking.MR;
import static dev.rnn4j.simd.Blocking.NR;
import static dev.rnn4j.simd.Blocking.ROWS_TO_SPLIT;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * C (+)= A · op(B) with op(B) in {@link Panels}. The order of loops, from the outside: blocks of KC
 * steps, blocks of MC rows of A (one of the {@link Strips}, which stays in L2), panels of B (in
 * L1), tiles.
 *
 * <p>An element of C is one chain of fused multiply-adds over all k, beginning with 0 or with what
 * C held; where a block of KC ends the chain passes through memory, which rounds nothing. So the
 * bits depend on no blocking, no tile, no number of rows, and no vector width.
 */
final class Products {
  private Products() {}

  /**
   * The product.
   *
   * @param start what the chains begin with: C, a row for all rows of C, or {@link Tiles#NOTHING}
   */
  static void multiply(Worker w, Matrix a, PackedWeights b, Matrix start, Matrix c) {
    b.check(Panels.LAYOUT, a, c);
    int m = a.rows();
    boolean byRows = splitsRows(w, m, b);
    int granule = m < ROWS_TO_SPLIT ? 1 : MR;
    int rowFrom = byRows ? w.from(m, granule) : 0;
    int rowTo = byRows ? w.to(m, granule) : m;
    int columnFrom = byRows ? 0 : w.from(b.n(), NR);
    int columnTo = byRows ? b.n() : w.to(b.n(), NR);
    int step = blockRows(rowTo - rowFrom, MC);
    int k = 0;
    do {
      Matrix from = k > 0 ? c : start;
      for (int row = rowFrom; row < rowTo; row += step) {
        int rows = Math.min(step, rowTo - row);
        block(w, a, row, rows, k, b, columnFrom, columnTo, from, c);
      }
      k += KC;
    } while (k < b.k());
  }

  /**
   * Whether rows of C are shared out. Those of a time step where the gates' are too, and then what
   * a worker reads is what it wrote; those of sequences if there are enough of them, and either the
   * weights are narrow or that is more even than sharing out panels.
   */
  private static boolean splitsRows(Worker w, int m, PackedWeights b) {
    boolean owns = Shares.ownsRows(w, m, Math.min(b.k(), b.n()));
    if (owns && b.isForSteps()) {
      return true;
    }
    return w.count() > 1
        && m >= ROWS_TO_SPLIT
        && (owns || Shares.evenerByRows(w, Math.ceilDiv(m, MR), Panels.count(b.n())));
  }

  /** Rows of a block: at most so many, whole tiles, and no small rest. */
  static int blockRows(int rows, int most) {
    int blocks = Math.max(1, Math.ceilDiv(rows, most));
    return Math.max(MR, Math.ceilDiv(Math.ceilDiv(rows, blocks), MR) * MR);
  }

  /** Some rows by some columns, in the block of KC steps from k. */
  private static void block(
      Worker w,
      Matrix a,
      int row,
      int rows,
      int k,
      PackedWeights b,
      int columnFrom,
      int columnTo,
      Matrix start,
      Matrix c) {
    int kc = Math.min(KC, b.k() - k);
    Strips.Kind kind = Strips.ofRows(rows, columnTo - columnFrom);
    float[] strip = Strips.rows(w, kind, a, row, rows, k, kc);
    int column = columnFrom;
    if (rows <= 2) {
      int step = NR * (rows == 1 ? Blocking.STREAM1 : Blocking.STREAM2);
      int whole = Math.min(columnTo, b.n());
      for (; column + step <= whole; column += step) {
        int b0 = Panels.offset(k, kc, column, b.n());
        Tiles.stream(strip, rows, b.data(), b0, NR * kc, kc, start, c, row, column);
      }
    }
    for (; column < columnTo; column += NR) {
      int b0 = Panels.offset(k, kc, column, b.n());
      Tiles.panel(w, kind, strip, rows, b.data(), b0, kc, start, c, row, column);
    }
  }
}
