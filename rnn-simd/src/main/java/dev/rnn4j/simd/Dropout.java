package dev.rnn4j.simd;

import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static dev.rnn4j.simd.VectorConstants.INTS;
import static dev.rnn4j.simd.VectorConstants.LANES;
import static dev.rnn4j.simd.VectorConstants.iota;
import static dev.rnn4j.simd.VectorConstants.wholeVectors;

import dev.rnn4j.core.kernel.DropoutMask;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Dropout with the mask of {@link DropoutMask}, bit for bit, hashed in the lanes. */
final class Dropout {
  private Dropout() {}

  static void apply(Worker w, Matrix x, Matrix y, float p, long key) {
    Shares.requireSameShape("dropout", x, y);
    int threshold = DropoutMask.threshold(p);
    float keepScale = 1 / (1 - p);
    boolean byRows = Shares.byRows(w, x);
    int rowTo = Shares.rowTo(w, x, byRows);
    int from = Shares.columnFrom(w, x, byRows);
    int n = Shares.columnTo(w, x, byRows) - from;
    for (int r = Shares.rowFrom(w, x, byRows); r < rowTo; r++) {
      int first = r * x.cols() + from;
      row(
          x.data(), x.index(r, from), y.data(), y.index(r, from), n, first, key, threshold,
          keepScale);
    }
  }

  private static void row(
      float[] x,
      int from,
      float[] y,
      int to,
      int n,
      int first,
      long key,
      int threshold,
      float keepScale) {
    IntVector start = iota().add(first + (int) key);
    int second = (int) (key >>> 32);
    int whole = wholeVectors(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector scaled = FloatVector.fromArray(FLOATS, x, from + i).mul(keepScale);
      keep(scaled, hash(start.add(i), second), threshold).intoArray(y, to + i);
    }
    if (whole < n) {
      VectorMask<Float> tail = FLOATS.indexInRange(whole, n);
      FloatVector scaled = FloatVector.fromArray(FLOATS, x, from + whole, tail).mul(keepScale);
      keep(scaled, hash(start.add(whole), second), threshold).intoArray(y, to + whole, tail);
    }
  }

  private static FloatVector keep(FloatVector scaled, IntVector hash, int threshold) {
    VectorMask<Integer> kept = hash.compare(VectorOperators.GE, threshold);
    return IntVector.zero(INTS).blend(scaled.reinterpretAsInts(), kept).reinterpretAsFloats();
  }

  private static IntVector hash(IntVector indexAndKey, int second) {
    return mix(mix(indexAndKey).add(second)).lanewise(VectorOperators.LSHR, 8);
  }

  private static IntVector mix(IntVector value) {
    IntVector x = value.lanewise(VectorOperators.XOR, value.lanewise(VectorOperators.LSHR, 16));
    x = x.mul(0x7feb352d);
    x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 15));
    x = x.mul(0x846ca68b);
    return x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 16));
  }
}
