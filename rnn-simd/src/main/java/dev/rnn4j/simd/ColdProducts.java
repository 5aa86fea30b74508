package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.KC;
import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.NR;

import dev.rnn4j.core.kernel.PackedWeights;
import dev.rnn4j.core.kernel.Scratch;
import dev.rnn4j.core.kernel.WeightFormat;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import java.util.Arrays;

/** {@link Products} and {@link Bf16Products} one float at a time, see {@link ColdGates}. */
final class ColdProducts {
  private static final int HALF = 16;
  private static final int UPPER = 0xffff0000;

  private ColdProducts() {}

  /** {@link Products#multiply}. */
  static void multiply(Worker w, Matrix a, PackedWeights b, Matrix start, Matrix c) {
    boolean floats = b.format() == WeightFormat.FLOAT32;
    b.check(floats ? Panels.LAYOUT : Bf16Panels.LAYOUT, a, c);
    float[] sums = w.scratch(Scratch.TILE, NR);
    int columnTo = w.to(b.n(), NR);
    for (int column = w.from(b.n(), NR); column < columnTo; column += NR) {
      int valid = Math.min(NR, b.n() - column);
      for (int i = 0; i < a.rows(); i++) {
        Arrays.fill(sums, 0, NR, 0f);
        System.arraycopy(start.data(), Tiles.startIndex(start, i, column), sums, 0, valid);
        if (floats) {
          chains(a.data(), a.index(i, 0), b, column, sums);
        } else {
          pairChains(a.data(), a.index(i, 0), b, column, sums);
        }
        System.arraycopy(sums, 0, c.data(), c.index(i, column), valid);
      }
    }
  }

  private static void chains(float[] a, int from, PackedWeights b, int column, float[] sums) {
    int width = Panels.panelColumns(column, b.n());
    for (int k = 0; k < b.k(); k += KC) {
      int kc = Math.min(KC, b.k() - k);
      int at = Panels.offset(k, kc, column, b.n());
      for (int i = 0; i < kc; i++) {
        chain(a[from + k + i], b.data(), at + i * width, width, sums);
      }
    }
  }

  private static void chain(float x, float[] panel, int at, int width, float[] sums) {
    for (int j = 0; j < width; j++) {
      sums[j] = Math.fma(x, panel[at + j], sums[j]);
    }
  }

  private static void pairChains(float[] a, int from, PackedWeights b, int column, float[] sums) {
    for (int k = 0; k < b.k(); k += KC) {
      int kc = Math.min(KC, b.k() - k);
      int at = Bf16Panels.offset(k, kc, column, b.n());
      for (int i = 0; i < kc; i++) {
        pairChain(a[from + k + i], b.pairs(), at + i * LANES, sums);
      }
    }
  }

  private static void pairChain(float x, int[] pairs, int at, float[] sums) {
    for (int j = 0; j < LANES; j++) {
      int pair = pairs[at + j];
      sums[j] = Math.fma(x, Float.intBitsToFloat(pair << HALF), sums[j]);
      sums[j + LANES] = Math.fma(x, Float.intBitsToFloat(pair & UPPER), sums[j + LANES]);
    }
  }
}
