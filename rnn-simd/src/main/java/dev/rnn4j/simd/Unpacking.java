package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.KC;
import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.NR;

import dev.rnn4j.core.kernel.KernelChecks;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * Rows of the matrix that weights were packed from, out of {@link Panels} or {@link Bf16Panels}. Of
 * op(B) such a row is a row or, if it was transposed, a column. Plain copies: a stream needs one
 * row for each token, and from its first token on.
 */
final class Unpacking {
  private Unpacking() {}

  /** All rows. */
  static void matrix(Worker w, PackedWeights from, Matrix into) {
    from.checkSource(layout(from), into);
    int to = w.to(into.rows(), 1);
    for (int r = w.from(into.rows(), 1); r < to; r++) {
      row(from, r, into.data(), into.index(r, 0));
    }
  }

  /** Some rows. */
  static void rows(Worker w, PackedWeights table, int[] index, Matrix out) {
    table.checkLayout(layout(table));
    KernelChecks.tableRows("gatherRows", table, index, out);
    int to = w.to(out.rows(), 1);
    for (int r = w.from(out.rows(), 1); r < to; r++) {
      row(table, index[r], out.data(), out.index(r, 0));
    }
  }

  private static String layout(PackedWeights packed) {
    return packed.format() == WeightFormat.BFLOAT16 ? Bf16Panels.LAYOUT : Panels.LAYOUT;
  }

  private static void row(PackedWeights from, int row, float[] to, int at) {
    boolean pairs = from.format() == WeightFormat.BFLOAT16;
    if (from.transposed()) {
      int column = row - row % NR;
      for (int k = 0; k < from.k(); k += KC) {
        int kc = Math.min(KC, from.k() - k);
        if (pairs) {
          int b0 = Bf16Panels.offset(k, kc, column, from.n());
          pairColumn(from.pairs(), b0, row - column, kc, to, at + k);
        } else {
          int b0 = Panels.offset(k, kc, column, from.n()) + row - column;
          column(from.data(), b0, Panels.panelColumns(column, from.n()), kc, to, at + k);
        }
      }
    } else if (pairs) {
      pairRow(from, row, to, at);
    } else {
      row(from.data(), row, from.k(), from.n(), to, at);
    }
  }

  /** A row of op(B). */
  private static void row(float[] b, int row, int depth, int n, float[] to, int at) {
    int k = row - row % KC;
    int kc = Math.min(KC, depth - k);
    for (int column = 0; column < n; column += NR) {
      int b0 = Panels.offset(k, kc, column, n) + (row - k) * Panels.panelColumns(column, n);
      System.arraycopy(b, b0, to, at + column, Math.min(NR, n - column));
    }
  }

  private static void pairRow(PackedWeights from, int row, float[] to, int at) {
    int n = from.n();
    int k = row - row % KC;
    int kc = Math.min(KC, from.k() - k);
    for (int column = 0; column < n; column += NR) {
      int b0 = Bf16Panels.offset(k, kc, column, n) + (row - k) * LANES;
      int valid = Math.min(NR, n - column);
      for (int j = 0; j < valid; j++) {
        to[at + column + j] = Bf16Panels.value(from.pairs()[b0 + j % LANES], j);
      }
    }
  }

  /** A block of a column of op(B). */
  private static void column(float[] b, int b0, int width, int kc, float[] to, int at) {
    for (int i = 0; i < kc; i++) {
      to[at + i] = b[b0 + i * width];
    }
  }

  private static void pairColumn(int[] b, int b0, int j, int kc, float[] to, int at) {
    for (int i = 0; i < kc; i++) {
      to[at + i] = Bf16Panels.value(b[b0 + i * LANES + j % LANES], j);
    }
  }
}
