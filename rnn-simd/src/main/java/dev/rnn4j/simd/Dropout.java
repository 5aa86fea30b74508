package dev.rnn4j.simd;

import static dev.rnn4j.simd.Blocking.LANES;
import static dev.rnn4j.simd.Blocking.wholeVectors;
import static dev.rnn4j.simd.VectorConstants.FLOATS;
import static dev.rnn4j.simd.VectorConstants.INTS;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.rnn4j.core.kernel.DropoutMask;
import dev.rnn4j.core.kernel.Worker;
import dev.rnn4j.core.tensor.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Dropout with the mask of {@link DropoutMask}, bit for bit, hashed in the lanes. */
final class Dropout {
  private static final int MULTIPLIER1 = 0x7feb352d;
  private static final int MULTIPLIER2 = 0x846ca68b;

  private Dropout() {}

  static void apply(Worker w, Matrix x, Matrix y, float p, long key) {
    int threshold = DropoutMask.threshold(p);
    float keepScale = 1 / (1 - p);
    boolean byRows = Shares.byRows(w, x);
    int rowTo = Shares.rowTo(w, x, byRows);
    int from = Shares.columnFrom(w, x, byRows);
    int n = Shares.columnTo(w, x, byRows) - from;
    int whole = wholeVectors(n);
    for (int r = Shares.rowFrom(w, x, byRows); r < rowTo; r++) {
      int index = r * x.cols() + from;
      int xAt = x.index(r, from);
      int yAt = y.index(r, from);
      whole(x.data(), xAt, y.data(), yAt, whole, index, key, threshold, keepScale);
      for (int i = whole; i < n; i++) {
        boolean keeps = DropoutMask.keeps(index + i, key, threshold);
        y.data()[yAt + i] = keeps ? x.data()[xAt + i] * keepScale : 0f;
      }
    }
  }

  private static void whole(
      float[] x,
      int from,
      float[] y,
      int to,
      int n,
      int index,
      long key,
      int threshold,
      float keepScale) {
    IntVector first = indices(index, key);
    int second = (int) (key >>> 32);
    IntVector zero = IntVector.zero(INTS);
    for (int i = 0; i < n; i += LANES) {
      IntVector hash = hash(first.add(i), second);
      FloatVector scaled = FloatVector.fromArray(FLOATS, x, from + i).mul(keepScale);
      zero.blend(scaled.reinterpretAsInts(), hash.compare(GE, threshold))
          .reinterpretAsFloats()
          .intoArray(y, to + i);
    }
  }

  /** What the indices of the elements of a vector give with the first half of a key. */
  static IntVector indices(int index, long key) {
    return IntVector.zero(INTS).addIndex(1).add(index + (int) key);
  }

  /** The hashes that {@link DropoutMask#keeps} compares with a threshold. */
  static IntVector hash(IntVector indices, int second) {
    IntVector u = indices;
    u = u.lanewise(XOR, u.lanewise(LSHR, 16)).mul(MULTIPLIER1);
    u = u.lanewise(XOR, u.lanewise(LSHR, 15)).mul(MULTIPLIER2);
    u = u.lanewise(XOR, u.lanewise(LSHR, 16)).add(second);
    u = u.lanewise(XOR, u.lanewise(LSHR, 16)).mul(MULTIPLIER1);
    u = u.lanewise(XOR, u.lanewise(LSHR, 15)).mul(MULTIPLIER2);
    return u.lanewise(XOR, u.lanewise(LSHR, 16)).lanewise(LSHR, 8);
  }
}
