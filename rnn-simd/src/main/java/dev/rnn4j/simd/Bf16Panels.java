package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.KC;
import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.LINE;
import static dev.rnn4j.simd.Blocking.NR;

import dev.rnn4j.core.kernel.Bfloat16;
import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;

/**
 * Packs weights of {@link WeightFormat#BFLOAT16}: panels and blocks as in {@link Panels}, but a row
 * of a panel is LANES ints, of which number j has column j in its lower half and column j + LANES
 * in its upper one, so that one vector of ints becomes two of floats without a shuffle. Zeros stand
 * beyond the last column; no panel is narrow.
 */
final class Bf16Panels {
  static final String LAYOUT = "simd: bfloat16 panels of " + NR + " columns";

  private static final int HALF = 16;
  private static final int LOW = 0xffff;

  private Bf16Panels() {}

  /** Where the block of kc rows from row k on begins in the panel from {@code column} on. */
  static int offset(int k, int kc, int column, int n) {
    return k * ints(n) + column / 2 * kc;
  }

  /** Ints of one row of all panels. */
  private static int ints(int n) {
    return Panels.count(n) * LANES;
  }

  /** Column j of a panel, out of its pair. */
  static float value(int pair, int j) {
    return Bfloat16.toFloat((short) (j < LANES ? pair : pair >>> HALF));
  }

  static PackedWeights pack(Matrix b, boolean transposed) {
    int k = transposed ? b.cols() : b.rows();
    int n = transposed ? b.rows() : b.cols();
    long size = (long) ints(n) * k;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "packed weights of " + k + "x" + n + " do not fit one array of pairs");
    }
    PackedWeights packed = new PackedWeights(LAYOUT, k, n, transposed, new int[(int) size]);
    repack(Worker.solo(), b, packed);
    return packed;
  }

  static void repack(Worker w, Matrix b, PackedWeights into) {
    int k = into.k();
    int n = into.n();
    into.checkSource(LAYOUT, b);
    int columnTo = w.to(n, NR);
    for (int column = w.from(n, NR); column < columnTo; column += NR) {
      for (int from = 0; from < k; from += KC) {
        int kc = Math.min(KC, k - from);
        block(b, from, kc, column, into, offset(from, kc, column, n));
      }
    }
  }

  /** Rows from to from + kc of op(B), into the panel of the columns from {@code column} on. */
  private static void block(Matrix b, int from, int kc, int column, PackedWeights into, int at) {
    for (int i = 0; i < kc; i += LINE) {
      int length = Math.min(LINE, kc - i);
      for (int j = 0; j < LANES; j++) {
        pairs(b, from + i, length, column + j, into, at + i * LANES + j);
      }
    }
  }

  /** Some elements of a column and of the one LANES after it. */
  private static void pairs(Matrix b, int k, int length, int column, PackedWeights into, int at) {
    for (int i = 0; i < length; i++) {
      int low = bits(b, k + i, column, into) & LOW;
      int high = bits(b, k + i, column + LANES, into) << HALF;
      into.pairs()[at + i * LANES] = high | low;
    }
  }

  private static int bits(Matrix b, int k, int column, PackedWeights into) {
    if (column >= into.n()) {
      return 0;
    }
    return Bfloat16.of(b.data()[into.transposed() ? b.index(column, k) : b.index(k, column)]);
  }
}
