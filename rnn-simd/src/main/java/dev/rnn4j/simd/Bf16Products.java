package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.KC;
import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.LDA;
import static dev.rnn4j.simd.Blocking.MC;
import static dev.rnn4j.simd.Blocking.NR;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * {@link Products} with op(B) in {@link Bf16Panels}: the same chains of fused multiply-adds, so the
 * bits are those of a product with the rounded weights as floats. A single row, or each of a few,
 * reads the pairs themselves, as all that counts there is how many bytes pass; for more rows a
 * block of a panel is expanded to floats once and serves all rows of a sweep.
 */
final class Bf16Products {
  private Bf16Products() {}

  /** {@link Products#multiply}. */
  static void multiply(Worker w, Matrix a, PackedWeights b, Matrix start, Matrix c) {
    b.check(Bf16Panels.LAYOUT, a, c);
    int step = Products.blockRows(a.rows(), MC);
    int k = 0;
    do {
      Matrix from = k > 0 ? c : start;
      for (int row = 0; row < a.rows(); row += step) {
        block(w, a, row, Math.min(step, a.rows() - row), k, b, from, c);
      }
      k += KC;
    } while (k < b.k());
  }

  /** Some rows by the worker's columns, in the block of KC steps from k. */
  private static void block(
      Worker w, Matrix a, int row, int rows, int k, PackedWeights b, Matrix start, Matrix c) {
    int kc = Math.min(KC, b.k() - k);
    float[] strip = Strips.rows(w, Strips.Kind.ROWS, a, row, rows, k, kc);
    int column = w.from(b.n(), NR);
    int columnTo = w.to(b.n(), NR);
    if (rows <= Blocking.PAIR_ROWS_TO_STREAM) {
      int step = NR * Blocking.STREAM1;
      for (; column + step <= columnTo; column += step) {
        int b0 = Bf16Panels.offset(k, kc, column, b.n());
        for (int i = 0; i < rows; i++) {
          int s0 = Tiles.startIndex(start, row + i, column);
          int c0 = c.index(row + i, column);
          Bf16Kernels.stream1(
              strip, i * LDA, b.pairs(), b0, LANES * kc, kc, start.data(), s0, c.data(), c0);
        }
      }
    }
    float[] panel = w.scratch(Scratch.PANELS, KC * NR);
    for (; column < columnTo; column += NR) {
      int b0 = Bf16Panels.offset(k, kc, column, b.n());
      expand(b.pairs(), b0, kc, Panels.panelColumns(column, b.n()), panel);
      Tiles.panel(w, Strips.Kind.ROWS, strip, rows, panel, 0, kc, start, c, row, column);
    }
  }

  /** A block of a panel as {@link Panels} would have it. */
  private static void expand(int[] b, int b0, int kc, int width, float[] panel) {
    if (width == LANES) {
      Bf16Kernels.expandNarrow(b, b0, kc, panel);
    } else {
      Bf16Kernels.expand(b, b0, kc, panel);
    }
  }
}
