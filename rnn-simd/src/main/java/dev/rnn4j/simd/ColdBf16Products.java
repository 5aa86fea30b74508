package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.KC;
import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.NR;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/** {@link Bf16Products} one float at a time, see {@link ColdKernels}. */
final class ColdBf16Products {
  private static final int SUMS_SLOT = 1;
  private static final int HALF = 16;
  private static final int UPPER = 0xffff0000;

  private ColdBf16Products() {}

  static void multiply(Worker w, Matrix a, PackedWeights b, Matrix c, boolean accumulate) {
    b.check(Bf16Panels.LAYOUT, a, c);
    float[] sums = w.scratch(SUMS_SLOT, NR);
    int columnTo = w.to(b.n(), NR);
    for (int column = w.from(b.n(), NR); column < columnTo; column += NR) {
      int valid = Math.min(NR, b.n() - column);
      for (int i = 0; i < a.rows(); i++) {
        int ci = c.index(i, column);
        Arrays.fill(sums, 0, NR, 0f);
        if (accumulate) {
          System.arraycopy(c.data(), ci, sums, 0, valid);
        }
        chains(a.data(), a.index(i, 0), b, column, sums);
        System.arraycopy(sums, 0, c.data(), ci, valid);
      }
    }
  }

  private static void chains(float[] a, int from, PackedWeights b, int column, float[] sums) {
    for (int k = 0; k < b.k(); k += KC) {
      int kc = Math.min(KC, b.k() - k);
      int at = Bf16Panels.offset(k, kc, column, b.n());
      for (int i = 0; i < kc; i++) {
        chain(a[from + k + i], b.pairs(), at + i * LANES, sums);
      }
    }
  }

  private static void chain(float x, int[] pairs, int at, float[] sums) {
    for (int j = 0; j < LANES; j++) {
      int pair = pairs[at + j];
      sums[j] = Math.fma(x, Float.intBitsToFloat(pair << HALF), sums[j]);
      sums[j + LANES] = Math.fma(x, Float.intBitsToFloat(pair & UPPER), sums[j + LANES]);
    }
  }
}
